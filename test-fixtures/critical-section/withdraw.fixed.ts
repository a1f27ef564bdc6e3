/** @machine cpus=2 events=timer maxEvents=1 */
import { criticalSection, type Decision } from "faultline/critical-section";

const account = { balance: 100 };
const word = new Int32Array(new SharedArrayBuffer(4));

/** @thread cpu=0 */
export const atm = (): void => withdraw(10);

/** @thread cpu=1 */
export const branch = (): void => withdraw(10);

function withdraw(amount: number): void {
  lock();
  criticalSection(() => {
    const seen = account.balance;
    account.balance = seen - amount;
  });
  unlock();
}

function lock(): void {
  while (Atomics.compareExchange(word, 0, 0, 1) !== 0);
}

function unlock(): void {
  Atomics.store(word, 0, 0);
}

/** @interruptHandler */
export function onInterrupt(): Decision {
  return "restart";
}

/** @finally */
export const bothDone = (): boolean => account.balance === 80;
