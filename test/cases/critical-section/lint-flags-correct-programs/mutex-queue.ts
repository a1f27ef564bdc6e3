import { external } from "faultline/critical-section";

const totals = { bytes: 0 };
const measure = (): Promise<number> => external(() => 512);

class Mutex {
  #held = false;
  readonly #queue: (() => void)[] = [];

  async acquire(): Promise<void> {
    while (this.#held) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#queue.shift()?.();
  }
}

const mutex = new Mutex();

/** @thread x2 */
export async function record(): Promise<void> {
  await mutex.acquire();
  try {
    totals.bytes += await measure();
  } finally {
    mutex.release();
  }
}

/** @finally */
export const allCounted = (): boolean => totals.bytes === 1024;
