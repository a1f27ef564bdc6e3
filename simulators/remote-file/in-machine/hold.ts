/** A file handle stays open as long as somebody holds it: the streams over it do. */
export const hold: unique symbol = Symbol("hold");
export const release: unique symbol = Symbol("release");

/** What a stream needs of a handle. */
export interface HeldHandle {
  readonly fd: number;
  [hold](): void;
  [release](): void;
  read(buffer: unknown, offset: number, length: number, position: unknown): Promise<object>;
  write(buffer: unknown, offset: number, length: number, position: unknown): Promise<object>;
  writev(buffers: unknown, position: unknown): Promise<object>;
  sync(): Promise<void>;
  close(): Promise<void>;
  on(event: string, listener: () => void): unknown;
}

export const isHeldHandle = (value: unknown): value is HeldHandle => typeof value === "object" && value !== null && hold in value;
