/**
 * `faultline/remote-file`: the two operations on remote memory that `node:fs` has no name for.
 *
 * Nothing else of a program needs an import: files under a mount are opened, read, written and flushed (`datasync`) with `node:fs`.
 * Under `faultline remote-files run` the agent in the program's process carries them out; in the simulator every order of their two halves with
 * plain writes is tried. Without an agent there are no remote files, and both fail with `ENOTSUP`.
 *
 * @packageDocumentation
 */

/** An open file under a mount: a `FileHandle`, or the number that `fs.openSync` returned. */
export type RemoteHandle = { readonly fd: number } | number;

/**
 * Replaces the 8-byte little-endian word at `offset` by `desired` if it equals `expected`, in one remote atomic operation.
 * It is atomic against other atomics on the word, not against plain writes to it.
 *
 * @param handle - Opened for writing, under a mount with `rw+atomic`.
 * @param offset - Bytes from the start of the file, a multiple of 8.
 * @param expected - 0 to 2^64 - 1.
 * @param desired - 0 to 2^64 - 1.
 * @returns The word before the operation: the swap took place if and only if it equals `expected`.
 * @throws `EBADF` closed or not a remote file, `EINVAL` offset not aligned or value outside 0 to 2^64 - 1, `EACCES` mount without `rw+atomic` or
 * handle opened for reading only, `ESTALE` revoked or unlinked, `ETIMEDOUT` memory node lost. After `ETIMEDOUT` the swap may or may not have taken place.
 *
 * @example
 * const isMine = (await compareAndSwap(file, 0, 0n, 7n)) === 0n;
 */
export async function compareAndSwap(handle: RemoteHandle, offset: number, expected: bigint, desired: bigint): Promise<bigint> {
  return agent("compareAndSwap").compareAndSwap(handle, offset, expected, desired);
}

/**
 * Adds `delta` to the 8-byte little-endian word at `offset`, modulo 2^64, in one remote atomic operation. Negative deltas subtract.
 *
 * @param handle - As for {@link compareAndSwap}.
 * @param offset - Bytes from the start of the file, a multiple of 8.
 * @param delta - Any whole number.
 * @returns The word before the addition.
 * @throws As {@link compareAndSwap}.
 *
 * @example
 * const ticket = await fetchAdd(file, 0, 1n);
 */
export async function fetchAdd(handle: RemoteHandle, offset: number, delta: bigint): Promise<bigint> {
  return agent("fetchAdd").fetchAdd(handle, offset, delta);
}

/** What the agent leaves for this module, under `Symbol.for("faultline/remote-file")` of the global object. */
interface Agent {
  compareAndSwap(handle: RemoteHandle, offset: number, expected: bigint, desired: bigint): Promise<bigint>;
  fetchAdd(handle: RemoteHandle, offset: number, delta: bigint): Promise<bigint>;
}

function agent(syscall: string): Agent {
  const found = (globalThis as { readonly [key: symbol]: unknown })[Symbol.for("faultline/remote-file")];
  if (found) return found as Agent;
  const message = `ENOTSUP: no agent of remote files in this process, start it with \`faultline remote-files run\`, ${syscall}`;
  throw Object.assign(new Error(message), { code: "ENOTSUP", syscall });
}
