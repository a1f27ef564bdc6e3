import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { isAtOrBelow } from "../../simulators/remote-file/surface/paths.ts";
import { toBytes } from "../protocol/paths.ts";
import type { MountSettings } from "../protocol/settings.ts";

/** A path under a mount. */
export interface RemotePath {
  /** Absolute and normalised; one character for each byte. */
  readonly bytes: string;
  /** As the program wrote it, for errors. */
  readonly shown: string;
  readonly mount: MountSettings;
}

/** Says which paths are under a mount. Comparison is by bytes; the longest mount wins. */
export class Mounts {
  readonly #mounts: readonly { readonly prefix: string; readonly settings: MountSettings }[];

  constructor(mounts: readonly MountSettings[]) {
    this.#mounts = mounts
      .map((settings) => ({ prefix: toBytes(settings.prefix), settings }))
      .sort((a, b) => b.prefix.length - a.prefix.length);
  }

  /** Undefined: the path belongs to the host, or is none (Node says what is wrong with it). */
  find(path: unknown): RemotePath | undefined {
    const shown = pathText(path);
    if (shown === undefined || shown.includes("\0")) return undefined;
    const bytes = normalised(path instanceof Uint8Array ? bufferOf(path).toString("latin1") : toBytes(shown));
    const found = this.#mounts.find(({ prefix }) => isAtOrBelow(bytes, prefix));
    return found && { bytes, shown, mount: found.settings };
  }

  /**
   * A path that goes through a mount and leaves it by `..`: what is left for the host, which does not know the mount.
   * Anything else stays as it is.
   */
  leave(path: unknown): unknown {
    const text = pathText(path);
    if (typeof path === "object" || text === undefined || !text.includes("..")) return path;
    const bytes = toBytes(text);
    return this.#mounts.some(({ prefix }) => bytes.startsWith(`${prefix}/`)) ? posix.normalize(text) : path;
  }
}

function pathText(path: unknown): string | undefined {
  if (typeof path === "string") return path;
  if (path instanceof Uint8Array) return bufferOf(path).toString("utf8");
  if (!(path instanceof URL) || path.protocol !== "file:") return undefined;
  try {
    return fileURLToPath(path);
  } catch {
    return undefined;
  }
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

/** A slash at the end stays: it asks for a directory, as `/.` does. */
function normalised(path: string): string {
  if (path.startsWith("/") && !path.includes("/.") && !path.includes("//")) return path;
  const absolute = path.startsWith("/") ? path : `${toBytes(process.cwd())}/${path}`;
  const clean = posix.normalize(absolute);
  return /\/\.\.?$/.test(path) && !clean.endsWith("/") ? `${clean}/` : clean;
}
