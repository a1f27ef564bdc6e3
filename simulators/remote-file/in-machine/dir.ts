import { checkFunction, checkUint32, optionsOf } from "./checks.ts";
import { coded } from "./errors.ts";
import { namesAt } from "./names.ts";
import { below, encodeName, type Place, placeOf } from "./paths.ts";
import { Dirent } from "./stats.ts";
import { runLater, runNow, type Steps } from "./steps.ts";

/** `fs.opendir`: what was there when it was opened. */
export function* opendir(here: number, path: unknown, given: unknown): Steps<Dir> {
  const place = placeOf(path, here);
  const { encoding, recursive, bufferSize = 32 } = optionsOf(given);
  checkUint32(bufferSize, "options.bufferSize");
  const names = yield* namesAt(place, "opendir");
  return new Dir(place, names, encoding, recursive === true);
}

type Read = (error: unknown, entry?: Dirent | null) => void;

/** An entry that is still to be given, with its directory. */
interface Waiting extends RawName {
  readonly folder: Place;
}

export class Dir {
  readonly #place: Place;
  readonly #encoding: unknown;
  readonly #isRecursive: boolean;
  #waiting: readonly Waiting[];
  #isClosed = false;

  constructor(place: Place, names: readonly RawName[], encoding: unknown, isRecursive: boolean) {
    this.#place = place;
    this.#encoding = encoding;
    this.#isRecursive = isRecursive;
    this.#waiting = names.map((name) => ({ ...name, folder: place }));
  }

  get path(): string {
    return this.#place.shown;
  }

  readSync(): Dirent | null {
    this.#checkOpen();
    return runNow(this.#place.here, this.#next());
  }

  read(callback?: Read): Promise<Dirent | null> | undefined {
    this.#checkOpen();
    const next = runLater(this.#place.here, this.#next());
    if (callback === undefined) return next;
    checkFunction(callback, "callback");
    next.then(
      (entry) => $enqueue(callback, [null, entry]),
      (error: unknown) => $enqueue(callback, [error]),
    );
    return undefined;
  }

  closeSync(): void {
    this.#checkOpen();
    this.#isClosed = true;
  }

  close(callback?: (error: unknown) => void): Promise<void> | undefined {
    if (callback === undefined) return this.#close();
    checkFunction(callback, "callback");
    if (this.#isClosed) $enqueue(callback, [closedError()]);
    else {
      this.#isClosed = true;
      $enqueue(callback, [null]);
    }
    return undefined;
  }

  async #close(): Promise<void> {
    this.closeSync();
  }

  async *entries(): AsyncGenerator<Dirent> {
    try {
      for (let entry = await this.read(); entry; entry = await this.read()) yield entry;
    } finally {
      await this.close();
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<Dirent> {
    return this.entries();
  }

  *#next(): Steps<Dirent | null> {
    const [first, ...rest] = this.#waiting;
    if (!first) return null;
    this.#waiting = rest;
    const { name, isDirectory, folder } = first;
    if (this.#isRecursive && isDirectory) {
      const inner = below(folder, name);
      const names = yield* namesAt(inner, "opendir");
      this.#waiting = [...this.#waiting, ...names.map((one) => ({ ...one, folder: inner }))];
    }
    return new Dirent(encodeName(name, this.#encoding), isDirectory, folder.shown);
  }

  #checkOpen(): void {
    if (this.#isClosed) throw closedError();
  }
}

const closedError = (): Error => coded(new Error("Directory handle was closed"), "ERR_DIR_CLOSED");
