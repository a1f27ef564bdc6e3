// Packages without types of their own, as far as modules of this folder use them.

declare module "events" {
  export interface Emitter {
    on(name: unknown, listener: (...args: never[]) => void): this;
    off(name: unknown, listener: (...args: never[]) => void): this;
    listeners(name: unknown): ((...args: never[]) => void)[];
    setMaxListeners(count: number): this;
    getMaxListeners(): number;
  }
  const EventEmitter: {
    new (): Emitter;
    prototype: Emitter;
    once(emitter: Emitter, name: unknown): Promise<unknown[]>;
    defaultMaxListeners: number;
  };
  export default EventEmitter;
}
declare module "path-browserify" {
  const path: Record<string, unknown>;
  export default path;
}
declare module "string_decoder/" {
  export const StringDecoder: unknown;
}
declare module "buffer/" {
  export const Buffer: never;
  export const SlowBuffer: unknown;
}
declare module "readable-stream/lib/stream.js" {
  const stream: never;
  export default stream;
}
declare module "url/" {
  export const parse: unknown;
  export const resolve: unknown;
  export const resolveObject: unknown;
  export const format: (value: unknown) => string;
  export const Url: unknown;
}
