import { Mutex } from "./mutex";

const rowsLock = new Mutex();
const table = { size: 0 };

/** @thread */
export function insert(): void {
  rowsLock.lock();
  table.size += 1;
  rowsLock.unlock();
}

/** @thread */
export function remove(): void {
  rowsLock.lock();
  table.size -= 1;
  rowsLock.unlock();
}

/** @finally */
export const balanced = (): boolean => table.size === 0;
