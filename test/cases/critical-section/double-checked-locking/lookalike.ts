import { criticalSection } from "faultline/critical-section";

interface Pool { size: number }

let pool: Pool | undefined;
const sizes: number[] = [];

/** @thread x2 */
export function use(): void {
  let own = pool;
  if (own === undefined) {
    own = criticalSection(() => {
      if (pool === undefined) {
        pool = { size: 0 };
        pool.size = 8;
      }
      return pool;
    });
  }
  sizes.push(own.size);
}

/** @finally */
export const allReady = (): boolean => sizes.every((size) => size === 8);
