/** Takes the lowest place that is free. @returns Its index. */
export function enter<File>(files: (File | undefined)[], file: File): number {
  const free = files.indexOf(undefined);
  const slot = free === -1 ? files.length : free;
  files[slot] = file;
  return slot;
}

/** The place is free again. */
export function leave(files: unknown[], slot: number): void {
  files[slot] = undefined;
  while (files.length > 0 && files.at(-1) === undefined) files.length -= 1;
}

/** Reads bytes from where the file stands, which moves on, or from a position. */
export function readFrom(bytes: Uint8Array, file: { position: number }, spans: readonly RawSpan[], position: number | undefined): Raw {
  const start = position ?? file.position;
  let at = start;
  for (const [buffer, offset, length] of spans) {
    const part = bytes.subarray(at, at + length);
    buffer.set(part, offset);
    at += part.length;
  }
  if (position === undefined) file.position = at;
  return { kind: "read", count: at - start };
}
