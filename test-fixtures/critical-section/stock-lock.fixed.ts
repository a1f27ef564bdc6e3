import { criticalSection } from "faultline/critical-section";

const lock = new Int32Array(new SharedArrayBuffer(4));
const stock = { left: 9 };

/** @thread x2 */
export function take(): void {
  criticalSection(() => {
    stock.left -= 1;
  });
}
