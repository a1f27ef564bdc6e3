import { criticalSection } from "faultline/critical-section";

const account = { balance: 100 };

/** @thread x2 */
export function withdraw(): void {
  criticalSection(() => {
    const seen = account.balance;
    account.balance = seen - 10;
  });
}

/** @finally */
export const bothDone = (): boolean => account.balance === 80;
