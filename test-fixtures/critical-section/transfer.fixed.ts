import { criticalSection } from "faultline/critical-section";

const accounts = { checking: 100, savings: 50 };

/** @thread x2 */
export function transfer(): void {
  criticalSection(() => {
    accounts.checking -= 30;
    accounts.savings += 30;
  });
}

/** @invariant */
export const totalIsKept = (): boolean => accounts.checking + accounts.savings === 150;
