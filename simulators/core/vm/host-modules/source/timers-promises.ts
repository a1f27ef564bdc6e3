/** `node:timers/promises`. */
import type { AbortSignal } from "./web-events.ts";
import { DOMException } from "./web-events.ts";

interface Options {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

class AbortError extends Error {
  readonly code = "ABORT_ERR";
  override name = "AbortError";
}

const aborted = (signal: AbortSignal): Error =>
  Object.assign(
    new AbortError("The operation was aborted"),
    signal.reason instanceof DOMException ? { cause: signal.reason } : { cause: signal.reason },
  );

function after<T>(delay: number, value: T, options: Options): Promise<T> {
  const { signal } = options;
  if (signal?.aborted) return Promise.reject(aborted(signal));
  return new Promise((resolve, reject) => {
    const timer = $setTimer(resolve, [value], delay, false);
    signal?.addEventListener(
      "abort",
      () => {
        $clearTimer(timer);
        reject(aborted(signal));
      },
      { once: true },
    );
  });
}

const milliseconds = (delay: unknown): number => (Number(delay) >= 1 && Number(delay) <= 2_147_483_647 ? Math.trunc(Number(delay)) : 1);

export const setTimeout = <T>(delay?: unknown, value?: T, options: Options = {}): Promise<T | undefined> =>
  after(milliseconds(delay), value, options);
export const setImmediate = <T>(value?: T, options: Options = {}): Promise<T | undefined> => after(0, value, options);

export async function* setInterval<T>(delay?: unknown, value?: T, options: Options = {}): AsyncGenerator<T | undefined> {
  const { signal } = options;
  if (signal?.aborted) throw aborted(signal);
  let due = 0;
  let wake: (() => void) | undefined;
  const timer = $setTimer(
    () => {
      due += 1;
      wake?.();
    },
    [],
    milliseconds(delay),
    true,
  );
  const stop = (): void => wake?.();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    while (!signal?.aborted) {
      if (due === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      for (; due > 0; due -= 1) yield value;
    }
    throw aborted(signal);
  } finally {
    $clearTimer(timer);
    signal?.removeEventListener("abort", stop);
  }
}

export const scheduler = {
  wait: (delay?: number, options?: Options): Promise<undefined> => setTimeout(delay, undefined, options),
  yield: (): Promise<undefined> => setImmediate(),
};

export default { setTimeout, setImmediate, setInterval, scheduler };
