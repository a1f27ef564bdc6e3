// Modules of this folder, by the names under which they are loaded.

declare module "host:events" {
  interface Emitter {
    once(name: unknown, listener: (...args: never[]) => void): this;
    emit(name: unknown, ...args: readonly unknown[]): boolean;
    on(name: unknown, listener: (...args: never[]) => void): this;
    off(name: unknown, listener: (...args: never[]) => void): this;
    listeners(name: unknown): unknown[];
    setMaxListeners(count: number): this;
  }
  export const EventEmitter: new () => Emitter;
}
declare module "host:buffer" {
  export interface Buffer extends Uint8Array {
    toString(encoding?: string): string;
  }
  export const Buffer: {
    from(data: string | Uint8Array, encoding?: string): Buffer;
    compare(first: Uint8Array, second: Uint8Array): number;
    isBuffer(value: unknown): value is Buffer;
  };
}
declare module "host:util" {
  export const types: Readonly<Record<string, (value: unknown) => boolean>>;
  export function isDeepStrictEqual(first: unknown, second: unknown): boolean;
}
declare module "host:assert" {
  export const strict: Readonly<Record<string, unknown>>;
}
declare module "host:stream" {
  export const promises: Readonly<Record<"finished" | "pipeline", unknown>>;
}
