import { readFile, stat } from "node:fs/promises";

/** What a file of the user's turned out to be. */
export type Source =
  /** Without byte order mark; line ends as they are. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  /** Why it cannot be taken in, in words for the user. */
  | { readonly kind: "refused"; readonly message: string };

/** A file with more bytes is not read. */
export const maximumFileBytes = 5 * 1024 * 1024;

/** Reads a file as UTF-8. Never throws. */
export async function readSource(file: string): Promise<Source> {
  try {
    const { size } = await stat(file);
    if (maximumFileBytes < size) {
      const megabytes = (size / 1024 / 1024).toFixed(1);
      return {
        kind: "refused",
        message: `This file has ${megabytes} MiB; files over ${maximumFileBytes / 1024 / 1024} MiB are not read: split it`,
      };
    }
    return decodeSource(await readFile(file));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    return { kind: "refused", message: `This file cannot be read (${String(code ?? error)}): make it readable` };
  }
}

/** Bytes of a file as text; only UTF-8 is taken, with or without byte order mark. */
export function decodeSource(bytes: Uint8Array): Source {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { kind: "refused", message: "This file is UTF-16: save it as UTF-8" };
  }
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { kind: "refused", message: "This file is not UTF-8: save it as UTF-8" };
  }
}
