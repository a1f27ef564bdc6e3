import { criticalSection } from "faultline/critical-section";

const account = { balance: 0 };

/** @thread */
export function deposit(): void {
  criticalSection(() => {
    account.balance += 30;
  });
}

/** @thread */
export function withdraw(): void {
  criticalSection(() => {
    account.balance -= 10;
  });
}

/** @finally */
export const balanceIsRight = (): boolean => account.balance === 20;
