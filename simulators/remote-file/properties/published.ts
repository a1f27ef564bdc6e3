import type { Occurrence } from "../verify/types.ts";
import { areaInFile, bytesOfWrite, hasCrashed, historyOf, pastOf, randomBytes } from "./about.ts";
import { type Breach, placeKey } from "./breach.ts";
import { bytesBefore, bytesRead, fetchOf } from "./bytes.ts";
import { type History, type Made, overlap, type Work } from "./history.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { added, type Detector, type Scene, type Suspicion, type Trial } from "./suspicion.ts";

/**
 * `published-after-payload` (FL4011) and its part of `prefix-durable` (FL4014): a process reads a word (the flag) of another one, then something that
 * this one writes right before or right after it and that is older there; it matters, and the flag guards it.
 */
export const earlyFlags: Detector = (scene, since) => {
  const { history } = scene;
  const answers = added(history.answers, since).filter(({ answer }) => answer.kind === "read");
  const isWritten = added(history.works, since).some(isWrite);
  if (answers.length === 0 && !isWritten) return [];
  const readers = isWritten ? undefined : new Set(answers.map(({ process }) => process));
  return readsOf(history, readers).flatMap((flag) => flagSuspicions(scene, flag));
};

interface ReadMade {
  readonly made: Made;
  readonly work: Work;
  /** When the answer came. */
  readonly answered: number;
  readonly count: number;
}

function readsOf(history: History, processes: ReadonlySet<number> | undefined): readonly ReadMade[] {
  return history.answers.flatMap((answered): readonly ReadMade[] => {
    if (answered.answer.kind !== "read" || answered.answer.count === 0 || processes?.has(answered.process) === false) return [];
    const [made, fetch] = [history.call(answered), fetchOf(history, answered)];
    return made && fetch ? [{ made, work: fetch.work, answered: answered.moment, count: answered.answer.count }] : [];
  });
}

function flagSuspicions(scene: Scene, flag: ReadMade): readonly Suspicion[] {
  const { history } = scene;
  if (flag.count > mostBytesOfFlag) return [];
  const { process } = flag.made.occurrence;
  return sourcesOf(history, flag).flatMap((source) =>
    neighboursOf(history, source, flag.work).flatMap((payload) =>
      readsOf(history, new Set([process])).flatMap((data): readonly Suspicion[] => {
        const isLater = flag.answered < data.made.moment;
        if (!isLater || !piecesOf(history, partsOf(history, data.made.occurrence), payload).some(isOlder)) return [];
        return [suspicionOf(scene, { flag: flag.made, source, data: data.made, payload })];
      }),
    ),
  );
}

/** A word. */
const mostBytesOfFlag = 8;

const isOlder = ({ age }: Piece): boolean => age === "older";
const isWrite = ({ opcode }: Work): boolean => opcode === "WRITE" || opcode === "CAS" || opcode === "FAA";
const partsOf = (history: History, occurrence: Occurrence) => fetchOf(history, occurrence)?.parts ?? [];

/** Work of other processes that placed what a read has got. */
function sourcesOf(history: History, { made, work }: ReadMade): readonly Work[] {
  const found = partsOf(history, made.occurrence).flatMap((part) => {
    const last = history.parts.findLast((one) => one.kind === "place" && one.moment < part.moment && overlap(one, part));
    return last && last.work.process !== work.process && last.work.opcode !== "MAX" ? [last.work] : [];
  });
  return [...new Set(found)];
}

/**
 * The last write of the same process before some work, and the first one after it, that are about other bytes than the flag's.
 *
 * What comes after the flag was written once more belongs to that: a version that is counted up, a record and the next version are no flag and
 * its payload, in that order.
 */
function neighboursOf(history: History, source: Work, flag: Work): readonly Work[] {
  const own = history.works.filter(
    (work) => work.process === source.process && isWrite(work) && history.fileRange(work) !== undefined && work.index !== source.index,
  );
  const before = own.findLast((work) => work.index < source.index && !overlap(work, flag));
  const next = own.find((work) => source.index < work.index);
  return [before, next && overlap(next, flag) ? undefined : next].flatMap((work) => work ?? []);
}

interface Pair {
  readonly flag: Made;
  readonly source: Work;
  readonly data: Made;
  readonly payload: Work;
}

function suspicionOf(scene: Scene, pair: Pair): Suspicion {
  const { flag, source, data, payload } = pair;
  const { process } = flag.occurrence;
  const written = placeKey(scene.history.call(source)?.at ?? []);
  const which = `${flag.occurrence.index} ${data.occurrence.index} ${source.process} ${source.index} ${payload.index} ${payload.qpn}`;
  return {
    key: `published ${process} ${placeKey(flag.at)} ${placeKey(data.at)} ${source.process} ${written}`,
    id: `published ${process} ${which}`,
    memory: (trial) => `published ${which} ${process} ${pastOf(trial.history, process)}`,
    decide: (trial) => decide(scene, trial, pair),
  };
}

function decide(scene: Scene, trial: Trial, { flag, source, data, payload }: Pair): Breach | undefined {
  const { run, history, replay } = trial;
  const read = bytesRead(history, data.occurrence);
  const fetch = fetchOf(history, data.occurrence);
  const work = history.works.find(({ moment }) => moment === payload.moment);
  const written = work && bytesOfWrite(trial, work);
  if (!read || !fetch || !work || !written) return undefined;
  const pieces = piecesOf(history, fetch.parts, work).filter(isOlder);
  const withPayload = read.slice();
  for (const { address, length } of pieces) {
    withPayload.set(written.subarray(address - work.address, address - work.address + length), address - fetch.work.address);
  }
  const differs = (bytes: Uint8Array): boolean =>
    replay(run, { substitute: { read: data.occurrence, bytes } }).outcomeKey !== run.outcomeKey;
  if (
    !differs(withPayload) ||
    !differs(randomBytes(read.length, placeKey(data.at))) ||
    !guards(scene, trial, { flag, source, data, payload })
  )
    return undefined;
  return breachOf(scene, trial, { flag, source, data, payload: work }, pieces);
}

/** Had the flag been as it was before, then it would not matter what the data is. */
function guards({ initial }: Scene, { run, history, replay }: Trial, { flag, source, data }: Pair): boolean {
  const bytes = bytesRead(history, flag.occurrence);
  const fetch = fetchOf(history, flag.occurrence);
  if (!bytes || !fetch) return false;
  const old = bytes.slice();
  for (const piece of piecesOf(history, fetch.parts, source)) {
    if (piece.age !== "fresh" || !piece.placed) continue;
    old.set(bytesBefore(history, initial, piece, piece.placed.moment), piece.address - fetch.work.address);
  }
  const unset = { read: flag.occurrence, bytes: old };
  const without = replay(run, { substitute: unset });
  const same = sameRead(historyOf(without), history, data);
  if (!same) return true;
  const random = { read: same.occurrence, bytes: randomBytes(same.count, placeKey(data.at)) };
  return replay(run, { substitute: [unset, random] }).outcomeKey === without.outcomeKey;
}

/** The same read in another run, although other calls may stand before it: at the same place of the program, of the same bytes, as often before. */
function sameRead(other: History, history: History, data: Made): { readonly occurrence: Occurrence; readonly count: number } | undefined {
  const alike = (one: History): readonly Occurrence[] =>
    one.calls.flatMap((made) => (signatureOf(one, made) === signatureOf(history, data) ? [made.occurrence] : []));
  const nth = alike(history).findIndex(({ index }) => index === data.occurrence.index);
  const occurrence = alike(other)[nth];
  const answer = occurrence && other.answerOf(occurrence)?.answer;
  return occurrence && answer?.kind === "read" ? { occurrence, count: answer.count } : undefined;
}

function signatureOf(history: History, made: Made): string {
  const { call, at, occurrence } = made;
  if (call.kind !== "read") return call.kind;
  const length = call.buffers.reduce((sum, span) => sum + span.length, 0);
  return `read ${occurrence.process} ${at.map((_, depth) => placeKey(at.slice(depth))).join()} ${history.pathOf(made)} ${call.position} ${length}`;
}

function breachOf(
  { setup }: Scene,
  { run, history }: Trial,
  { flag, source, data, payload }: Pair,
  pieces: readonly Piece[],
): Breach | undefined {
  const [first] = pieces;
  const range = first && areaInFile(history, payload, first);
  const flagWrite = history.call(source);
  if (!range || !flagWrite) return undefined;
  const hasWriterCrashed = hasCrashed(setup, run, source.process);
  const property = hasWriterCrashed ? "prefix-durable" : "published-after-payload";
  return {
    property,
    key: `${property} ${placeKey(flagWrite.at)} ${placeKey(data.at)}`,
    code: hasWriterCrashed ? "FL4014" : "FL4011",
    process: source.process,
    at: flagWrite.at,
    step: partsOf(history, data.occurrence).at(-1)?.step ?? data.step,
    detail: {
      kind: "published",
      flag: flag.occurrence,
      flagWrite: flagWrite.occurrence,
      data: data.occurrence,
      dataWrite: { process: payload.process, index: payload.index },
      range,
      isLater: source.index < payload.index,
      hasWriterCrashed,
    },
  };
}
