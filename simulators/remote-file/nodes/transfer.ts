import { isRefused } from "../verbs/adapter.ts";
import { post } from "../verbs/post.ts";
import { isLocalKey, type Request, type Segment } from "../verbs/state.ts";
import { wordBytesOfSize } from "./allocate.ts";
import type { Span } from "./calls.ts";
import type { Place } from "./place.ts";
import type { Pending, Replica, Transfer } from "./world.ts";

/** Posts work for one copy of a file: the first half of step C9 of claim 1. */
export function postTo(place: Place, replica: number, request: Request): Pending {
  const { turn, process, operation, node, fd, file } = place;
  const { qpn } = replicaAt(place, replica);
  const posted = post(turn.verbs, qpn, request);
  if (isRefused(posted)) throw new Error(`channel of ${file.path} was never connected`);
  turn.tell({ action: "agent.post", node, process, operation, qpn, wrId: posted.wrId, fd });
  turn.step(posted);
  return { replica, qpn, wrId: posted.wrId, rkey: request.rkey };
}

export function replicaAt({ file }: Place, index: number): Replica {
  const replica = file.replicas[index];
  if (!replica) throw new Error(`${file.path} has no replica ${index}`);
  return replica;
}

/** The first copy whose channel works; without one the first of all, where the error comes from. */
export function firstLive({ turn, file }: Place): number {
  const live = file.replicas.findIndex(({ qpn }) => turn.verbs.pairs[qpn]?.state === "RTS");
  return Math.max(0, live);
}

export const hasLive = ({ turn, file }: Place): boolean => file.replicas.some(({ qpn }) => turn.verbs.pairs[qpn]?.state === "RTS");

/** READ or WRITE of bytes of the file. */
export function bytesRequest(place: Place, replica: number, opcode: "READ" | "WRITE", start: number, local: readonly Segment[]): Request {
  const { address, data } = replicaAt(place, replica);
  const length = local.reduce((sum, segment) => sum + segment.length, 0);
  return { opcode, address: address + wordBytesOfSize + start, length, rkey: data, local };
}

/** The size word is read. */
export function sizeRequest(place: Place, replica: number, lkey: number): Request {
  const { address, size } = replicaAt(place, replica);
  const local = [{ lkey, offset: 0, length: wordBytesOfSize }];
  return { opcode: "READ", address, length: wordBytesOfSize, rkey: size, local };
}

/** The size word becomes at least `end`: behind a write, on the same channel. */
export function growRequest(place: Place, replica: number, end: number): Request {
  const { address, size } = replicaAt(place, replica);
  return { opcode: "MAX", address, length: wordBytesOfSize, rkey: size, local: [], operand: BigInt(end) };
}

export const flushRequest = (place: Place, replica: number): Request => ({
  opcode: "FLUSH",
  address: 0,
  length: 0,
  rkey: replicaAt(place, replica).data,
  local: [],
});

/** The first `count` bytes of the spans of a call, in pinned buffers. */
export function segmentsOf(spans: readonly Span[], lkeys: readonly number[], count: number): readonly Segment[] {
  let left = count;
  return spans.flatMap(({ offset, length }, index) => {
    const lkey = lkeys[index];
    const taken = Math.min(left, length);
    left -= taken;
    return lkey !== undefined && isLocalKey(lkey) && taken > 0 ? [{ lkey, offset, length: taken }] : [];
  });
}

/** From now on the operation waits for this. */
export function waitFor({ turn, process, operation }: Place, transfer: Omit<Transfer, "kind">): void {
  const { call } = turn.operation(process, operation);
  turn.setOperation(process, operation, { call, stage: { kind: "moving", ...transfer } });
}
