const own = { items: [1, 2], top: 0, bottom: 2 };
const shared = { items: [3], top: 0 };
const done = new Set<number>();

function pop(): number | undefined {
  const at = own.bottom - 1;
  if (at < own.top) return undefined;
  own.bottom = at;
  return own.items[at];
}

function steal(): number | undefined {
  const at = shared.top;
  if (at >= shared.items.length) return undefined;
  shared.top = at + 1;
  return shared.items[at];
}

/** @thread */
export function owner(): void {
  for (let round = 0; round < 2; round++) {
    const task = pop();
    if (task !== undefined) done.add(task);
  }
}

/** @thread */
export function thief(): void {
  const task = steal();
  if (task !== undefined) done.add(task);
}

/** @finally */
export const eachOnce = (): boolean => done.size === 3;
