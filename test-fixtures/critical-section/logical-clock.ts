/** @machine cpus=2 */
import { criticalSection } from "faultline/critical-section";

const clock = { left: 0, right: 0 };

/** @thread cpu=0 */
export function stepLeft(): void {
  criticalSection(() => {
    clock.left = clock.right + 1;
  });
}

/** @thread cpu=1 */
export function stepRight(): void {
  criticalSection(() => {
    clock.right = clock.left + 1;
  });
}
