import { bytesBefore, bytesRead, equalBytes, fetchOf } from "./bytes.ts";
import { type Breach, placeKey } from "./breach.ts";
import type { Answered, FileRange, Made, Work } from "./history.ts";
import { areaInFile, bytesOfWrite, hasCrashed, isCrashed, pastOf } from "./about.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { added, type Detector, type Scene, type Suspicion, type Trial } from "./suspicion.ts";

/**
 * `no-torn-read` (FL4007) and its part of `prefix-durable` (FL4014): a read has got some of a write of another process and, in its range,
 * something older; and the outcome differs from that with all old bytes, with all of the write, and with old and new exchanged.
 */
export const tornReads: Detector = (scene, since) =>
  added(scene.history.answers, since).flatMap((answered) =>
    answered.answer.kind === "read" && answered.answer.count > 0 ? mixesOf(scene, answered) : [],
  );

function mixesOf(scene: Scene, answered: Answered): readonly Suspicion[] {
  const { history } = scene;
  const fetch = fetchOf(answered.made);
  const { made } = answered;
  if (!fetch || history.placed.length === 0) return [];
  return history.works.flatMap((write): readonly Suspicion[] => {
    if (write.opcode !== "WRITE" || write.process === answered.process || write.moment > answered.moment) return [];
    const pieces = piecesOf(history, fetch.parts, write);
    const isMixed = pieces.some(({ age }) => age === "fresh") && pieces.some(({ age }) => age === "older");
    return isMixed ? [suspicionOf(scene, made, write, pieces)] : [];
  });
}

function suspicionOf(scene: Scene, made: Made, write: Work, pieces: readonly Piece[]): Suspicion {
  const { process, index } = made.occurrence;
  // What a writer leaves behind that has crashed is another property.
  const crashed = isCrashed(scene, write.process) ? " after a crash" : "";
  const ages = pieces.map(({ address, length, age }) => `${address}+${length} ${age}`).join();
  return {
    key: `torn ${process} ${placeKey(made.at)} ${write.process} ${placeKey(write.made?.at ?? [])}${crashed}`,
    id: `torn ${process} ${index} ${write.process} ${write.index} ${write.qpn}`,
    memory: (trial) => `torn ${index} ${write.process} ${write.index} ${ages} ${process} ${pastOf(trial.history, process)}`,
    decide: (trial) => decide(trial, made, write),
  };
}

function decide(trial: Trial, made: Made, write: Work): Breach | undefined {
  const { history, run, setup } = trial;
  const { process } = made.occurrence;
  const fetch = fetchOf(made);
  const bytes = bytesRead(made);
  if (!fetch || !bytes) return undefined;
  const pieces = piecesOf(history, fetch.parts, write);
  const variants = mixesFor(trial, bytes, fetch.work.address, write, pieces);
  if (!variants || variants.some((variant) => equalBytes(variant, bytes))) return undefined;
  const runs = variants.map((variant) => trial.replay(run, { substitute: { read: made.occurrence, bytes: variant } }));
  if (runs.some(({ outcomeKey }) => outcomeKey === run.outcomeKey)) return undefined;
  const hasWriterCrashed = hasCrashed(setup, run, write.process);
  const [allOld, allNew] = runs.map(({ outcomes }) => outcomes[process]);
  const asRead = run.outcomes[process];
  const range = areaInFile(write, overlapOf(pieces));
  if (!allOld || !allNew || !asRead || !range) return undefined;
  const property = hasWriterCrashed ? "prefix-durable" : "no-torn-read";
  return {
    property,
    key: `${property} ${placeKey(made.at)}`,
    code: hasWriterCrashed ? "FL4014" : "FL4007",
    process,
    at: made.at,
    step: fetch.parts.at(-1)?.step ?? made.step,
    detail: {
      kind: "torn",
      read: made.occurrence,
      write: { process: write.process, index: write.index },
      range,
      fresh: pieces.flatMap((piece): readonly FileRange[] => {
        const part = piece.age === "fresh" ? areaInFile(write, piece) : undefined;
        return part ? [part] : [];
      }),
      hasWriterCrashed,
      compared: { allOld, allNew, asRead },
    },
  };
}

/** All old, all of the write, old and new exchanged; undefined: what the write would have brought is not known. */
function mixesFor(
  trial: Trial,
  bytes: Uint8Array,
  address: number,
  write: Work,
  pieces: readonly Piece[],
): readonly Uint8Array[] | undefined {
  const payload = bytesOfWrite(trial, write);
  if (!payload) return undefined;
  const [allOld, allNew, exchanged] = [bytes.slice(), bytes.slice(), bytes.slice()];
  for (const piece of pieces) {
    if (piece.age === "newer") continue;
    const at = piece.address - address;
    const written = payload.subarray(piece.address - write.address, piece.address - write.address + piece.length);
    if (piece.age === "older") {
      allNew.set(written, at);
      exchanged.set(written, at);
    } else if (piece.placed) {
      const old = bytesBefore(trial.history, trial.initial, piece, piece.placed.moment);
      allOld.set(old, at);
      exchanged.set(old, at);
    }
  }
  return [allOld, allNew, exchanged];
}

function overlapOf(pieces: readonly Piece[]): { readonly target: number; readonly address: number; readonly length: number } {
  const from = Math.min(...pieces.map(({ address }) => address));
  const to = Math.max(...pieces.map(({ address, length }) => address + length));
  return { target: pieces[0]?.target ?? 0, address: from, length: to - from };
}
