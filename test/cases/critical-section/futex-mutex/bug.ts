/** @machine cpus=2 events=timer maxEvents=1 */
const word = new Int32Array(new SharedArrayBuffer(4));
const shared = { value: 0 };

const unlocked = 0;
const locked = 1;
const contended = 2;

function lock(): void {
  if (Atomics.compareExchange(word, 0, unlocked, locked) === unlocked) return;
  while (Atomics.exchange(word, 0, contended) !== unlocked) Atomics.wait(word, 0, contended);
}

function unlock(): void {
  if (Atomics.exchange(word, 0, unlocked) === locked) Atomics.notify(word, 0, 1);
}

/** @thread x2 cpu=0 */
export function first(): void {
  lock();
  shared.value += 1;
  unlock();
}

/** @finally */
export const both = (): boolean => shared.value === 2;
