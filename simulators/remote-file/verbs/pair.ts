import type { QueuePairTimers } from "../config/model.ts";
import { adapterOf, isRefused, type Refused } from "./adapter.ts";
import type { VerbsEvent } from "./events.ts";
import { type Completion, lowestFree, type Numbers, type Peer, type QueuePair, type Verbs, withNumber, type Work } from "./state.ts";
import type { Status } from "./status.ts";

/** What a step leads to. Events in the order in which they happen. */
export interface Stepped {
  readonly verbs: Verbs;
  readonly events: readonly VerbsEvent[];
}

/** A queue pair in RESET, with the lowest number that is free. */
export function createPair(verbs: Verbs, node: number, numbers?: Numbers): { readonly verbs: Verbs; readonly qpn: number } {
  const qpn = lowestFree(verbs.pairs, numbers);
  const pair: QueuePair = { node, state: "RESET", access: 0, timeout: 0, retry: 0, rnrRetry: 0, queue: [], completions: [] };
  return { verbs: { ...verbs, pairs: withNumber(verbs.pairs, qpn, pair) }, qpn };
}

export function destroyPair(verbs: Verbs, qpn: number): Verbs {
  const alarms = verbs.alarms.filter(({ kind, id }) => kind !== retryAlarm || id !== qpn);
  return { ...verbs, pairs: withNumber(verbs.pairs, qpn, undefined), alarms };
}

/** The kind of alarm after which a request to a dead node fails; its id is the number of the queue pair. */
export const retryAlarm = "retry";

/** What each change of state needs. @see ibv_modify_qp(3) */
export type Modification =
  | { readonly to: "RESET" }
  | { readonly to: "INIT"; readonly access: number }
  | { readonly to: "RTR"; readonly peer: Peer }
  | { readonly to: "RTS"; readonly timers: QueuePairTimers }
  | { readonly to: "ERR" };

const earlier = { INIT: "RESET", RTR: "INIT", RTS: "RTR" } as const;

/**
 * Changes the state of a queue pair: RESET to INIT to RTR to RTS, and from everywhere to ERR and RESET.
 *
 * @returns EINVAL: no such pair, or a change that is not allowed; nothing has changed.
 */
export function modify(verbs: Verbs, qpn: number, modification: Modification): Stepped | Refused {
  const pair = verbs.pairs[qpn];
  const { to } = modification;
  if (!pair || (to !== "RESET" && to !== "ERR" && pair.state !== earlier[to])) return { error: "EINVAL" };
  const event: VerbsEvent = { action: "qp.modify", node: pair.node, qpn, from: pair.state, to };
  switch (modification.to) {
    case "ERR":
      return pair.state === "ERR" ? { verbs, events: [] } : toError(verbs, qpn);
    case "RESET": {
      const blank = createPair({ ...verbs, pairs: [] }, pair.node).verbs.pairs[0];
      return { verbs: { ...verbs, pairs: withNumber(verbs.pairs, qpn, blank) }, events: [event] };
    }
    case "INIT":
      return { verbs: withPair(verbs, qpn, { state: to, access: modification.access }), events: [event] };
    case "RTR":
      return { verbs: withPair(verbs, qpn, { state: to, peer: modification.peer }), events: [event] };
    case "RTS":
      return { verbs: withPair(verbs, qpn, { state: to, ...modification.timers }), events: [event] };
  }
}

/**
 * Both ends of a reliable connection, taken from RESET to RTS: step C4 of claim 1.
 *
 * Each node that connects to others has numbers of its own, so that it makes no difference to a state who came first.
 */
export function connect(
  verbs: Verbs,
  from: number,
  to: number,
  accessOfTarget: number,
  timers: QueuePairTimers,
): Stepped & { readonly qpn: number; readonly peer: number } {
  const stride = 2 * verbs.adapters.length;
  const own = createPair(verbs, from, { first: 2 * from, stride });
  const other = createPair(own.verbs, to, { first: 2 * from + 1, stride });
  const ends = [
    { qpn: own.qpn, access: 0, peer: { node: to, qpn: other.qpn } },
    { qpn: other.qpn, access: accessOfTarget, peer: { node: from, qpn: own.qpn } },
  ];
  let stepped: Stepped = { verbs: other.verbs, events: [] };
  const steps: readonly ((end: (typeof ends)[number]) => Modification)[] = [
    ({ access }) => ({ to: "INIT", access }),
    ({ peer }) => ({ to: "RTR", peer }),
    () => ({ to: "RTS", timers }),
  ];
  for (const step of steps) {
    for (const end of ends) {
      const next = modify(stepped.verbs, end.qpn, step(end));
      if (isRefused(next)) throw new Error("a new queue pair refuses the usual way");
      stepped = { verbs: next.verbs, events: [...stepped.events, ...next.events] };
    }
  }
  return { ...stepped, qpn: own.qpn, peer: other.qpn };
}

export function pairOf(verbs: Verbs, qpn: number): QueuePair {
  const pair = verbs.pairs[qpn];
  if (!pair) throw new Error(`there is no queue pair ${qpn}`);
  return pair;
}

export function withPair(verbs: Verbs, qpn: number, change: Partial<QueuePair>): Verbs {
  return { ...verbs, pairs: verbs.pairs.with(qpn, { ...pairOf(verbs, qpn), ...change }) };
}

/** Takes the oldest completion. */
export function poll(verbs: Verbs, qpn: number): { readonly verbs: Verbs; readonly completion: Completion | undefined } {
  const [completion, ...completions] = pairOf(verbs, qpn).completions;
  return completion ? { verbs: withPair(verbs, qpn, { completions }), completion } : { verbs, completion };
}

/**
 * The work in execution ends with an error: it gets this status, everything behind it WR_FLUSH, and the pair goes to ERR.
 * Refusals by the other end take that to ERR too.
 */
export function fail(verbs: Verbs, qpn: number, status: Exclude<Status, "SUCCESS">, wasGranted = false): Stepped {
  const { queue, peer } = pairOf(verbs, qpn);
  const [head, ...rest] = queue;
  const first = head && !head.isAcknowledged ? [completionOf(head, status, wasGranted)] : [];
  const own = toError(verbs, qpn, [...first, ...rest.map(flushed)]);
  const isRefusal = status === "REM_ACCESS" || status === "REM_INV_REQ";
  const isOther = isRefusal && peer !== undefined && own.verbs.pairs[peer.qpn]?.peer?.qpn === qpn;
  const other = isOther ? toError(own.verbs, peer.qpn) : { verbs: own.verbs, events: [] };
  return { verbs: other.verbs, events: [...own.events, ...other.events] };
}

/** What is posted on a pair in error, or was behind the failed work. */
const flushed = (work: Work): Completion => completionOf(work, "WR_FLUSH", false);

function completionOf({ wrId, opcode }: Work, status: Status, wasGranted: boolean): Completion {
  return { wrId, opcode, status, ...(wasGranted ? { wasGranted } : {}) };
}

/** @param ends Of the work in the queue; absent: all is flushed that has no completion yet. */
function toError(verbs: Verbs, qpn: number, ends?: readonly Completion[]): Stepped {
  const { node, state, peer, queue, completions } = pairOf(verbs, qpn);
  const all = ends ?? queue.filter((work) => !work.isAcknowledged).map(flushed);
  const alarms = verbs.alarms.filter(({ kind, id }) => kind !== retryAlarm || id !== qpn);
  const isAlive = adapterOf(verbs, node).isAlive;
  const changed = withPair({ ...verbs, alarms }, qpn, { state: "ERR", queue: [], completions: isAlive ? [...completions, ...all] : [] });
  const target = peer?.node ?? node;
  return {
    verbs: changed,
    events: [
      ...all.map(({ wrId, opcode, status }): VerbsEvent => ({ action: "nic.complete", node, target, qpn, wrId, opcode, status })),
      ...(state === "ERR" ? [] : [{ action: "qp.modify", node, qpn, from: state, to: "ERR" } as const]),
    ],
  };
}
