const hits = new Int32Array(new SharedArrayBuffer(4));

function count(): void {
  for (;;) {
    const seen = Atomics.load(hits, 0);
    if (Atomics.compareExchange(hits, 0, seen, seen + 1) === seen) return;
  }
}

/** @thread x2 */
export function serve(): void {
  count();
}

/** @finally */
export const allCounted = (): boolean => hits[0] === 2;
