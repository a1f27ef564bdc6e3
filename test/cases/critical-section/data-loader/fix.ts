import { external } from "faultline/critical-section";

const db = { queries: 0 };
const select = (ids: number[]): Promise<Map<number, string>> => external(() => {
  db.queries += 1;
  return new Map(ids.map((id) => [id, `user-${id}`]));
});

type Waiter = { id: number; resolve: (name: string) => void };

class Loader {
  #queue: Waiter[] = [];
  #isScheduled = false;

  load(id: number): Promise<string> {
    return new Promise((resolve) => {
      this.#queue.push({ id, resolve });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      queueMicrotask(() => { void this.#dispatch(); });
    });
  }

  async #dispatch(): Promise<void> {
    const batch = this.#queue;
    this.#queue = [];
    this.#isScheduled = false;
    const found = await select(batch.map(({ id }) => id));
    for (const { id, resolve } of batch) resolve(found.get(id) ?? "unknown");
  }
}

const loader = new Loader();
const names: string[] = [];

/** @thread */
export async function first(): Promise<void> { names.push(await loader.load(1)); }

/** @thread */
export async function second(): Promise<void> {
  await external(() => {});
  names.push(await loader.load(2));
}

/** @finally */
export const allKnown = (): boolean => names.length === 2 && !names.includes("unknown");
