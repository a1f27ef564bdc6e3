import { areaInFile, bytesOfWrite, hasCrashed, isCrashed, pastOf, randomBytes } from "./about.ts";
import { type Breach, placeKey } from "./breach.ts";
import { bytesRead, fetchOf } from "./bytes.ts";
import { guards } from "./guards.ts";
import { type Answered, type History, type Made, overlap, type Work } from "./history.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { added, type Detector, type Scene, type Suspicion, type Trial } from "./suspicion.ts";

/**
 * `published-after-payload` (FL4011) and its part of `prefix-durable` (FL4014): a process reads a word (the flag) of another one, then something that
 * this one writes right before or right after it and that is older there; it matters, and the flag guards it.
 */
export const earlyFlags: Detector = (scene, since) => {
  const { history } = scene;
  const reads = added(history.answers, since).flatMap(readOf);
  const writes = added(history.works, since).filter(isPayload);
  if (reads.length === 0 && writes.length === 0) return [];
  const flags = flagsOf(history);
  return flags.flatMap((flag): readonly Suspicion[] => {
    const { process } = flag.read.made.occurrence;
    const isLater = ({ made }: ReadMade): boolean =>
      made.occurrence.process === process && flag.read.answered < made.moment && !isBetween(flags, flag, made);
    const datas = reads.filter(isLater);
    const before = datas.flatMap((data) => flag.payloads.flatMap((payload) => suspicionsOf(scene, flag, data, payload)));
    // What has just been written may be the payload of a flag that was seen long ago.
    const late = flag.payloads.filter((payload) => writes.includes(payload));
    if (late.length === 0) return before;
    const earlier = history.answers.flatMap(readOf).filter((data) => isLater(data) && !datas.includes(data));
    return [...before, ...earlier.flatMap((data) => late.flatMap((payload) => suspicionsOf(scene, flag, data, payload)))];
  });
};

interface ReadMade {
  readonly made: Made;
  readonly work: Work;
  /** When the answer came. */
  readonly answered: number;
}

/** A word that was read and is of another process, and what that process writes beside it. */
interface Flag {
  readonly read: ReadMade;
  readonly source: Work;
  readonly payloads: readonly Work[];
}

function readOf({ answer, made, moment }: Answered): readonly ReadMade[] {
  const fetch = answer.kind === "read" && answer.count > 0 ? fetchOf(made) : undefined;
  return fetch ? [{ made, work: fetch.work, answered: moment }] : [];
}

function flagsOf(history: History): readonly Flag[] {
  return history.answers.flatMap((answered) =>
    answered.answer.kind === "read" && answered.answer.count <= mostBytesOfFlag
      ? readOf(answered).flatMap((read) =>
          sourcesOf(history, read).map((source) => ({ read, source, payloads: neighboursOf(history, source, read.work) })),
        )
      : [],
  );
}

/** Of many looks at one flag that show the same, the first and the last one before something else is read decide what is done. */
function isBetween(flags: readonly Flag[], { read, source }: Flag, { moment }: Made): boolean {
  const isSame = (other: Flag): boolean =>
    other.source === source && other.read.work.process === read.work.process && other.read.work.address === read.work.address;
  const isBefore = flags.some((other) => isSame(other) && other.read.answered < read.answered);
  return isBefore && flags.some((other) => isSame(other) && read.answered < other.read.answered && other.read.answered < moment);
}

function suspicionsOf(scene: Scene, { read, source }: Flag, data: ReadMade, payload: Work): readonly Suspicion[] {
  const isOld = piecesOf(scene.history, data.work.parts, payload).some(isOlder);
  return isOld ? [suspicionOf(scene, { flag: read.made, source, data: data.made, payload })] : [];
}

/** A word. */
const mostBytesOfFlag = 8;

const isOlder = ({ age }: Piece): boolean => age === "older";
const isPayload = ({ opcode, range }: Work): boolean => range !== undefined && (opcode === "WRITE" || opcode === "CAS" || opcode === "FAA");

/** Work of other processes that placed what a read has got: it is the same for ever. */
function sourcesOf(history: History, read: ReadMade): readonly Work[] {
  const { answer } = read.made;
  const known = answer && sources.get(answer);
  if (known) return known;
  const found = findSources(history, read);
  if (answer) sources.set(answer, found);
  return found;
}

/** By answer: a search that goes back makes new ones. */
const sources = new WeakMap<Answered, readonly Work[]>();

function findSources(history: History, { work }: ReadMade): readonly Work[] {
  const found = work.parts.flatMap((part) => {
    const last = history.placed.findLast((one) => one.moment < part.moment && overlap(one, part));
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
  const own = history.works.filter((work) => work.process === source.process && isPayload(work) && work.index !== source.index);
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
  const written = `${placeKey(source.made?.at ?? [])}${isCrashed(scene, source.process) ? " after a crash" : ""}`;
  const which = `${flag.occurrence.index} ${data.occurrence.index} ${source.process} ${source.index} ${payload.index} ${payload.qpn}`;
  return {
    key: `published ${process} ${placeKey(flag.at)} ${placeKey(data.at)} ${source.process} ${written}`,
    id: `published ${process} ${which}`,
    memory: (trial) => `published ${which} ${process} ${pastOf(trial.history, process)}`,
    decide: (trial) => decide(trial, pair),
  };
}

function decide(trial: Trial, { flag, source, data, payload }: Pair): Breach | undefined {
  const { run, history, replay } = trial;
  const read = bytesRead(data);
  const fetch = fetchOf(data);
  const written = bytesOfWrite(trial, payload);
  if (!read || !fetch || !written) return undefined;
  const pieces = piecesOf(history, fetch.parts, payload).filter(isOlder);
  if (isOfNextRound(history, source, flag, payload, pieces)) return undefined;
  const withPayload = read.slice();
  for (const { address, length } of pieces) {
    withPayload.set(written.subarray(address - payload.address, address - payload.address + length), address - fetch.work.address);
  }
  const differs = (bytes: Uint8Array): boolean =>
    replay(run, { substitute: { read: data.occurrence, bytes } }).outcomeKey !== run.outcomeKey;
  if (!differs(withPayload) || !differs(randomBytes(read.length, placeKey(data.at))) || !guards(trial, flag, source, data))
    return undefined;
  return breachOf(trial, { flag, source, data, payload }, pieces);
}

/** What has been read was written before this flag, and what is written after it has a flag of its own: value, number, value, number. */
function isOfNextRound(history: History, source: Work, flag: Made, payload: Work, pieces: readonly Piece[]): boolean {
  const word = fetchOf(flag)?.work;
  const hasNext = history.works.some(
    (work) => work.process === source.process && payload.index < work.index && word && overlap(work, word),
  );
  if (payload.index < source.index || !hasNext) return false;
  return pieces.every((piece) => {
    const last = history.placed.findLast((one) => one.moment < piece.fetched && overlap(one, piece));
    return last?.work.process === source.process && last.work.index < source.index;
  });
}

function breachOf({ setup, run }: Trial, { flag, source, data, payload }: Pair, pieces: readonly Piece[]): Breach | undefined {
  const [first] = pieces;
  const range = first && areaInFile(payload, first);
  const flagWrite = source.made;
  if (!range || !flagWrite) return undefined;
  const hasWriterCrashed = hasCrashed(setup, run, source.process);
  const property = hasWriterCrashed ? "prefix-durable" : "published-after-payload";
  return {
    property,
    key: `${property} ${placeKey(flagWrite.at)} ${placeKey(data.at)}`,
    code: hasWriterCrashed ? "FL4014" : "FL4011",
    process: source.process,
    at: flagWrite.at,
    step: fetchOf(data)?.parts.at(-1)?.step ?? data.step,
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
