/** @machine cpus=2 maxEvents=1 */
import { criticalSection } from "faultline/critical-section";

const packets = { received: 0 };

/** @thread cpu=0 */
export function receiveOnFirst(): void {
  criticalSection(() => {
    packets.received += 1;
  });
}

/** @thread cpu=1 */
export function receiveOnSecond(): void {
  criticalSection(() => {
    packets.received += 1;
  });
}
