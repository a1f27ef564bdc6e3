import { external } from "faultline/critical-section";

class Lock {
  #held = false;
  readonly #waiting: Array<() => void> = [];
  async acquire(): Promise<AsyncDisposable> {
    while (this.#held) await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    this.#held = true;
    return {
      [Symbol.asyncDispose]: async () => {
        this.#held = false;
        this.#waiting.shift()?.();
      },
    };
  }
}

const lock = new Lock();
const file = { lines: 0 };
const count = (): Promise<number> => external(() => file.lines);
const truncateTo = (lines: number): Promise<void> => external(() => { file.lines = lines; });

/** @thread x2 */
export async function append(): Promise<void> {
  await using _held = await lock.acquire();
  const lines = await count();
  await truncateTo(lines + 1);
}

/** @finally */
export const both = (): boolean => file.lines === 2;
