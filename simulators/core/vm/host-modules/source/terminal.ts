/** What `node:tty` and `node:fs` have for a process without a terminal whose output goes somewhere: file descriptors 1 and 2. */

/** What it is asked of is no terminal. */
export const isatty = (_fd: unknown): boolean => false;

const refused = (): never => $notModelled("`fs.writeSync` is modelled for the process's output alone (1 and 2), from its end on");

const part = (bytes: Uint8Array, offset: unknown, length: unknown): Uint8Array => {
  const start = offset ?? 0;
  const count = length ?? bytes.byteLength - Number(start);
  const isInside = Number.isInteger(start) && Number.isInteger(count) && (start as number) >= 0 && (count as number) >= 0;
  if (!isInside || (start as number) + (count as number) > bytes.byteLength) return refused();
  return bytes.subarray(start as number, (start as number) + (count as number));
};

/** All is taken at once. @returns Bytes. */
export function writeSync(fd: unknown, data: unknown, ...rest: readonly unknown[]): number {
  const title = fd === 1 ? "process.stdout.write" : fd === 2 ? "process.stderr.write" : refused();
  const [first, second, third] = rest;
  if (typeof data === "string") {
    const isPlain = (first ?? undefined) === undefined && (second === undefined || second === null || /^utf-?8$/i.test(String(second)));
    // `writeSync(fd, text, "utf8")` is accepted, too.
    if (!isPlain && !(typeof first === "string" && /^utf-?8$/i.test(first))) return refused();
    $effect(title, data);
    return $utf8Encode(data).byteLength;
  }
  if (!(data instanceof Uint8Array) || (first ?? 0) === Object(first) || (third ?? undefined) !== undefined) return refused();
  const bytes = part(data, first, second);
  $effect(title, $decodeText(bytes, "utf-8", false, true));
  return bytes.byteLength;
}
