import type { AtomicOperation } from "../protocol/messages.ts";
import type { Agent } from "./agent.ts";
import { fileError } from "./errors.ts";
import { isRemoteFd } from "./files.ts";
import { promised } from "./forms.ts";
import { fileOfHandle } from "./handle.ts";
import type { OpenFile } from "./open-file.ts";
import { ask, type Steps } from "./steps.ts";

/** What `faultline/remote-file` finds when the agent is there. */
export interface RemoteAtomics {
  compareAndSwap(handle: unknown, offset: number, expected: bigint, desired: bigint): Promise<bigint>;
  fetchAdd(handle: unknown, offset: number, delta: bigint): Promise<bigint>;
}

/** Name of the agent's {@link RemoteAtomics} on `globalThis`. */
export const atomicsSymbol = Symbol.for("faultline/remote-file");

/** A process cannot do atomics on a file that others have too: the memory node's process does them, two-sided. */
export function remoteAtomics(agent: Agent): RemoteAtomics {
  return {
    compareAndSwap: async (handle, offset, expected, desired) => {
      const words = { expected: wordOf(expected), desired: wordOf(desired) };
      return atomic(agent, handle, offset, { kind: "compare-and-swap", ...words });
    },
    fetchAdd: async (handle, offset, delta) => atomic(agent, handle, offset, { kind: "fetch-add", delta: deltaOf(delta) }),
  };
}

async function atomic(agent: Agent, handle: unknown, offset: number, operation: AtomicOperation): Promise<bigint> {
  const file = fileOf(agent, handle);
  if (!file?.record) throw fileError("EBADF", call);
  if (!Number.isSafeInteger(offset) || offset < 0 || offset % 8 !== 0) throw fileError("EINVAL", call);
  if (!file.mayUseAtomics) throw fileError("EACCES", call);
  agent.files.flush(file, call.syscall);
  const before = (await promised(agent, () => steps(agent, file, offset, operation), undefined)) as string;
  agent.link.counters.add("atomics");
  agent.files.reached(file, offset + 8);
  return BigInt(before);
}

const call = { syscall: "atomic" };

function* steps(_agent: Agent, file: OpenFile, offset: number, operation: AtomicOperation): Steps<string> {
  return (yield* ask({ kind: "atomic", open: file.open, offset, operation }, call)).before;
}

function fileOf({ files }: Agent, handle: unknown): OpenFile | undefined {
  if (isRemoteFd(handle)) return files.get(handle, call.syscall);
  return typeof handle === "object" && handle !== null ? fileOfHandle(handle) : undefined;
}

/** @throws EINVAL not a 64-bit word. */
function wordOf(value: unknown): string {
  if (typeof value !== "bigint" || value < 0n || value >= 1n << 64n) throw fileError("EINVAL", call);
  return String(value);
}

/** Taken modulo 2^64. @throws EINVAL */
function deltaOf(value: unknown): string {
  if (typeof value !== "bigint") throw fileError("EINVAL", call);
  return String(BigInt.asUintN(64, value));
}
