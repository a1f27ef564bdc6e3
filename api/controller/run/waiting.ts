/** Resolves after some milliseconds, or as soon as `signal` is aborted. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}

/** Aborted as soon as one of them is. */
export function anyOf(...signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
    for (const signal of signals) signal.removeEventListener("abort", abort);
  };
  for (const signal of signals) {
    if (signal.aborted) controller.abort();
    else signal.addEventListener("abort", abort);
  }
  return controller.signal;
}

/** What a promise resolves to, or undefined as soon as `signal` is aborted. */
export function orAborted<T>(promise: T | Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(undefined);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort);
    Promise.resolve(promise)
      .finally(() => signal.removeEventListener("abort", abort))
      .then(resolve, reject);
  });
}

/** Resolves when all of them have, or when `signal` is aborted. */
export function unlessAborted(all: readonly Promise<void>[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
    Promise.all(all).then(() => resolve(), reject);
  });
}
