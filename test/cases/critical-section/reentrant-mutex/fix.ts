import { external } from "faultline/critical-section";

class Mutex {
  #tail: Promise<void> = Promise.resolve();
  run<T>(body: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(body);
    this.#tail = result.then(() => {}, () => {});
    return result;
  }
}

class Account {
  readonly #mutex = new Mutex();
  #balance = 10;

  deposit(amount: number): Promise<void> {
    return this.#mutex.run(() => this.#add(amount));
  }
  async #add(amount: number): Promise<void> {
    const before = this.#balance;
    await external(() => {});
    this.#balance = before + amount;
  }
  payInterest(): Promise<void> {
    return this.#mutex.run(async () => {
      await this.#add(1);
    });
  }
  get balance(): number { return this.#balance; }
}

const account = new Account();

/** @thread */
export async function interest(): Promise<void> { await account.payInterest(); }

/** @finally */
export const paid = (): boolean => account.balance === 11;
