/** `faultline/remote-file` inside the machine. Names, meaning and errors: api/remote-file.ts. */
import { fileError } from "./errors.ts";
import { isRemoteFd } from "./numbers.ts";
import { askOf, runLater, type Steps } from "./steps.ts";

const subject = { syscall: "atomic" };

export async function compareAndSwap(handle: unknown, offset: number, expected: bigint, desired: bigint): Promise<bigint> {
  const here = $here();
  const words = [wordOf(expected), wordOf(desired)] as const;
  return runLater(
    here,
    atomic(handle, offset, (fd) => ["compareAndSwap", fd, offset, ...words]),
  );
}

export async function fetchAdd(handle: unknown, offset: number, delta: bigint): Promise<bigint> {
  const here = $here();
  if (typeof delta !== "bigint") throw fileError("EINVAL", subject);
  const added = BigInt.asUintN(64, delta);
  return runLater(
    here,
    atomic(handle, offset, (fd) => ["fetchAdd", fd, offset, added]),
  );
}

type Atomic = readonly ["compareAndSwap", number, number, bigint, bigint] | readonly ["fetchAdd", number, number, bigint];

function* atomic(handle: unknown, offset: number, call: (fd: number) => Atomic): Steps<bigint> {
  const fd = typeof handle === "number" ? handle : (handle as { readonly fd?: unknown } | null | undefined)?.fd;
  if (typeof fd !== "number" || !isRemoteFd(fd)) throw fileError("EBADF", subject);
  if (!Number.isSafeInteger(offset) || offset < 0 || offset % 8 !== 0) throw fileError("EINVAL", subject);
  const raw = yield* askOf(fd, subject, ...call(fd));
  return raw.kind === "word" ? raw.word : 0n;
}

/** @throws EINVAL not a 64-bit word. */
function wordOf(value: unknown): bigint {
  if (typeof value !== "bigint" || value < 0n || value >= 1n << 64n) throw fileError("EINVAL", subject);
  return value;
}
