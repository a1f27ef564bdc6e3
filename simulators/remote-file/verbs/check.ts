import { adapterOf, windowOf } from "./adapter.ts";
import { access, type Opcode, type Request, type Verbs } from "./state.ts";

/** Why the other adapter refuses a request. */
export type Refusal = { readonly status: "REM_ACCESS"; readonly wasGranted: boolean } | { readonly status: "REM_INV_REQ" };

/**
 * What the adapter of `node` says to a request, before it touches a byte: key valid, flag there, `[address, address + length)` inside.
 * Undefined: it may go on. Asked for each part, so that a key that is revoked in the middle ends the rest.
 *
 * @param pairAccess Flags of the queue pair at this end.
 */
export function refusalOf(verbs: Verbs, node: number, pairAccess: number, request: Request): Refusal | undefined {
  const { opcode, address, length, rkey } = request;
  if (opcode === "FLUSH") return undefined;
  if (isAtomic(opcode) && (length !== 8 || address % 8 !== 0)) return { status: "REM_INV_REQ" };
  const window = windowOf(verbs, node, rkey);
  if (window?.isRevoked) return { status: "REM_ACCESS", wasGranted: true };
  const needed = flagOf(opcode);
  const isInside = window !== undefined && window.address <= address && address + length <= window.address + window.length;
  const isAllowed = isInside && (window.access & needed) !== 0 && (pairAccess & needed) !== 0;
  return isAllowed && address + length <= adapterOf(verbs, node).memory.size ? undefined : { status: "REM_ACCESS", wasGranted: false };
}

export const isAtomic = (opcode: Opcode): boolean => opcode === "CAS" || opcode === "FAA" || opcode === "MAX";

function flagOf(opcode: Opcode): number {
  if (opcode === "WRITE") return access.remoteWrite;
  return opcode === "READ" ? access.remoteRead : access.remoteAtomic;
}
