interface Pool { size: number }

let pool: Pool | undefined;
let isLocked = false;
const sizes: number[] = [];

/** @thread x2 */
export function use(): void {
  if (pool === undefined) {
    while (isLocked);
    isLocked = true;
    if (pool === undefined) {
      pool = { size: 0 };
      pool.size = 8;
    }
    isLocked = false;
  }
  sizes.push(pool.size);
}

/** @finally */
export const allReady = (): boolean => sizes.every((size) => size === 8);
