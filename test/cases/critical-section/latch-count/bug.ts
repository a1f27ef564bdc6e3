/** @machine cpus=1 */
const latch = { left: 2, opened: 0 };

function countDown(): void {
  latch.left -= 1;
  if (latch.left === 0) latch.opened += 1;
}

/** @thread x2 */
export function part(): void { countDown(); }

/** @finally */
export const openedOnce = (): boolean => latch.opened === 1;
