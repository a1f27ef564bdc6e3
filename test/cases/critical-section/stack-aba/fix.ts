/** Number of the topmost node, 0 when the stack is empty, plus 4 for each change. */
const top = new Int32Array(new SharedArrayBuffer(4));
top[0] = 1;

const next = new Int32Array(new SharedArrayBuffer(12));
next[1] = 2;
const held = [0, 0, 0];

function pop(): number {
  for (;;) {
    const seen = Atomics.load(top, 0);
    const head = seen % 4;
    if (head === 0) return 0;
    const after = Atomics.load(next, head);
    const fresh = seen - head + 4 + after;
    if (Atomics.compareExchange(top, 0, seen, fresh) === seen) return head;
  }
}

function push(node: number): void {
  for (;;) {
    const seen = Atomics.load(top, 0);
    const head = seen % 4;
    Atomics.store(next, node, head);
    const fresh = seen - head + 4 + node;
    if (Atomics.compareExchange(top, 0, seen, fresh) === seen) return;
  }
}

/** @thread */
export function first(): void {
  held[pop()] += 1;
  held[0] = 0;
}

/** @thread */
export function second(): void {
  const a = pop();
  const b = pop();
  if (a !== 0) push(a);
  if (b !== 0) held[b] += 1;
}

/** @finally */
export const nothingFreeIsHeld = (): boolean => held[Atomics.load(top, 0) % 4] === 0;
