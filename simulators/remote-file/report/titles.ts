import { formatCount } from "../../core/config/words.ts";
import { operationUs } from "../latency/cost.ts";
import { nodeOf } from "../nodes/site.ts";
import type { Breach, Detail } from "../properties/breach.ts";
import type { FileRange } from "../properties/history.ts";
import type { FoundObserver, Occurrence } from "../verify/types.ts";
import type { Teller } from "./teller.ts";
import { bytesAt, shown } from "./values.ts";

type Of<Kind extends Detail["kind"]> = Extract<Detail, { readonly kind: Kind }>;

/** What is wrong in one sentence, for somebody who has never seen the panel; also the problem's message. */
export function titleOf(teller: Teller, { detail, process }: Breach): string {
  const who = teller.process(process);
  switch (detail.kind) {
    case "torn":
      return tornTitle(teller, detail);
    case "published":
      return publishedTitle(teller, detail);
    case "lost":
      return lostTitle(teller, detail);
    case "closed":
      return `${who} ${verbOf(teller, detail.call)} ${detail.path} by a handle that is closed`;
    case "stale":
      return `${who} finds ${detail.path} gone (ESTALE), and neither opens it again nor fails`;
    case "swallowed":
      return `${who} ${teller.outcome(process, detail.outcome)} although its ${nounOf(teller, detail.call)} ${detail.path} ended with ${errnoOf(teller, detail.call)}`;
    case "unhandled":
      return `A rejection in ${who} is handled by nobody: ${shown(detail.thrown.message, 60)}`;
    case "strayed":
      return detail.isFallback
        ? `The manager cannot be reached, so ${who} goes on with ${detail.path} on the local disk of its node`
        : `${detail.path} is under no mount: ${who} uses the local disk of ${nodeName(teller, process)} instead`;
    case "refused":
      return `${detail.name} goes around the agent: for ${detail.path} it is refused (ENOTSUP)`;
    case "threw":
      return `${who} ends with an exception: ${shown(detail.thrown.message, 60)}`;
    case "opens":
      return opensTitle(teller, process, detail);
    case "outside":
      return outsideTitle(teller, process, detail);
    case "unfinished":
      return `${who} ${teller.outcome(process, teller.run.outcomes[process])} while its ${nounOf(teller, detail.call)} ${detail.path} is still under way`;
    case "lock":
      return lockTitle(teller, process, detail);
  }
}

/** Characters of a value in a title. */
const mostOfOutcome = 32;

const nodeName = (teller: Teller, process: number): string => teller.node(teller.setup.site.processes[process]?.node ?? -1);

function tornTitle(teller: Teller, { read, write, range, fresh, hasWriterCrashed, compared }: Of<"torn">): string {
  const [reader, writer] = [teller.process(read.process), teller.process(write.process)];
  const parts = `${fresh.map(bytesAt).join(" and ")} new, ${olderOf(range, fresh).map(bytesAt).join(" and ")} old`;
  const ends = teller.outcome(read.process, compared.asRead, mostOfOutcome);
  return hasWriterCrashed
    ? `${writer} crashes in mid-write, and ${reader} takes what is left of ${range.path} for a record: ${parts}, so it ${ends}`
    : `${reader} works with half of a write of ${writer} to ${range.path}: ${parts}, so it ${ends}`;
}

/** What is left of a range. */
export function olderOf({ path, from, to }: FileRange, fresh: readonly FileRange[]): readonly FileRange[] {
  const older: FileRange[] = [];
  let at = from;
  for (const part of [...fresh].sort((a, b) => a.from - b.from)) {
    if (at < part.from) older.push({ path, from: at, to: part.from });
    at = Math.max(at, part.to);
  }
  return at < to ? [...older, { path, from: at, to }] : older;
}

function publishedTitle(teller: Teller, detail: Of<"published">): string {
  const { flag, flagWrite, range, isLater, hasWriterCrashed } = detail;
  const [reader, writer] = [teller.process(flag.process), teller.process(flagWrite.process)];
  const order = isLater ? "before" : "while it does not yet see";
  const crash = hasWriterCrashed ? `, and ${writer} crashes` : "";
  return isLater
    ? `${writer} writes the flag ${order} ${bytesAt(range)} of ${range.path}: ${reader} sees it and takes what was there before${crash}`
    : `${reader} sees the flag of ${writer} ${order} ${bytesAt(range)} of ${range.path}, and takes what was there before${crash}`;
}

function lostTitle(teller: Teller, { how, write, other, range }: Of<"lost">): string {
  const [who, others] = [teller.process(write.process), teller.process(other.process)];
  const where = `${bytesAt(range)} of ${range.path}`;
  switch (how) {
    case "read":
      return `${who} writes ${where} from an old value: what ${others} wrote in between is lost`;
    case "mixed":
      return `${who} and ${others} write ${where} at the same time: what stays is some of each`;
    case "append":
      return `${who} and ${others} append to ${range.path} at one offset, ${formatCount(range.from)}: only one of them stays`;
    case "atomic":
      return `${who} writes ${where} in the middle of an atomic of ${others}, which wipes it out`;
  }
}

function opensTitle(teller: Teller, process: number, { path, count, reads }: Of<"opens">): string {
  const { nic } = nodeOf(teller.setup.site, teller.setup.site.processes[process]?.node ?? 0);
  const spent = reads.reduce((sum, bytes) => sum + operationUs(nic, bytes), 0);
  const against = reads.length === 0 ? "" : `, against ${microseconds(spent)} for its ${formatCount(reads.length)} reads`;
  return `${teller.process(process)} opens ${path} ${formatCount(count)} times: ${formatCount(count)} × ${microseconds(nic.openUs)}${against} (simulated)`;
}

export const microseconds = (time: number): string => `${formatCount(Number(time.toFixed(time < 100 ? 2 : 0)))} µs`;

function outsideTitle(teller: Teller, process: number, { call, range, regionSize }: Of<"outside">): string {
  const where = range.from < 0 ? `behind the end of ${range.path}` : `${bytesAt(range)} of ${range.path}`;
  return `${teller.process(process)} ${verbOf(teller, call)} ${where}, whose region has ${formatCount(regionSize)} bytes`;
}

function lockTitle(teller: Teller, process: number, { path, offset, holder, attempts, isEndless }: Of<"lock">): string {
  const lock = offset === undefined ? path : `byte ${formatCount(offset)} of ${path}`;
  const who = teller.process(process);
  const waits = isEndless ? `${who} waits for ever` : `${who} tries ${attempts} times in vain`;
  return `${teller.process(holder)} crashes with the lock at ${lock}: nothing ends the lock, and ${waits}`;
}

/** The user's own check says no. */
export function observerTitle(teller: Teller, { observer, thrown }: FoundObserver): string {
  const declared = teller.setup.payload.observers[observer];
  const name = declared?.name ?? "check";
  const says = thrown ? `throws ${shown(thrown.message, 60)}` : "is false";
  if (declared?.kind === "finally") return `${name} ${says} when every process has finished`;
  const last = teller.history.parts.findLast(({ kind, work }) => kind === "place" && work.opcode !== "MAX");
  const range = last && teller.rangeOf(last.work, last);
  if (!last || !range) return `${name} ${says} at the start`;
  const placed = last.length < last.work.length ? `only ${bytesAt(range)} of a write of` : `${bytesAt(range)} by`;
  return `${name} ${says} once ${range.path} holds ${placed} ${teller.process(last.work.process)}`;
}

function verbOf(teller: Teller, occurrence: Occurrence): string {
  const kind = teller.history.call(occurrence)?.call.kind;
  if (kind === "read" || kind === "size") return "reads";
  if (kind === "write") return "writes";
  if (kind === "flush") return "syncs";
  return kind === "ftruncate" ? "truncates" : "changes by an atomic";
}

function nounOf(teller: Teller, occurrence: Occurrence): string {
  const kind = teller.history.call(occurrence)?.call.kind;
  if (kind === "write") return "write to";
  return kind === "flush" ? "sync of" : "atomic on";
}

function errnoOf(teller: Teller, occurrence: Occurrence): string {
  const answer = teller.history.call(occurrence)?.answer?.answer;
  return answer?.kind === "failed" ? answer.errno : "an error";
}
