import { external } from "faultline/critical-section";

const room = { inside: 0 };

class KeyedMutex {
  readonly #tails = new Map<string, Promise<void>>();

  async run(key: string, body: () => Promise<void>): Promise<void> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const turn = before.then(body);
    this.#tails.set(key, turn);
    await turn;
    if (this.#tails.get(key) === turn) this.#tails.delete(key);
  }
}

const mutex = new KeyedMutex();

async function visit(): Promise<void> {
  room.inside += 1;
  await external(() => undefined);
  room.inside -= 1;
}

/** @thread x2 */
export async function early(): Promise<void> {
  await mutex.run("room", visit);
}

/** @thread */
export async function late(): Promise<void> {
  await external(() => undefined);
  await mutex.run("room", visit);
}

/** @invariant */
export const oneInside = (): boolean => room.inside <= 1;
