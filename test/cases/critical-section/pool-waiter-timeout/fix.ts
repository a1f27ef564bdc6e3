import { external, sleep } from "faultline/critical-section";

type Connection = { id: number };
const used: number[] = [];

class Pool {
  readonly #free: Connection[] = [{ id: 1 }];
  readonly #waiting: Array<(connection: Connection) => void> = [];

  acquire(timeout: number): Promise<Connection> {
    const connection = this.#free.pop();
    if (connection) return Promise.resolve(connection);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(new Error("timeout"));
      }, timeout);
      const take = (connection: Connection): void => {
        clearTimeout(timer);
        resolve(connection);
      };
      this.#waiting.push(take);
    });
  }

  release(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#free.push(connection);
  }

  get free(): number { return this.#free.length; }
}

const pool = new Pool();

/** @thread x2 */
export async function query(): Promise<void> {
  try {
    const connection = await pool.acquire(50);
    try {
      await external(() => { used.push(connection.id); });
      await sleep(100);
    } finally {
      pool.release(connection);
    }
  } catch {
    /* the caller tries later */
  }
}

/** @finally */
export const backInPool = (): boolean => pool.free === 1;
