import type { Dirent } from "node:fs";
import type { Agent } from "./agent.ts";
import { callOf } from "./operations/open.ts";
import { readdir } from "./operations/names.ts";
import type { RemotePath } from "./mounts.ts";
import { hostImmediate } from "./host.ts";
import type { Steps } from "./steps.ts";

/** `fs.opendir` under a mount: what was there when it was opened. */
export function* opendir(agent: Agent, path: RemotePath, options: unknown): Steps<Dir> {
  const given = typeof options === "object" && options !== null ? options : {};
  try {
    const entries = yield* readdir(agent, path, { ...given, withFileTypes: true });
    return new Dir(path.shown, entries as Dirent[]);
  } catch (error) {
    const failed = error as NodeJS.ErrnoException;
    const { syscall } = callOf("opendir", path);
    if (failed.syscall === "scandir" && failed.path === path.shown) {
      failed.message = failed.message.replace("scandir", syscall);
      failed.syscall = syscall;
    }
    throw error;
  }
}

type Read = (error: Error | null, entry: Dirent | null) => void;
type Closed = (error: Error | null) => void;

/** Shows itself as Node's class of this name. */
class Dir {
  readonly path: string;
  readonly #entries: Dirent[];
  #isClosed = false;

  constructor(path: string, entries: Dirent[]) {
    this.path = path;
    this.#entries = entries;
  }

  readSync(): Dirent | null {
    this.#requireOpen();
    return this.#entries.shift() ?? null;
  }

  read(callback?: Read): Promise<Dirent | null> | undefined {
    if (callback === undefined) return this.#later(() => this.readSync());
    this.#requireOpen();
    hostImmediate(callback, null, this.readSync());
    return undefined;
  }

  closeSync(): void {
    this.#requireOpen();
    this.#isClosed = true;
  }

  close(callback?: Closed): Promise<void> | undefined {
    if (callback === undefined) return this.#later(() => this.closeSync());
    this.closeSync();
    hostImmediate(callback, null);
    return undefined;
  }

  async *entries(): AsyncGenerator<Dirent> {
    try {
      for (let entry = await this.read(); entry; entry = await this.read()) yield entry;
    } finally {
      if (!this.#isClosed) await this.close();
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<Dirent> {
    return this.entries();
  }

  async #later<Result>(work: () => Result): Promise<Result> {
    await new Promise((resolve) => hostImmediate(resolve));
    return work();
  }

  #requireOpen(): void {
    if (!this.#isClosed) return;
    throw Object.assign(new Error("Directory handle was closed"), { code: "ERR_DIR_CLOSED" });
  }
}
