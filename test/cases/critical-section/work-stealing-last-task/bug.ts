const queue = { items: [1, 2], top: 0, bottom: 2 };
const done: number[] = [];

function pop(): number | undefined {
  const at = queue.bottom - 1;
  if (at < queue.top) return undefined;
  queue.bottom = at;
  return queue.items[at];
}

function steal(): number | undefined {
  const at = queue.top;
  if (at >= queue.bottom) return undefined;
  queue.top = at + 1;
  return queue.items[at];
}

/** @thread */
export function owner(): void {
  for (let round = 0; round < 2; round++) {
    const task = pop();
    if (task !== undefined) done.push(task);
  }
}

/** @thread */
export function thief(): void {
  const task = steal();
  if (task !== undefined) done.push(task);
}

/** @finally */
export const eachOnce = (): boolean => done.length === 2 && new Set(done).size === 2;
