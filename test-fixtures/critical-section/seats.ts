import { beginCritical, endCritical } from "faultline/critical-section";

const seats = { left: 1 };

/** @thread x2 */
export function reserve(): boolean {
  beginCritical();
  if (seats.left === 0) return false;
  seats.left -= 1;
  endCritical();
  return true;
}
