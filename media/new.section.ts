import { criticalSection } from "faultline/critical-section";

const account = { balance: 100 };

/** @thread x2 */
export function withdraw(): void {
  const seen = account.balance;
  account.balance = seen - 10;
}

/** @thread */
export function deposit(): void {
  criticalSection(() => {
    account.balance += 50;
  });
}

/** @finally */
export const nothingLost = (): boolean => account.balance === 130;
