import type { Request } from "../verbs/state.ts";
import { grow } from "./agent-write.ts";
import { wordBytesOfSize } from "./allocate.ts";
import type { Call } from "./calls.ts";
import { endWith, type Place, tellLookUp } from "./place.ts";
import { mountAt } from "./site.ts";
import { postTo, replicaAt, waitFor } from "./transfer.ts";

type Atomic = Extract<Call, { readonly kind: "compareAndSwap" | "fetchAdd" }>;

/** One remote atomic on a word, on every copy; the word of the first copy that answers counts. */
export function startAtomic(place: Place, call: Atomic): void {
  const { turn, process, operation, node, fd, file } = place;
  const { offset } = call;
  turn.tell({ action: "agent.atomic", node, process, operation, fd, offset });
  const { access, regionSize } = mountAt(turn.site, file.mount);
  if (!Number.isInteger(offset) || offset < 0 || offset % 8 !== 0) return endWith(place, "EINVAL");
  if (call.kind === "compareAndSwap" && ![call.expected, call.desired].every(isWord)) return endWith(place, "EINVAL");
  if (access !== "rw+atomic" || !file.flags.write) return endWith(place, "EACCES");
  if (regionSize < offset + 8) return endWith(place, "EFBIG");
  tellLookUp(place);
  const works = file.replicas.flatMap((_, replica) => [
    postTo(place, replica, requestOf(place, replica, call)),
    ...grow(place, replica, offset + 8),
  ]);
  waitFor(place, { purpose: "bytes", start: offset, count: 8, works, buffers: [] });
}

const isWord = (word: bigint): boolean => 0n <= word && word < 2n ** 64n;

function requestOf(place: Place, replica: number, call: Atomic): Request {
  const { address, data } = replicaAt(place, replica);
  const at = { address: address + wordBytesOfSize + call.offset, length: 8, rkey: data, local: [] };
  return call.kind === "fetchAdd"
    ? { ...at, opcode: "FAA", operand: call.delta }
    : { ...at, opcode: "CAS", operand: call.expected, desired: call.desired };
}
