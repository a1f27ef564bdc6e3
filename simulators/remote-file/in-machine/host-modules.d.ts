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
  export const URL: new (text: string) => FileUrl;
  export function fileURLToPath(url: FileUrl): string;
  interface FileUrl {
    readonly href: string;
    readonly protocol: string;
  }
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
