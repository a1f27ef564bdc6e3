import { coded } from "./errors.ts";
import { type HeldHandle, release } from "./hold.ts";

/** What `FileHandle.readableWebStream` gives: the file from where it stands, in parts. Of the web's streams it has what reading takes. */
export class FileStream {
  readonly #handle: HeldHandle;
  #reader: FileStreamReader | undefined;
  #isOver = false;

  constructor(handle: HeldHandle) {
    this.#handle = handle;
    handle.on("close", () => (this.#isOver = true));
  }

  get locked(): boolean {
    return this.#reader !== undefined;
  }

  getReader(): FileStreamReader {
    if (this.#reader) throw invalidState("ReadableStream is locked");
    this.#reader = new FileStreamReader(
      () => this.#next(),
      () => this.#end(),
      () => (this.#reader = undefined),
    );
    return this.#reader;
  }

  async cancel(): Promise<void> {
    if (this.#reader) throw invalidState("ReadableStream is locked");
    this.#end();
  }

  pipeTo(): never {
    return $notModelled("`pipeTo` of a web stream is not modelled: read it part by part");
  }
  pipeThrough(): never {
    return $notModelled("`pipeThrough` of a web stream is not modelled: read it part by part");
  }
  tee(): never {
    return $notModelled("`tee` of a web stream is not modelled: read it part by part");
  }

  async *values(): AsyncGenerator<Uint8Array> {
    const reader = this.getReader();
    try {
      for (let next = await reader.read(); next.value; next = await reader.read()) yield next.value;
    } finally {
      await reader.cancel();
      reader.releaseLock();
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    return this.values();
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#isOver) return undefined;
    const buffer = new Uint8Array(partBytes);
    const { bytesRead } = (await this.#handle.read(buffer, 0, partBytes, null)) as { readonly bytesRead: number };
    if (bytesRead > 0) return buffer.subarray(0, bytesRead);
    this.#end();
    return undefined;
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#handle[release]();
  }
}

const partBytes = 16_384;

class FileStreamReader {
  readonly #next: () => Promise<Uint8Array | undefined>;
  readonly #end: () => void;
  readonly #release: () => void;
  readonly closed: Promise<undefined>;
  #close: () => void = () => undefined;
  #isReleased = false;

  constructor(next: () => Promise<Uint8Array | undefined>, end: () => void, release_: () => void) {
    this.#next = next;
    this.#end = end;
    this.#release = release_;
    this.closed = new Promise((resolve) => {
      this.#close = () => resolve(undefined);
    });
  }

  async read(): Promise<{ readonly value: Uint8Array | undefined; readonly done: boolean }> {
    if (this.#isReleased) throw invalidState("The reader is not attached to a stream");
    const value = await this.#next();
    if (!value) this.#close();
    return { value, done: value === undefined };
  }

  async cancel(): Promise<void> {
    this.#end();
    this.#close();
  }

  releaseLock(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#release();
  }
}

const invalidState = (text: string): Error => coded(new TypeError(`Invalid state: ${text}`), "ERR_INVALID_STATE");

export const webStreamOf = (handle: HeldHandle): FileStream => new FileStream(handle);
