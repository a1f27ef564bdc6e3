import { criticalSection } from "faultline/critical-section";
/** @machine cpus=1 */
const latch = { left: 2, opened: 0 };

function countDown(): void {
  const isLast = criticalSection(() => {
    latch.left -= 1;
    return latch.left === 0;
  });
  if (isLast) latch.opened += 1;
}

/** @thread x2 */
export function part(): void { countDown(); }

/** @finally */
export const openedOnce = (): boolean => latch.opened === 1;
