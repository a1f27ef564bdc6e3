import { isAscii } from "node:buffer";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";
import { makeFolder } from "./make-folder.ts";

/**
 * Loads a file of our own distribution as `require` does, with what V8 made of it last time, where that is known: in less than half the time.
 * Nothing is written: for a process that may run the code of others.
 *
 * @param file Absolute; a CommonJS bundle. Where the distribution was built on this machine, its code may lie beside it.
 * @param folder Where the code may be kept otherwise: belongs to the user, never to the workspace. Undefined: nowhere.
 */
export function requireWithCode(file: string, folder: string | undefined): unknown {
  return evaluate(compile(file, folder));
}

/**
 * The same; what was not known is kept after the first use, so that what that needed is kept as well.
 *
 * @param after When that has been.
 */
export function requireAndKeepCode(file: string, folder: string | undefined, after: (keep: () => void) => void): unknown {
  const compiled = compile(file, folder);
  const exports = evaluate(compiled);
  if (folder !== undefined && !compiled.isKnown) after(() => writeChecked(join(folder, compiled.name), compiled.script.createCachedData()));
  return exports;
}

/** A command may end before the next turn. */
export function afterThisTurn(keep: () => void): void {
  let isKept = false;
  const once = () => {
    if (!isKept) keep();
    isKept = true;
  };
  setImmediate(once);
  process.once("exit", once);
}

export function atExit(keep: () => void): void {
  process.once("exit", keep);
}

/** Keeps the code of a file for another process that may not write, unless it is known. Nothing of the file is run. */
export function keepCodeOf(file: string, folder: string): void {
  const bytes = readFileSync(file);
  const name = nameOf(file, bytes);
  if (existsSync(join(dirname(file), name)) || readChecked(join(folder, name))) return;
  writeChecked(join(folder, name), new Script(wrapped(bytes), { filename: file }).createCachedData());
}

interface Compiled {
  readonly file: string;
  /** Of the file that its code is kept in. */
  readonly name: string;
  readonly script: Script;
  readonly isKnown: boolean;
}

function compile(file: string, folder: string | undefined): Compiled {
  const bytes = readFileSync(file);
  const name = nameOf(file, bytes);
  const cachedData = readChecked(join(dirname(file), name)) ?? (folder === undefined ? undefined : readChecked(join(folder, name)));
  const script = new Script(wrapped(bytes), { filename: file, ...(cachedData ? { cachedData } : {}) });
  return { file, name, script, isKnown: cachedData !== undefined && !script.cachedDataRejected };
}

function evaluate({ file, script }: Compiled): unknown {
  const module: { exports: unknown } = { exports: {} };
  const run = script.runInThisContext() as (...given: readonly unknown[]) => void;
  run(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/** A text of ASCII takes one byte for each letter, and half the time. */
const textOf = (bytes: Buffer): string => bytes.toString(isAscii(bytes) ? "latin1" : "utf8");

const wrapped = (bytes: Buffer): string => `(function (exports, require, module, __filename, __dirname) {${textOf(bytes)}\n})`;

/** V8 tells sources apart by their length alone. */
const nameOf = (file: string, bytes: Buffer): string =>
  `${basename(file, ".cjs")}-${process.versions.v8}-${process.arch}-${hashOf(bytes).toString("hex", 0, 8)}.code`;

const hashBytes = 32;
const hashOf = (data: Uint8Array): Buffer => createHash("sha256").update(data).digest();

/** V8 only looks at versions and flags: whether the bytes are whole is for us to check. */
function readChecked(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const data = bytes.subarray(hashBytes);
    return hashOf(data).equals(bytes.subarray(0, hashBytes)) ? data : undefined;
  } catch {
    return undefined;
  }
}

function writeChecked(file: string, data: Buffer): void {
  const aside = `${file}.${process.pid}.part`;
  try {
    makeFolder(dirname(file), 0o700);
    writeFileSync(aside, Buffer.concat([hashOf(data), data]), { mode: 0o600 });
    renameSync(aside, file);
  } catch {
    // The next process loads it the slow way.
  }
}
