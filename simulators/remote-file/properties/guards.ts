import type { Occurrence, RecordedRun, Substitution } from "../verify/types.ts";
import { historyOf, randomBytes } from "./about.ts";
import { placeKey } from "./breach.ts";
import { bytesBefore, bytesRead, equalBytes, fetchOf } from "./bytes.ts";
import { type Area, type History, type Made, overlap, pathOf, type Work } from "./history.ts";
import { piecesOf } from "./pieces.ts";
import type { Trial } from "./suspicion.ts";

/**
 * Does a word that was read guard something that was read later? Had it been as it was before, what that is would not matter.
 *
 * A program that asks for the word again and again is asked whether it would go on asking.
 *
 * @param source The work that placed the word.
 */
export function guards(trial: Trial, flag: Made, source: Work, data: Made): boolean {
  const { run, history, replay } = trial;
  const old = oldBytes(trial, flag, source);
  if (!old) return false;
  const unset: Substitution = { read: flag.occurrence, bytes: old };
  const without = replay(run, { substitute: unset });
  const same = sameRead(historyOf(without), history, data);
  if (!same || isIndifferent(trial, [unset], without, same, data)) return true;
  return isLastLook(history, flag, data) && waitsForIt(trial, flag, old, data);
}

/** What a read would have got, had some work not placed anything. */
function oldBytes({ history, initial }: Trial, flag: Made, source: Work): Uint8Array | undefined {
  const [bytes, fetch] = [bytesRead(flag), fetchOf(flag)];
  if (!bytes || !fetch) return undefined;
  const old = bytes.slice();
  for (const piece of piecesOf(history, fetch.parts, source)) {
    if (piece.age !== "fresh" || !piece.placed) continue;
    old.set(bytesBefore(history, initial, piece, piece.placed.moment), piece.address - fetch.work.address);
  }
  return old;
}

interface ReadInRun {
  readonly occurrence: Occurrence;
  readonly count: number;
}

function isIndifferent(
  { run, replay }: Trial,
  substitutes: readonly Substitution[],
  base: RecordedRun,
  read: ReadInRun,
  data: Made,
): boolean {
  const random: Substitution = { read: read.occurrence, bytes: randomBytes(read.count, placeKey(data.at)) };
  return replay(run, { substitute: [...substitutes, random] }).outcomeKey === base.outcomeKey;
}

/** The same read in another run, although other calls may stand before it: at the same place of the program, of the same bytes, as often before. */
function sameRead(other: History, history: History, data: Made): ReadInRun | undefined {
  const alike = (one: History): readonly Made[] => one.calls.filter((made) => signatureOf(made) === signatureOf(data));
  const nth = alike(history).findIndex(({ occurrence }) => occurrence.index === data.occurrence.index);
  const made = alike(other)[nth];
  return made && readInRun(made);
}

function readInRun({ occurrence, answer }: Made): ReadInRun | undefined {
  return answer?.answer.kind === "read" ? { occurrence, count: answer.answer.count } : undefined;
}

function signatureOf(made: Made): string {
  const { call, at, occurrence } = made;
  if (call.kind !== "read") return call.kind;
  const length = call.buffers.reduce((sum, span) => sum + span.length, 0);
  return `read ${occurrence.process} ${at.map((_, depth) => placeKey(at.slice(depth))).join()} ${pathOf(made)} ${call.position} ${length}`;
}

/** Nothing asks for the word again between the two, and nothing checks it afterwards: a version, a lock and a lease are asked for again. */
function isLastLook(history: History, flag: Made, data: Made): boolean {
  const word = fetchOf(flag)?.work;
  return (
    word !== undefined &&
    !history.works.some(
      (work) =>
        work.process === word.process && flag.occurrence.index < work.index && work.index !== data.occurrence.index && overlap(work, word),
    )
  );
}

/** So often the word is shown as it was before: who asks for it once more by then does so for ever. */
const mostLooks = 4;

function waitsForIt(trial: Trial, flag: Made, old: Uint8Array, data: Made): boolean {
  const { run, replay } = trial;
  const word = fetchOf(flag)?.work;
  const range = fetchOf(data)?.work;
  if (!word || !range) return false;
  const substitutes: Substitution[] = [{ read: flag.occurrence, bytes: old }];
  for (let look = 0; look < mostLooks; look += 1) {
    const next = replay(run, { substitute: substitutes });
    const last = substitutes.at(-1)?.read.index ?? 0;
    const reads = historyOf(next).calls.filter(({ occurrence }) => occurrence.process === word.process && last < occurrence.index);
    const again = reads.find((made) => isAbout(made, word) && !equalBytes(bytesRead(made) ?? old, old));
    const other = reads.find((made) => isAbout(made, range));
    if (!other) return true;
    if (!again || other.occurrence.index < again.occurrence.index) {
      const read = readInRun(other);
      return read !== undefined && isIndifferent(trial, substitutes, next, read, data);
    }
    substitutes.push({ read: again.occurrence, bytes: old });
  }
  return true;
}

/** A read of these bytes. */
function isAbout(made: Made, area: Area): boolean {
  const work = fetchOf(made)?.work;
  return work !== undefined && work.length === area.length && overlap(work, area) !== undefined;
}
