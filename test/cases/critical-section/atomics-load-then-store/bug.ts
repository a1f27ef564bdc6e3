const hits = new Int32Array(new SharedArrayBuffer(4));

function count(): void {
  const seen = Atomics.load(hits, 0);
  Atomics.store(hits, 0, seen + 1);
}

/** @thread x2 */
export function serve(): void {
  count();
}

/** @finally */
export const allCounted = (): boolean => hits[0] === 2;
