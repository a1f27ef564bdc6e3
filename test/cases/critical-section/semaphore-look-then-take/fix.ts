const permits = new Int32Array(new SharedArrayBuffer(4));
permits[0] = 1;
let inside = 0;

function acquire(): void {
  for (;;) {
    const left = Atomics.load(permits, 0);
    if (left > 0 && Atomics.compareExchange(permits, 0, left, left - 1) === left) return;
    if (left === 0) Atomics.wait(permits, 0, 0);
  }
}

function release(): void {
  Atomics.add(permits, 0, 1);
  Atomics.notify(permits, 0, 1);
}

/** @thread x3 */
export function work(): void {
  acquire();
  inside += 1;
  inside -= 1;
  release();
}

/** @invariant */
export const oneInside = (): boolean => inside <= 1;
