import { adapterOf, bufferOf, type Refused } from "./adapter.ts";
import type { VerbsEvent } from "./events.ts";
import { pairOf, retryAlarm, type Stepped, withPair } from "./pair.ts";
import { mostParts, partsOf } from "./parts.ts";
import { access, isLocalKey, type QueuePair, type Request, type Verbs, type Work } from "./state.ts";
import { retryNanoseconds, type Status } from "./status.ts";

/**
 * Puts a work request behind the others of a queue pair. It gets exactly one completion, in this order.
 *
 * @returns EIO: the pair has never been connected. In ERR the work is taken and ends with WR_FLUSH.
 */
export function post(verbs: Verbs, qpn: number, request: Request): (Stepped & { readonly wrId: number }) | Refused {
  const pair = pairOf(verbs, qpn);
  if (pair.state !== "RTS" && pair.state !== "ERR") return { error: "EIO" };
  const wrId = freeWorkId(pair);
  const { opcode, address, length, rkey } = request;
  const target = pair.peer?.node ?? pair.node;
  const posted: VerbsEvent = { action: "nic.post", node: pair.node, target, qpn, wrId, opcode, address, length, rkey };
  if (pair.state === "ERR") {
    const completions = [...pair.completions, { wrId, opcode, status: "WR_FLUSH" as const }];
    const flush: VerbsEvent = { action: "nic.complete", node: pair.node, target, qpn, wrId, opcode, status: "WR_FLUSH" };
    return { verbs: withPair(verbs, qpn, { completions }), events: [posted, flush], wrId };
  }
  const work: Work = { ...request, wrId, parts: partsFor(verbs, request), placed: 0 };
  const queued = withPair(verbs, qpn, { queue: [...pair.queue, work] });
  return { verbs: pair.queue.length === 0 ? watchPeer(queued, qpn) : queued, events: [posted], wrId };
}

function partsFor({ rules }: Verbs, { opcode, address, length }: Request): Work["parts"] {
  if (opcode === "FLUSH") return [];
  if (opcode === "WRITE" || opcode === "READ") return partsOf(address, length, Math.min(rules.fragments, mostParts));
  return [{ offset: 0, length }];
}

/** The lowest number that neither work on its way nor a completion has. */
function freeWorkId({ queue, completions }: QueuePair): number {
  const taken = new Set([...queue, ...completions].map(({ wrId }) => wrId));
  let wrId = 0;
  while (taken.has(wrId)) wrId += 1;
  return wrId;
}

/** A request to a node that is gone is tried again until the retries are exhausted. An idle connection does not notice. */
export function watchPeer(verbs: Verbs, qpn: number): Verbs {
  const pair = pairOf(verbs, qpn);
  const isWatched = verbs.alarms.some(({ kind, id }) => kind === retryAlarm && id === qpn);
  if (isWatched || pair.state !== "RTS" || pair.queue.length === 0 || isReachable(verbs, pair)) return verbs;
  const alarm = { at: verbs.now + retryNanoseconds(pair), kind: retryAlarm, id: qpn };
  return { ...verbs, alarms: [...verbs.alarms, alarm].sort((a, b) => a.at - b.at) };
}

/** The node at the other end lives and its end of the connection takes requests. */
export function isReachable(verbs: Verbs, { peer }: QueuePair): boolean {
  if (!peer || !adapterOf(verbs, peer.node).isAlive) return false;
  const other = verbs.pairs[peer.qpn];
  return other?.node === peer.node && (other.state === "RTR" || other.state === "RTS");
}

/** Largest message. @see ibv_query_port(3), max_msg_sz of common adapters */
const longestMessage = 2 ** 31;

/** What the own adapter finds wrong with a request, before anything is sent. */
export function localFault(verbs: Verbs, node: number, { opcode, length, local, payload }: Work): Exclude<Status, "SUCCESS"> | undefined {
  if (opcode === "FLUSH" || payload) return undefined;
  const isWrite = opcode === "WRITE";
  const given = local.reduce((sum, segment) => sum + segment.length, 0);
  if (longestMessage < length || ((isWrite || opcode === "READ") && given !== length)) return "LOC_LEN";
  const needed = isWrite ? 0 : access.localWrite;
  const isFine = local.every(({ lkey, offset, length: bytes }) => {
    const buffer = isLocalKey(lkey) ? bufferOf(verbs, node, lkey) : undefined;
    return buffer && 0 <= offset && offset + bytes <= buffer.length && (buffer.access & needed) === needed;
  });
  return isFine ? undefined : "LOC_PROT";
}
