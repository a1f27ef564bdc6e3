/** @machine quantum=200 */
import { criticalSection } from "faultline/critical-section";

const rows = new Uint32Array(40).fill(2);
const summary = { total: 0 };

/** @thread */
export function report(): void {
  criticalSection(() => {
    let total = 0;
    for (const row of rows) total += row;
    summary.total = total;
  });
}

/** @thread */
export function correct(): void {
  criticalSection(() => {
    rows[0] = 2;
  });
}
