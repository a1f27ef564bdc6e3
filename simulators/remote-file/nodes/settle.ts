import { adapterOf, bufferOf } from "../verbs/adapter.ts";
import { poll, withPair } from "../verbs/pair.ts";
import { take } from "../verbs/segments.ts";
import { errnoOf } from "../verbs/status.ts";
import { goOnReading, readBytesOf, readSizeWord } from "./agent-read.ts";
import { goOnWriting } from "./agent-write.ts";
import type { Answer, Failed } from "./calls.ts";
import { tryClose } from "./close.ts";
import { sweepKeys } from "./leases.ts";
import { leaveMovers } from "./movers.ts";
import { changeFile, fileOf, learnSize, type Place, unpin } from "./place.ts";
import { mountAt } from "./site.ts";
import { hasLive } from "./transfer.ts";
import type { Turn } from "./turn.ts";
import type { Pending, Transfer } from "./world.ts";

/** Completions that have arrived go to the operations that wait for them, and those go on. */
export function settle(turn: Turn): void {
  let isAny = true;
  while (isAny) {
    isAny = false;
    for (const [qpn, pair] of turn.verbs.pairs.entries()) {
      if (!pair || pair.completions.length === 0 || !adapterOf(turn.verbs, pair.node).isAlive) continue;
      isAny = true;
      const { verbs, completion } = poll(turn.verbs, qpn);
      turn.verbs = verbs;
      if (completion) arrive(turn, pair.node, qpn, completion);
    }
  }
  const isClosing = turn.world.directory.files.some((file) => file?.openers.some((opener) => opener.isClosed));
  if (isClosing) sweepKeys(turn);
}

/** Nobody waits for work of an operation that is over. */
function arrive(turn: Turn, node: number, qpn: number, completion: NonNullable<Pending["end"]>): void {
  const isMeant = (work: Pending) => work.qpn === qpn && work.wrId === completion.wrId && work.end === undefined;
  for (const [process, { node: own, operations }] of turn.world.processes.entries()) {
    if (own !== node) continue;
    for (const [operation, { call, stage } = {}] of operations.map((one) => one ?? undefined).entries()) {
      if (stage?.kind !== "moving" || !call || !stage.works.some(isMeant)) continue;
      const works = stage.works.map((work) => (isMeant(work) ? { ...work, end: completion } : work));
      turn.setOperation(process, operation, { call, stage: { ...stage, works } });
      return advance(turn, process, operation);
    }
  }
}

function advance(turn: Turn, process: number, operation: number): void {
  const { call, stage } = turn.operation(process, operation);
  const file = "fd" in call ? fileOf(turn, process, call.fd) : undefined;
  if (stage.kind !== "moving" || !("fd" in call) || !file) throw new Error("work of no open file");
  const place: Place = { turn, process, operation, node: turn.process(process).node, fd: call.fd, file };
  const verdict = judge(place, stage);
  if (verdict === "wait") return;
  if (verdict !== "done") return finish(place, stage, verdict);
  if (stage.purpose === "size") return sizeIsKnown(place, stage);
  finish(place, stage, success(place, stage));
}

/** Is enough done, or so much failed that it cannot be any more? */
function judge(place: Place, { works, purpose }: Transfer): "wait" | "done" | Failed {
  const { turn, process, operation, file } = place;
  const { call } = turn.operation(process, operation);
  if (call.kind === "read" || purpose === "size") return judgeRead(place, works);
  const all = file.replicas.map((_, replica) => works.filter((work) => work.replica === replica));
  const done = all.filter((some) => some.every(({ end }) => end?.status === "SUCCESS")).length;
  const lost = all.filter((some) => some.some(({ end }) => end !== undefined && end.status !== "SUCCESS")).length;
  const needed = acknowledgementsOf(mountAt(turn.site, file.mount).ack, all.length);
  if (done >= needed) return "done";
  return all.length - lost < needed ? failureOf(works) : "wait";
}

/** A read goes to the next copy when a channel has failed; refusals are final. */
function judgeRead(place: Place, works: readonly Pending[]): "wait" | "done" | Failed {
  const [work] = works;
  if (!work?.end) return "wait";
  if (work.end.status === "SUCCESS") return "done";
  const isLost = work.end.status === "RETRY_EXC" || work.end.status === "WR_FLUSH";
  if (!isLost || !hasLive(place)) return failureOf(works);
  readAgain(place);
  return "wait";
}

function readAgain(place: Place): void {
  const { turn, process, operation, node } = place;
  const { call, stage } = turn.operation(process, operation);
  if (stage.kind !== "moving") return;
  unpin(turn, node, stage.buffers);
  if (stage.purpose === "size" || call.kind !== "read") readSizeWord(place, stage.start, stage.count);
  else readBytesOf(place, call, stage.start, stage.count);
}

function acknowledgementsOf(ack: "one" | "majority" | "all", replicas: number): number {
  if (ack === "one") return 1;
  return ack === "all" ? replicas : Math.floor(replicas / 2) + 1;
}

/** The cause comes before what was flushed because of it. */
function failureOf(works: readonly Pending[]): Failed {
  const bad = works.filter(({ end }) => end && end.status !== "SUCCESS");
  const work = bad.find(({ end }) => end?.status !== "WR_FLUSH") ?? bad[0];
  if (!work?.end || work.end.status === "SUCCESS") throw new Error("nothing has failed");
  const { qpn, wrId, rkey, end } = work;
  return { kind: "failed", errno: errnoOf(work.end.status, end.wasGranted === true), rdma: { status: end.status, qpn, wrId, rkey } };
}

function sizeIsKnown(place: Place, stage: Transfer): void {
  const { turn, process, operation, node, file } = place;
  const { call } = turn.operation(process, operation);
  const [lkey = -1] = stage.buffers;
  const bytes = bufferOf(turn.verbs, node, lkey)?.bytes ?? new Uint8Array(8);
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  unpin(turn, node, stage.buffers);
  learnSize(turn, process, file.file, size);
  const rest = { ...stage, buffers: [] };
  if (call.kind !== "read") return finish(place, rest, { kind: "size", size });
  const count = Math.min(stage.count, size - stage.start);
  if (count > 0) readBytesOf(place, call, stage.start, count);
  else finish(place, rest, { kind: "read", count: 0, bytes: call.buffers.flatMap((span) => span.bytes ?? []) });
}

/** The answer to a transfer that succeeded, and what the agent learns from it. */
function success(place: Place, { start, count, works }: Transfer): Answer {
  const { turn, process, operation, file } = place;
  const { call } = turn.operation(process, operation);
  switch (call.kind) {
    case "read":
      if (call.position === undefined) changeFile(place, (open) => ({ ...open, position: start + count }));
      return { kind: "read", count, bytes: [] };
    case "write":
    case "compareAndSwap":
    case "fetchAdd": {
      const grown = works.flatMap(({ end }) => (end?.opcode === "MAX" && end.old !== undefined ? [Number(end.old)] : []));
      const isMoved = call.kind === "write" && (call.position === undefined || file.flags.append);
      if (isMoved) changeFile(place, (open) => ({ ...open, position: start + count }));
      const size = Math.max(fileOf(turn, process, place.fd)?.size ?? 0, start + count, ...grown);
      learnSize(turn, process, file.file, size);
      return call.kind === "write" ? { kind: "written", count } : { kind: "word", word: wordOf(works) };
    }
    case "flush":
      return { kind: "done" };
    case "open":
    case "close":
    case "size":
    case "ftruncate":
    case "truncate":
    case "stat":
    case "unlink":
    case "rename":
    case "mkdir":
    case "rmdir":
    case "readdir":
      throw new Error(`${call.kind} moves no bytes`);
  }
}

const wordOf = (works: readonly Pending[]): bigint =>
  works.find(({ end }) => end?.status === "SUCCESS" && (end.opcode === "CAS" || end.opcode === "FAA"))?.end?.old ?? 0n;

function finish(place: Place, stage: Transfer, answer: Answer): void {
  const { turn, process, operation, node, fd } = place;
  captureRest(turn, node, stage.buffers);
  const bytes = unpin(turn, node, stage.buffers);
  turn.end(process, operation, answer.kind === "read" && answer.count > 0 ? { ...answer, bytes } : answer);
  settleFile(turn, process, fd, operation);
}

/** Copies that were not waited for are written from the agent's own memory: the buffer belongs to the program again. */
function captureRest(turn: Turn, node: number, lkeys: readonly number[]): void {
  for (const [qpn, pair] of turn.verbs.pairs.entries()) {
    if (pair?.node !== node) continue;
    const queue = pair.queue.map((work) => {
      const isMeant = work.opcode === "WRITE" && !work.payload && work.local.some(({ lkey }) => lkeys.includes(lkey));
      return isMeant ? { ...work, payload: take(turn.verbs, node, work.local, 0, work.length, turn.takeBytes), local: [] } : work;
    });
    if (queue.some((work, index) => work !== pair.queue[index])) turn.verbs = withPair(turn.verbs, qpn, { queue });
  }
}

/** An operation on an open file is over: whose turn is it to move the position, and is the file waiting to be closed? */
export function settleFile(turn: Turn, process: number, fd: number, operation: number): void {
  const next = leaveMovers(turn, process, fd, operation);
  const file = fileOf(turn, process, fd);
  if (next !== undefined && file) {
    const { call } = turn.operation(process, next);
    const place: Place = { turn, process, operation: next, node: turn.process(process).node, fd, file };
    if (call.kind === "read") goOnReading(place, call);
    else if (call.kind === "write") goOnWriting(place, call);
    if (!turn.process(process).operations[next]) return settleFile(turn, process, fd, next);
  }
  tryClose(turn, process, fd);
}
