// Modules of the machine that files lean on, by the names under which they are loaded.

declare module "host:buffer" {
  interface Buffer extends Uint8Array {
    toString(encoding?: string): string;
    subarray(start?: number, end?: number): Buffer;
  }
  const Buffer: {
    readonly from: (data: string | ArrayBufferLike | Uint8Array, encodingOrOffset?: string | number, length?: number) => Buffer;
    readonly alloc: (size: number) => Buffer;
    readonly allocUnsafe: (size: number) => Buffer;
    readonly concat: (list: readonly Uint8Array[], total?: number) => Buffer;
    readonly isEncoding: (encoding: unknown) => boolean;
    readonly isBuffer: (value: unknown) => value is Buffer;
  };
  export { Buffer };
}
declare module "host:url" {
  export function fileURLToPath(url: { readonly href: string }): string;
}

/** What programs hand in to stop something. */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Newer than the library that the compiler is told of. */
interface String {
  isWellFormed(): boolean;
  toWellFormed(): string;
}
interface SymbolConstructor {
  readonly dispose: unique symbol;
  readonly asyncDispose: unique symbol;
}

declare module "host:stream" {
  interface Stream {
    readonly destroyed: boolean;
    readonly closed: boolean;
    emit(event: string, ...args: unknown[]): boolean;
    on(event: string, listener: (...args: never[]) => void): this;
    once(event: string, listener: (...args: never[]) => void): this;
    off(event: string, listener: (...args: never[]) => void): this;
    destroy(error?: unknown): this;
    _construct(done: (error?: unknown) => void): void;
    _destroy(error: unknown, done: (error?: unknown) => void): void;
  }
  class Readable implements Stream {
    constructor(options: object);
    readonly destroyed: boolean;
    readonly closed: boolean;
    emit(event: string, ...args: unknown[]): boolean;
    on(event: string, listener: (...args: never[]) => void): this;
    once(event: string, listener: (...args: never[]) => void): this;
    off(event: string, listener: (...args: never[]) => void): this;
    destroy(error?: unknown): this;
    push(part: unknown): boolean;
    pause(): this;
    resume(): this;
    [Symbol.asyncIterator](): AsyncIterableIterator<unknown>;
    _construct(done: (error?: unknown) => void): void;
    _destroy(error: unknown, done: (error?: unknown) => void): void;
    _read(size: number): void;
  }
  class Writable implements Stream {
    constructor(options: object);
    readonly destroyed: boolean;
    readonly closed: boolean;
    emit(event: string, ...args: unknown[]): boolean;
    on(event: string, listener: (...args: never[]) => void): this;
    once(event: string, listener: (...args: never[]) => void): this;
    off(event: string, listener: (...args: never[]) => void): this;
    destroy(error?: unknown): this;
    end(): this;
    write(data: unknown): boolean;
    setDefaultEncoding(encoding: string): this;
    _construct(done: (error?: unknown) => void): void;
    _destroy(error: unknown, done: (error?: unknown) => void): void;
    _write(data: Uint8Array, encoding: unknown, done: (error?: unknown) => void): void;
    _writev(parts: readonly { readonly chunk: Uint8Array }[], done: (error?: unknown) => void): void;
  }
  function finished(stream: Readable | Writable, done: (error?: unknown) => void): void;
  export { finished, Readable, Writable };
}
declare module "host:events" {
  class EventEmitter {
    emit(event: string, ...args: unknown[]): boolean;
    on(event: string, listener: (...args: never[]) => void): this;
    once(event: string, listener: (...args: never[]) => void): this;
    off(event: string, listener: (...args: never[]) => void): this;
  }
  export { EventEmitter };
}
declare module "host:string_decoder" {
  class StringDecoder {
    constructor(encoding: string);
    write(bytes: Uint8Array): string;
    end(): string;
  }
  export { StringDecoder };
}
