/** Number of the topmost node, 0 when the stack is empty. */
const top = new Int32Array(new SharedArrayBuffer(4));
top[0] = 1;

const next = new Int32Array(new SharedArrayBuffer(12));
next[1] = 2;
const held = [0, 0, 0];

function pop(): number {
  for (;;) {
    const head = Atomics.load(top, 0);
    if (head === 0) return 0;
    const after = Atomics.load(next, head);
    if (Atomics.compareExchange(top, 0, head, after) === head) return head;
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
  if (a !== 0) held[a] += 1;
  if (b !== 0) held[b] += 1;
}

/** @finally */
export const nothingFreeIsHeld = (): boolean => held[Atomics.load(top, 0)] === 0;
