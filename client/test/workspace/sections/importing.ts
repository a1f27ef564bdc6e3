import { criticalSection } from "faultline/critical-section";
import { amount } from "./amount";

const account = { balance: 100 };

/** @thread x2 */
export function withdraw(): void {
  criticalSection(() => {
    account.balance -= amount;
  });
}

/** @finally */
export const bothDone = (): boolean => account.balance === 80;
