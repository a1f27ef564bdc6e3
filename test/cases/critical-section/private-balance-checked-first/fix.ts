import { criticalSection } from "faultline/critical-section";

class Account {
  #balance = 100;

  get balance(): number {
    return this.#balance;
  }

  #check(amount: number): boolean {
    return this.#balance >= amount;
  }

  withdraw(amount: number): boolean {
    return criticalSection(() => {
      if (!this.#check(amount)) return false;
      this.#balance -= amount;
      return true;
    });
  }
}

const account = new Account();

/** @thread x2 */
export function pay(): boolean {
  return account.withdraw(80);
}

/** @invariant */
export const neverNegative = (): boolean => account.balance >= 0;
