/** @machine isolation=buffered quantum=1000000 */
import { criticalSection } from "faultline/critical-section";

const rows = new Uint32Array(10_000);
const size = 10_000;

/** @thread */
export function clear(): void {
  criticalSection(() => {
    for (let row = 0; row < size; row++) rows[row] = 1;
  });
}
