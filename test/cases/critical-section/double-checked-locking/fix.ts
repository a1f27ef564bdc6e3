interface Pool { size: number }

let pool: Pool | undefined;
const lock = new Int32Array(new SharedArrayBuffer(4));
const sizes: number[] = [];

/** @thread x2 */
export function use(): void {
  if (pool === undefined) {
    while (Atomics.compareExchange(lock, 0, 0, 1) !== 0);
    if (pool === undefined) {
      const made: Pool = { size: 0 };
      made.size = 8;
      pool = made;
    }
    Atomics.store(lock, 0, 0);
  }
  sizes.push(pool.size);
}

/** @finally */
export const allReady = (): boolean => sizes.every((size) => size === 8);
