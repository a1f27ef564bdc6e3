import { Buffer } from "host:buffer";
import { isAtOrBelow, longestPrefix, normalPath } from "../surface/paths.ts";
import { coded, fileError, type Subject } from "./errors.ts";
import { wrongType, wrongValue } from "./checks.ts";

/** A path of the program's, and who is asked about it. */
export interface Place {
  /** Normal. Bytes that are no UTF-8 are lone surrogates: 0x80 is U+DC80. */
  readonly path: string;
  /** As the program wrote it, for errors. */
  readonly shown: string;
  /** Under a mount. */
  readonly isRemote: boolean;
  /** What it ends with: after a slash or a dot only a directory can be meant, and a dot means one that is there. */
  readonly ending: "name" | "slash" | "dot";
  /** Of the program's call. */
  readonly here: number;
}

/**
 * Tells the run of a path that is neither under a mount nor may be local (FL4001).
 *
 * @throws As Node: what is no path.
 */
export function placeOf(given: unknown, here: number, name = "path"): Place {
  const [text, shown] = textOf(given, name);
  const place = placeAt(text, shown, here);
  if (!place.isRemote && !isLocal(place.path)) $strayed(place.path, here);
  return place;
}

/** @throws ENOENT The path is empty. ENAMETOOLONG It, or a name in it, is longer than a file system takes. */
export function checkName({ shown }: Place, subject: Subject): void {
  if (shown === "") throw fileError("ENOENT", subject);
  if (shown.length <= 63) return;
  const isLong = (text: string, most: number): boolean => text.length * 4 > most && Buffer.from(text, "utf8").length > most;
  if (isLong(shown, 4095) || shown.split("/").some((name) => isLong(name, 255))) throw fileError("ENAMETOOLONG", subject);
}

function placeAt(text: string, shown: string, here: number): Place {
  const path = normalPath(text);
  return { path, shown, isRemote: longestPrefix($mounts, path) !== undefined, ending: endingOf(text), here };
}

function endingOf(text: string): Place["ending"] {
  if (text.endsWith("/")) return "slash";
  return /(^|\/)\.\.?$/.test(text) ? "dot" : "name";
}

export const isLocal = (path: string): boolean => $localPaths.some((local) => isAtOrBelow(path, normalPath(local)));

/** A path below a directory. `shown`: as `path.join` makes it. */
export function below(folder: Place, name: string): Place {
  const separator = folder.path === "/" ? "" : "/";
  const joined = joinShown(folder.shown, name);
  return placeAt(`${folder.path}${separator}${name}`, joined, folder.here);
}

function joinShown(folder: string, name: string): string {
  const joined = folder === "" ? name : `${folder}/${name}`;
  const isAbsolute = joined.startsWith("/");
  const parts: string[] = [];
  for (const part of joined.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !isAbsolute) parts.push(part);
  }
  return (isAbsolute ? "/" : "") + parts.join("/") || ".";
}

/** What a path says, and what errors show of it. */
function textOf(given: unknown, name: string): readonly [text: string, shown: string] {
  const path = isUrl(given) ? pathOfUrl(given) : given;
  if (typeof path === "string") {
    if (path.includes("\0")) throw withNull(name, path);
    const text = path.isWellFormed() ? path : path.toWellFormed();
    return [text, text];
  }
  if (!(path instanceof Uint8Array)) throw wrongType(name, ["string", "Buffer", "URL"], path);
  if (path.includes(0)) throw withNull(name, path);
  const bytes = Buffer.from(path.buffer, path.byteOffset, path.byteLength);
  return [decodeName(bytes), bytes.toString("utf8")];
}

const withNull = (name: string, value: unknown): TypeError =>
  wrongValue(name, value, "must be a string, Uint8Array, or URL without null bytes");

interface FileUrl {
  readonly href: string;
  readonly protocol: string;
}

/** As Node tells them from paths. */
function isUrl(value: unknown): value is FileUrl {
  if (typeof value !== "object" || value === null || !("href" in value) || !("protocol" in value)) return false;
  return Boolean(value.href && value.protocol) && !("auth" in value) && !("path" in value);
}

function pathOfUrl(url: FileUrl): string {
  if (url.protocol !== "file:") throw coded(new TypeError("The URL must be of scheme file"), "ERR_INVALID_URL_SCHEME");
  const { fileURLToPath } = $hostModule("url") as typeof import("host:url");
  return fileURLToPath(url);
}

function decodeName(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  if (!text.includes("\uFFFD")) return text;
  const again = Buffer.from(text, "utf8");
  if (again.length === bytes.length && again.every((byte, at) => byte === bytes[at])) return text;
  return Array.from(bytes, (byte) => String.fromCharCode(byte < 128 ? byte : 0xdc00 + byte)).join("");
}

/** A name as the program wants it: text, or bytes. */
export function encodeName(name: string, encoding: unknown): string | Buffer {
  const isPlain = name.isWellFormed();
  if (isPlain && (encoding === undefined || encoding === null || encoding === "utf8" || encoding === "utf-8")) return name;
  const bytes = isPlain ? Buffer.from(name, "utf8") : Buffer.from(Uint8Array.from(name, (character) => character.charCodeAt(0) & 0xff));
  return encoding === "buffer" ? bytes : bytes.toString((encoding as string | undefined) ?? "utf8");
}

/** A path as it was given, a URL as the path that it stands for. @throws As Node: what is no path. */
export function pathOf(given: unknown): unknown {
  const path = isUrl(given) ? pathOfUrl(given) : given;
  textOf(path, "path");
  return path;
}
