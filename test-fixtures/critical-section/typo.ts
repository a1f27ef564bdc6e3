/** @machine cpu=2 */
import { criticalSection } from "faultline/critical-section";

const account = { balance: 100 };

/** @thread x2 */
export function withdraw(): void {
  criticalSection(() => {
    account.balance -= 10;
  });
}

/** @invarient */
export const neverNegative = (): boolean => account.balance >= 0;
