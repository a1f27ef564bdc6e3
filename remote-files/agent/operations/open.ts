import { constants } from "node:fs";
import { devNull } from "node:os";
import { flagWordsOf } from "../../../simulators/remote-file/surface/flags.ts";
import type { Agent } from "../agent.ts";
import type { Call } from "../errors.ts";
import { host } from "../host.ts";
import type { RemotePath } from "../mounts.ts";
import type { OpenFile } from "../open-file.ts";
import { ask, type Steps, Unreachable } from "../steps.ts";

/** Opens a file: the steps C1 to C6 of the claim. `flags` and `mode` as `fs.open` takes them. */
export function* open(agent: Agent, path: RemotePath, flags: unknown, mode: unknown, call: Call = callOf("open", path)): Steps<OpenFile> {
  const bits = flagsOf(flags);
  const rights = modeOf(mode, 0o666) & ~process.umask();
  const { files, link } = agent;
  const index = files.reserve(call);
  const start = performance.now();
  try {
    const answer = yield* ask({ kind: "open", path: path.bytes, flags: bits, mode: rights, index }, call);
    const file = files.add(index, path, bits, answer);
    link.counters.openTook((performance.now() - start) * 1000);
    return file;
  } catch (error) {
    files.release(index);
    throw error;
  }
}

/** Closes a file. That the manager is gone is no error: the file is closed all the same. */
export function* close({ files }: Agent, file: OpenFile): Steps<void> {
  files.remove(file);
  try {
    yield* ask({ kind: "close", open: file.open }, { syscall: "close" });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  } finally {
    files.release(file.index);
  }
}

export const callOf = (syscall: string, path: RemotePath): Call => ({ syscall, path: path.shown });

/** @throws As Node: what is wrong with the flags. */
export function flagsOf(flags: unknown): number {
  if (flags === undefined || flags === null) return constants.O_RDONLY;
  if (typeof flags === "number" && Number.isInteger(flags) && Math.abs(flags) < 2 ** 31) return flags;
  const known = typeof flags === "string" ? flagWords.get(flags) : undefined;
  if (known !== undefined) return known;
  // Node says what is wrong.
  host.closeSync(host.openSync(devNull, flags as string));
  return constants.O_RDONLY;
}

/** @throws As Node: what is wrong with the mode. */
export function modeOf(mode: unknown, otherwise: number): number {
  if (mode === undefined || mode === null) return otherwise;
  if (typeof mode === "number" && Number.isInteger(mode) && 0 <= mode && mode < 2 ** 32) return mode & 0o7777;
  if (typeof mode === "string" && /^[0-7]+$/.test(mode)) return Number.parseInt(mode, 8) & 0o7777;
  host.closeSync(host.openSync(devNull, "r", mode as string));
  return otherwise;
}

const flagWords = flagWordsOf(constants);
