import { criticalSection } from "faultline/critical-section";

const lock = new Int32Array(new SharedArrayBuffer(4));
const stock = { left: 9 };

/** @thread x2 */
export function take(): void {
  while (Atomics.compareExchange(lock, 0, 0, 1) !== 0) Atomics.wait(lock, 0, 1);
  criticalSection(() => {
    stock.left -= 1;
  });
  Atomics.store(lock, 0, 0);
  Atomics.notify(lock, 0, 1);
}
