const forks = [new Int32Array(new SharedArrayBuffer(4)), new Int32Array(new SharedArrayBuffer(4))] as const;

function lock(fork: Int32Array): void {
  while (Atomics.compareExchange(fork, 0, 0, 1) !== 0) Atomics.wait(fork, 0, 1);
}

function unlock(fork: Int32Array): void {
  Atomics.store(fork, 0, 0);
  Atomics.notify(fork, 0, 1);
}

/** @thread */
export function first(): void {
  lock(forks[0]);
  lock(forks[1]);
  unlock(forks[1]);
  unlock(forks[0]);
}

/** @thread */
export function second(): void {
  lock(forks[0]);
  lock(forks[1]);
  unlock(forks[1]);
  unlock(forks[0]);
}
