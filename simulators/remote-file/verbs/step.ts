import { adapterOf, bufferOf, withAdapter, withMemory } from "./adapter.ts";
import { isAtomic, refusalOf } from "./check.ts";
import type { VerbsEvent } from "./events.ts";
import { readBytes, readWord, wordBytes, writeBytes, writeWord } from "./memory.ts";
import { fail, pairOf, retryAlarm, type Stepped, withPair } from "./pair.ts";
import { allPlaced, nextParts } from "./parts.ts";
import { isReachable, localFault, watchPeer } from "./post.ts";
import { scatter, take } from "./segments.ts";
import { numberOfKey, type QueuePair, type Verbs, withNumber, type Work } from "./state.ts";

/**
 * What a queue pair can do next, on its own:
 * - `part`: a part of the message in execution is placed or fetched (the first half of an atomic: the fetch);
 * - `store`: the second half of an atomic;
 * - `transmit`: the other adapter has acknowledged a write that is not yet placed (`completion: "transmit"`);
 * - `complete`: the completion arrives;
 * - `refuse`: one of the adapters says no.
 */
export type Choice =
  | { readonly kind: "part"; readonly qpn: number; readonly part: number }
  | { readonly kind: "store" | "transmit" | "complete" | "refuse"; readonly qpn: number };

/** The bytes of buffers that hold none themselves. @param owner `Buffer.owner`. Offset and length in bytes. */
export type TakeBytes = (owner: number, offset: number, length: number) => Uint8Array;

/** Everything that may happen next without the clock, in a fixed order. */
export function choices(verbs: Verbs): readonly Choice[] {
  return verbs.pairs.flatMap((pair, qpn) => (pair ? choicesOf(verbs, pair, qpn) : []));
}

export function choicesOf(verbs: Verbs, pair: QueuePair, qpn: number): readonly Choice[] {
  const [work] = pair.queue;
  if (!work || pair.state !== "RTS" || !adapterOf(verbs, pair.node).isAlive) return [];
  if (localFault(verbs, pair.node, work)) return [{ kind: "refuse", qpn }];
  if (!isReachable(verbs, pair) || !pair.peer) return [];
  if (work.placed === allPlaced(work.parts)) return [{ kind: "complete", qpn }];
  const target = pair.peer.node;
  if (refusalOf(verbs, target, pairOf(verbs, pair.peer.qpn).access, work)) return [{ kind: "refuse", qpn }];
  if (work.isHalfDone) return [{ kind: "store", qpn }];
  if (isAtomic(work.opcode)) return isWordTaken(verbs, target, work.address) ? [] : [{ kind: "part", qpn, part: 0 }];
  const { inOrder } = adapterOf(verbs, target);
  const parts = nextParts(work.address, work.parts, work.placed, inOrder).map((part): Choice => ({ kind: "part", qpn, part }));
  const canTransmit = work.opcode === "WRITE" && verbs.rules.completion === "transmit" && !work.isAcknowledged;
  return canTransmit ? [{ kind: "transmit", qpn }, ...parts] : parts;
}

/** Atomics on one word exclude each other; plain writes are not kept away. */
function isWordTaken(verbs: Verbs, node: number, address: number): boolean {
  return verbs.pairs.some((pair) => pair?.peer?.node === node && pair.queue[0]?.isHalfDone === true && pair.queue[0].address === address);
}

/**
 * Takes one of `choices(verbs)`.
 *
 * @param takeBytes Asked for bytes of buffers that hold none, at the moment when they are sent.
 */
export function apply(verbs: Verbs, choice: Choice, takeBytes?: TakeBytes): Stepped {
  const pair = pairOf(verbs, choice.qpn);
  const [work] = pair.queue;
  if (!work || !pair.peer) throw new Error(`nothing to do on queue pair ${choice.qpn}`);
  const at: Place = { verbs, pair, qpn: choice.qpn, work, target: pair.peer.node };
  switch (choice.kind) {
    case "part":
      return isAtomic(work.opcode) ? fetchWord(at) : movePart(at, choice.part, takeBytes);
    case "store":
      return storeWord(at);
    case "transmit": {
      const payload = take(verbs, pair.node, work.local, 0, work.length, takeBytes);
      return acknowledge(withWork(verbs, at.qpn, { ...work, payload, isAcknowledged: true }), at);
    }
    case "complete":
      return complete(at);
    case "refuse":
      return refuse(at);
  }
}

interface Place {
  readonly verbs: Verbs;
  readonly pair: QueuePair;
  readonly qpn: number;
  readonly work: Work;
  readonly target: number;
}

const idsOf = ({ pair: { node }, qpn, target, work: { wrId } }: Place) => ({ node, target, qpn, wrId });

function movePart(at: Place, part: number, takeBytes: TakeBytes | undefined): Stepped {
  const { verbs, pair, qpn, work, target } = at;
  const { offset, length } = work.parts[part] ?? { offset: 0, length: 0 };
  const address = work.address + offset;
  const placed = work.placed | (1 << part);
  const fragment: VerbsEvent = { action: "wire.fragment", ...idsOf(at), part, length };
  if (work.opcode === "WRITE") {
    const bytes = work.payload?.subarray(offset, offset + length) ?? take(verbs, pair.node, work.local, offset, length, takeBytes);
    const written = withMemory(verbs, target, (memory) => writeBytes(memory, address, bytes));
    const next = advance(written, at, { ...work, placed });
    return { verbs: next, events: [fragment, { action: "memory.place", ...idsOf(at), address, bytes, part }] };
  }
  const bytes = readBytes(adapterOf(verbs, target).memory, address, length);
  const fetched: VerbsEvent = { action: "memory.fetch", ...idsOf(at), address, bytes, part };
  const delivered = deliver(withWork(verbs, qpn, { ...work, placed }), at, offset, bytes);
  return { verbs: delivered.verbs, events: [fetched, fragment, ...delivered.events] };
}

/** Work that is acknowledged and placed has nothing left to do: the next one begins. */
function advance(verbs: Verbs, { qpn }: Place, work: Work): Verbs {
  if (!work.isAcknowledged || work.placed !== allPlaced(work.parts)) return withWork(verbs, qpn, work);
  return watchPeer(withPair(verbs, qpn, { queue: pairOf(verbs, qpn).queue.slice(1) }), qpn);
}

/** @param offset Of the bytes in the message. */
function deliver(verbs: Verbs, at: Place, offset: number, bytes: Uint8Array): Stepped {
  const { node } = at.pair;
  let next = verbs;
  const events: VerbsEvent[] = [];
  for (const { lkey, offset: start, bytes: some } of scatter(at.work.local, offset, bytes)) {
    const buffer = bufferOf(next, node, lkey);
    if (buffer?.bytes) {
      const filled = buffer.bytes.slice();
      filled.set(some, start);
      const { buffers } = adapterOf(next, node);
      next = withAdapter(next, node, { buffers: withNumber(buffers, numberOfKey(lkey), { ...buffer, bytes: filled }) });
    }
    const owner = buffer?.owner;
    events.push({ action: "nic.deliver", ...idsOf(at), lkey, offset: start, bytes: some, ...(owner === undefined ? {} : { owner }) });
  }
  return { verbs: next, events };
}

/** The first half of an atomic. If there is nothing to store it is the whole. */
function fetchWord(at: Place): Stepped {
  const { verbs, qpn, work, target } = at;
  const old = readWord(adapterOf(verbs, target).memory, work.address);
  const fetched: VerbsEvent = { action: "memory.fetch", ...idsOf(at), address: work.address, bytes: wordBytes(old), part: 0 };
  const isDone = storedBy(work, old) === undefined;
  const next = withWork(verbs, qpn, { ...work, old, ...(isDone ? { placed: 1 } : { isHalfDone: true }) });
  return { verbs: next, events: [{ action: "wire.fragment", ...idsOf(at), part: 0, length: 8 }, fetched] };
}

function storeWord(at: Place): Stepped {
  const { verbs, qpn, work, target } = at;
  const { isHalfDone: _, ...rest } = work;
  const word = storedBy(work, work.old ?? 0n) ?? 0n;
  const written = withMemory(verbs, target, (memory) => writeWord(memory, work.address, word));
  return {
    verbs: withWork(written, qpn, { ...rest, placed: 1 }),
    events: [{ action: "memory.place", ...idsOf(at), address: work.address, bytes: wordBytes(word), part: 0 }],
  };
}

/** Undefined: the word stays as it is. */
function storedBy({ opcode, operand = 0n, desired = 0n }: Work, old: bigint): bigint | undefined {
  if (opcode === "CAS") return old === BigInt.asUintN(64, operand) ? BigInt.asUintN(64, desired) : undefined;
  if (opcode === "FAA") return BigInt.asUintN(64, old + operand);
  return old < operand ? operand : undefined;
}

function complete(at: Place): Stepped {
  const { verbs, pair, qpn, work } = at;
  const isValue = isAtomic(work.opcode) && work.local.length > 0;
  const delivered = isValue ? deliver(verbs, at, 0, wordBytes(work.old ?? 0n)) : { verbs, events: [] };
  const done = withPair(delivered.verbs, qpn, { queue: pair.queue.slice(1) });
  const acknowledged = acknowledge(watchPeer(done, qpn), at);
  return { verbs: acknowledged.verbs, events: [...delivered.events, ...acknowledged.events] };
}

/** The completion of work that succeeded. */
function acknowledge(verbs: Verbs, at: Place): Stepped {
  const { opcode, wrId, old } = at.work;
  const completions = [
    ...pairOf(verbs, at.qpn).completions,
    { wrId, opcode, status: "SUCCESS" as const, ...(old === undefined ? {} : { old }) },
  ];
  return {
    verbs: withPair(verbs, at.qpn, { completions }),
    events: [{ action: "nic.complete", ...idsOf(at), opcode, status: "SUCCESS" }],
  };
}

function refuse({ verbs, pair, qpn, work, target }: Place): Stepped {
  const fault = localFault(verbs, pair.node, work);
  if (fault) return fail(verbs, qpn, fault);
  const refusal = refusalOf(verbs, target, pairOf(verbs, pair.peer?.qpn ?? qpn).access, work);
  if (!refusal) throw new Error("nothing is refused here");
  return fail(verbs, qpn, refusal.status, refusal.status === "REM_ACCESS" && refusal.wasGranted);
}

const withWork = (verbs: Verbs, qpn: number, work: Work): Verbs => withPair(verbs, qpn, { queue: pairOf(verbs, qpn).queue.with(0, work) });

/**
 * A node stops: what it has not yet placed never is, its completions are lost; the memory it offers is gone.
 * Who waits for it finds out when the retries are exhausted.
 */
export function crash(verbs: Verbs, node: number): Stepped {
  const pairs = verbs.pairs.map((pair) => (pair?.node === node ? { ...pair, state: "ERR" as const, queue: [], completions: [] } : pair));
  const alarms = verbs.alarms.filter(({ kind, id }) => kind !== retryAlarm || verbs.pairs[id]?.node !== node);
  const { size, height } = adapterOf(verbs, node).memory;
  const memory = { size, height, root: undefined };
  let next = withAdapter({ ...verbs, pairs, alarms }, node, { isAlive: false, memory, regions: [], windows: [], buffers: [] });
  pairs.forEach((pair, qpn) => {
    if (pair?.peer?.node === node) next = watchPeer(next, qpn);
  });
  return { verbs: next, events: [{ action: "node.crash", node }] };
}

/** The retries of a queue pair are exhausted: its alarm has gone off. */
export const exhaust = (verbs: Verbs, qpn: number): Stepped => fail(verbs, qpn, "RETRY_EXC");
