const permits = new Int32Array(new SharedArrayBuffer(4));
permits[0] = 1;
let inside = 0;

function acquire(): void {
  while (Atomics.sub(permits, 0, 1) <= 0) Atomics.add(permits, 0, 1);
}

function release(): void {
  Atomics.add(permits, 0, 1);
}

/** @thread x2 */
export function work(): void {
  acquire();
  inside += 1;
  inside -= 1;
  release();
}

/** @invariant */
export const oneInside = (): boolean => inside <= 1;
