import { beginCritical, endCritical } from "faultline/critical-section";

const seats = { left: 1, sold: 0 };

function reserve(): boolean {
  beginCritical();
  if (seats.left === 0) return false;
  seats.left -= 1;
  seats.sold += 1;
  endCritical();
  return true;
}

/** @thread x2 */
export function book(): boolean {
  return reserve();
}

/** @finally */
export const noneTwice = (): boolean => seats.sold === 1 && seats.left === 0;
