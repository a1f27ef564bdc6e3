import { areaInFile } from "./about.ts";
import { type Breach, type Detail, placeKey } from "./breach.ts";
import { type Area, type History, type Made, overlap, type Part, pathOf, type Work } from "./history.ts";
import { added, type Detector, type Suspicion } from "./suspicion.ts";

/**
 * `no-lost-update` (FL4008): a range is written that was read before and has been changed by another process since; or two writes to one range are
 * under way at once; or two appends go to one offset; or a plain write falls between the two halves of an atomic.
 */
export const lostUpdates: Detector = ({ history, setup }, since) =>
  added(history.placed, since).flatMap((part): readonly Suspicion[] => {
    if (part.work.opcode === "MAX" || !part.work.range) return [];
    if (part.work.opcode !== "WRITE") return betweenHalves(history, part);
    const nodeOf = (process: number) => setup.site.processes[process]?.node ?? -1;
    return [...afterRead(history, part), ...together(history, part, nodeOf), ...appended(history, part)];
  });

/** The last fetch of each byte is before what another process placed there. */
function afterRead(history: History, part: Part): readonly Suspicion[] {
  const { work } = part;
  if (work.parts[0] !== part) return [];
  for (const other of history.placed) {
    const both = other.kind === "place" && isOther(other.work, work) && other.moment < part.moment ? overlap(other, work) : undefined;
    if (!both) continue;
    const area: Area = { target: work.target, address: both.from, length: both.to - both.from };
    const fetch = lastFetch(history, work.process, area, part.moment);
    if (fetch && fetch.moment < other.moment) return suspicionOf(history, "read", part, other.work, area, fetch.work);
  }
  return [];
}

/** Of the bytes of an area, those that were read last by one process. Parts of a read that stand beside each other count one by one. */
function lastFetch(history: History, process: number, area: Area, before: number): Part | undefined {
  const fetches = history.parts.filter(
    (one) =>
      one.kind === "fetch" && one.work.process === process && one.work.opcode === "READ" && one.moment < before && overlap(one, area),
  );
  // A byte that was read again since does not count: the oldest of the last fetches.
  let oldest: Part | undefined;
  for (const fetch of fetches) {
    const both = overlap(fetch, area);
    const isCovered = fetches.some((later) => {
      const again = fetch.moment < later.moment ? overlap(later, area) : undefined;
      return again && both && again.from <= both.from && both.to <= again.to;
    });
    if (!isCovered && (oldest === undefined || fetch.moment < oldest.moment)) oldest = fetch;
  }
  return oldest;
}

/** Both have placed something and not all of it. A write of a node that has crashed, or that has failed, is over. */
function together(history: History, part: Part, nodeOf: (process: number) => number): readonly Suspicion[] {
  const { work } = part;
  if (!isPartly(work)) return [];
  const other = history.works.find((one) => {
    const isOver = one.end !== undefined || history.crashes.some(({ node }) => node === nodeOf(one.process));
    return one.opcode === "WRITE" && isOther(one, work) && overlap(one, work) !== undefined && !isOver && isPartly(one);
  });
  const both = other && overlap(other, work);
  return other && both
    ? suspicionOf(history, "mixed", part, other, { target: work.target, address: both.from, length: both.to - both.from })
    : [];
}

function isPartly(work: Work): boolean {
  const placed = work.parts.reduce((sum, part) => sum + part.length, 0);
  return 0 < placed && placed < work.length;
}

function appended(history: History, part: Part): readonly Suspicion[] {
  const { work } = part;
  if (!isAppend(history, work)) return [];
  const other = history.placed.find(
    (one) =>
      isOther(one.work, work) &&
      one.work.target === work.target &&
      one.work.address === work.address &&
      isAppend(history, one.work) &&
      !isShortened(history, work, one.moment),
  );
  return other ? suspicionOf(history, "append", part, other.work, { ...work, length: Math.min(work.length, other.work.length) }) : [];
}

function isAppend(history: History, work: Work): boolean {
  const made = history.call(work);
  return work.opcode === "WRITE" && made?.call.kind === "write" && made.map?.isAppending === true;
}

/** Since a moment the file was made shorter on purpose: then what was there is not lost by an append. */
function isShortened(history: History, work: Work, since: number): boolean {
  const path = work.range?.path;
  return history.answers.some((answered) => {
    const made = answered.moment > since && answered.answer.kind !== "failed" ? history.call(answered) : undefined;
    const shortens = made && ((made.call.kind === "open" && made.call.flags.truncate) || /truncate/.test(made.call.kind));
    return shortens === true && pathOf(made) === path;
  });
}

/** What another process wrote since the atomic has fetched its word is gone. */
function betweenHalves(history: History, part: Part): readonly Suspicion[] {
  const fetched = part.work.parts.findLast(({ kind }) => kind === "fetch");
  if (!fetched) return [];
  const between = history.placed.find(
    (one) =>
      one.kind === "place" && one.work.opcode === "WRITE" && fetched.moment < one.moment && one.moment < part.moment && overlap(one, part),
  );
  return between ? suspicionOf(history, "atomic", part, between.work, part) : [];
}

const isOther = (a: Work, b: Work): boolean => a.process !== b.process;

/** Of two appends, or two writes at once, neither is the first. */
const placesOf = (how: How, made: Made, other: Made): string =>
  (how === "append" || how === "mixed" ? [placeKey(made.at), placeKey(other.at)].sort() : [placeKey(made.at)]).join(" ");

type How = Extract<Detail, { readonly kind: "lost" }>["how"];

/** @param part With which it happens. @param area What both are about. */
function suspicionOf(history: History, how: How, part: Part, other: Work, area: Area, read?: Work): readonly Suspicion[] {
  const { work } = part;
  // Of an atomic and a plain write, the plain write is to blame.
  const [write, second] = how === "atomic" ? [other, work] : [work, other];
  const [made, otherMade] = [history.call(write), history.call(second)];
  const readMade = read && history.call(read);
  const range = areaInFile(work, area);
  if (!made || !otherMade || !range) return [];
  const breach: Breach = {
    property: "no-lost-update",
    key: `no-lost-update ${how} ${placesOf(how, made, otherMade)}`,
    code: "FL4008",
    process: write.process,
    at: made.at,
    step: part.step,
    detail: {
      kind: "lost",
      how,
      write: made.occurrence,
      other: otherMade.occurrence,
      ...(readMade ? { read: readMade.occurrence } : {}),
      range,
    },
  };
  const id = `lost ${how} ${write.process} ${write.index} ${second.process} ${second.index} ${write.qpn}`;
  return [{ key: `lost ${how} ${placeKey(made.at)} ${placeKey(otherMade.at)}`, id, decide: () => breach }];
}
