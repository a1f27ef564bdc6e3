import { Random } from "../../core/random.ts";
import type { RecordedRun, Setup } from "../verify/types.ts";
import { hexOf, partAt } from "./bytes.ts";
import { type Answered, type Area, type FileRange, History, type Made, type Work } from "./history.ts";
import type { Scene, Trial } from "./suspicion.ts";

/** Has the node of a process crashed in a run? */
export function hasCrashed({ site }: Setup, { crashed }: RecordedRun, process: number): boolean {
  const node = site.processes[process]?.node;
  return node !== undefined && crashed.includes(node);
}

/** Has the node of a process crashed by now? */
export const isCrashed = ({ setup: { site }, history }: Scene, process: number): boolean =>
  history.crashes.some(({ node }) => node === site.processes[process]?.node);

/** Does a call change what others see, or make sure of it? */
export const isLasting = ({ call }: Made): boolean =>
  call.kind === "write" || call.kind === "flush" || call.kind === "compareAndSwap" || call.kind === "fetchAdd";

/** An area that some work is about, as a range of its file. */
export function areaInFile(work: Work, area: Area): FileRange | undefined {
  const range = work.range;
  const from = range && range.from + area.address - work.address;
  return from === undefined ? undefined : { path: range?.path ?? "", from, to: from + area.length };
}

/**
 * All bytes of a write. What a crash has kept from being placed is taken from the run without crashes;
 * undefined: it is placed in neither.
 */
export function bytesOfWrite({ run, history, replay }: Trial, write: Work): Uint8Array | undefined {
  const placed = placedBytes(write);
  if (placed || run.crashed.length === 0) return placed;
  const other = historyOf(replay(run, { without: ({ move }) => move.kind === "crash" }));
  const nth = history.worksOf(write).findIndex((work) => work.moment === write.moment);
  const same = other.worksOf(write)[nth];
  return same && same.length === write.length ? placedBytes(same) : undefined;
}

function placedBytes(write: Work): Uint8Array | undefined {
  const bytes = new Uint8Array(write.length);
  for (let offset = 0; offset < write.length; ) {
    const part = partAt(write, write.address + offset);
    if (!part) return undefined;
    bytes.set(part.bytes, part.address - write.address);
    offset = part.address - write.address + part.length;
  }
  return bytes;
}

export function historyOf(run: RecordedRun): History {
  const history = new History();
  for (const step of run.steps) history.tell(step);
  return history;
}

/** All that a process has been answered, as text: equal where it stands at the same point, with the same in its hands. */
export function pastOf(history: History, process: number): string {
  return history.answers.flatMap((answered) => (answered.process === process ? `${answered.index} ${answerText(answered)}` : [])).join(";");
}

function answerText({ answer, bytes }: Answered): string {
  const value = "count" in answer ? answer.count : "errno" in answer ? answer.errno : "word" in answer ? answer.word : "";
  return `${answer.kind} ${value} ${bytes.map(hexOf).join()}`;
}

/** Bytes that are like no others, the same in each run. */
export function randomBytes(length: number, seed: string): Uint8Array {
  let hash = 0x811c9dc5;
  for (let at = 0; at < seed.length; at += 1) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
  const random = new Random(hash);
  return Uint8Array.from({ length }, () => random.below(256));
}
