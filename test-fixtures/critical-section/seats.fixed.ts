import { beginCritical, endCritical } from "faultline/critical-section";

const seats = { left: 1 };

/** @thread x2 */
export function reserve(): boolean {
  beginCritical();
  try {
    if (seats.left === 0) return false;
    seats.left -= 1;
  } finally {
    endCritical();
  }
  return true;
}
