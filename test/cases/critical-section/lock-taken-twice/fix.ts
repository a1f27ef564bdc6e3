import { Mutex } from "./mutex";

const lock = new Mutex();
const ledger = { entries: 0, total: 0 };

function count(): void {
  ledger.entries += 1;
}

function add(amount: number): void {
  lock.lock();
  ledger.total += amount;
  count();
  lock.unlock();
}

/** @thread x2 */
export function book(): void {
  add(5);
}

/** @finally */
export const allBooked = (): boolean => ledger.entries === 2 && ledger.total === 10;
