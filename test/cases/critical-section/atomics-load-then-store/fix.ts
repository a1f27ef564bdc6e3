const hits = new Int32Array(new SharedArrayBuffer(4));

function count(): void {
  Atomics.add(hits, 0, 1);
}

/** @thread x2 */
export function serve(): void {
  count();
}

/** @finally */
export const allCounted = (): boolean => hits[0] === 2;
