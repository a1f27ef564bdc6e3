import { external } from "faultline/critical-section";

const disk = { open: 0, most: 0 };
const work = async (): Promise<void> => {
  await external(() => { disk.open += 1; disk.most = Math.max(disk.most, disk.open); });
  await external(() => { disk.open -= 1; });
};

class Semaphore {
  #free: number;
  #waiting: Array<() => void> = [];
  constructor(permits: number) { this.#free = permits; }

  async acquire(): Promise<void> {
    if (this.#free > 0) { this.#free--; return; }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}

const semaphore = new Semaphore(1);

/** @thread x3 */
export async function job(): Promise<void> {
  await semaphore.acquire();
  try { await work(); } finally { semaphore.release(); }
}

/** @invariant */
export const oneAtATime = (): boolean => disk.open <= 1;
