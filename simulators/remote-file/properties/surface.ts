import { mountAt, mountOfPath } from "../nodes/site.ts";
import type { Setup } from "../verify/types.ts";
import { type Breach, type Detail, placeKey } from "./breach.ts";
import { type Answered, type History, type Made, type Noted, pathOf } from "./history.ts";
import { added, type Detector, type Suspicion } from "./suspicion.ts";

/** What calls by themselves show: `no-fallback` (FL4001, FL4010), and in runs FL4004 (many opens of one path) and FL4006 (out of the region). */
export const surfaceFaults: Detector = ({ history, setup }, since) => [
  ...added(history.notes, since).flatMap((noted) => strayed(setup, noted)),
  ...added(history.answers, since).flatMap((answered) => [...fallenBack(history, answered), ...outside(history, setup, answered)]),
  ...added(history.calls, since).flatMap((made) => opened(history, made)),
];

function strayed({ site }: Setup, { note, process, step }: Noted): readonly Suspicion[] {
  if (note.kind === "strayed") {
    // What is under a mount goes to the local disk when the mount says so and no manager answers.
    const detail: Detail = { kind: "strayed", path: note.path, isFallback: mountOfPath(site, note.path) !== undefined };
    return [suspicionOf({ property: "no-fallback", code: "FL4001", process, at: note.at, step, detail })];
  }
  if (note.kind !== "refused") return [];
  const detail: Detail = { kind: "refused", name: note.name, path: note.path };
  return [suspicionOf({ property: "no-fallback", code: "FL4010", process, at: note.at, step, detail })];
}

/** The manager cannot be reached, and the local disk answers. */
function fallenBack(history: History, answered: Answered): readonly Suspicion[] {
  const made = answered.answer.kind === "local" ? history.call(answered) : undefined;
  if (!made) return [];
  const detail: Detail = { kind: "strayed", path: pathOf(made) ?? "", isFallback: true };
  const { process, step } = answered;
  return [suspicionOf({ property: "no-fallback", code: "FL4001", process, at: made.at, step, detail })];
}

/** Behind the region: a write or an atomic there fails; a read that begins there never gets anything. */
function outside(history: History, setup: Setup, answered: Answered): readonly Suspicion[] {
  const made = history.call(answered);
  const path = made && pathOf(made);
  const mount = path === undefined ? undefined : mountOfPath(setup.site, path);
  if (!made || path === undefined || mount === undefined) return [];
  const { regionSize } = mountAt(setup.site, mount);
  const range = rangeOf(made);
  const isRefused = answered.answer.kind === "failed" && answered.answer.errno === "EFBIG";
  const isReadBehind = made.call.kind === "read" && range !== undefined && regionSize < range.from;
  if (!isRefused && !isReadBehind) return [];
  const detail: Detail = {
    kind: "outside",
    call: made.occurrence,
    range: { path, from: range?.from ?? -1, to: range?.to ?? -1 },
    regionSize,
  };
  const { process, step } = answered;
  return [suspicionOf({ property: "FL4006", code: "FL4006", process, at: made.at, step, detail })];
}

/** As the program says it; undefined: at the position of the file. */
function rangeOf({ call }: Made): { readonly from: number; readonly to: number } | undefined {
  if (call.kind === "compareAndSwap" || call.kind === "fetchAdd") return { from: call.offset, to: call.offset + 8 };
  if ((call.kind !== "read" && call.kind !== "write") || call.position === undefined) return undefined;
  return { from: call.position, to: call.position + call.buffers.reduce((sum, { length }) => sum + length, 0) };
}

/** So many opens of one path by one process are too many (section 8). */
export const manyOpens = 16;

function opened(history: History, made: Made): readonly Suspicion[] {
  const { call, occurrence, step } = made;
  if (call.kind !== "open" || call.flags.exclusive) return [];
  const { process } = occurrence;
  const opens = history.calls.filter(
    (other) =>
      other.occurrence.process === process && other.call.kind === "open" && !other.call.flags.exclusive && other.call.path === call.path,
  );
  if (opens.length !== manyOpens) return [];
  const base = suspicionOf({
    property: "FL4004",
    code: "FL4004",
    process,
    at: made.at,
    step,
    detail: { kind: "opens", path: call.path, count: opens.length, reads: [] },
  });
  return [{ ...base, decide: ({ history: whole }) => counted(whole, made, base.key) }];
}

/** How often in the whole run, and how many bytes each read of it brought. */
function counted(history: History, made: Made, key: string): Breach | undefined {
  const { call, at, step } = made;
  if (call.kind !== "open") return undefined;
  const { process } = made.occurrence;
  const isIts = (other: Made): boolean => other.occurrence.process === process && pathOf(other) === call.path;
  const count = history.calls.filter((other) => isIts(other) && other.call.kind === "open").length;
  const reads = history.answers.flatMap(({ answer, process: owner, index }): readonly number[] => {
    const other = owner === process && answer.kind === "read" ? history.call({ process: owner, index }) : undefined;
    return other && isIts(other) && answer.kind === "read" ? [answer.count] : [];
  });
  return { property: "FL4004", key, code: "FL4004", process, at, step, detail: { kind: "opens", path: call.path, count, reads } };
}

function suspicionOf(breach: Omit<Breach, "key">): Suspicion {
  const key = `${breach.property} ${breach.code} ${placeKey(breach.at)}`;
  return { key, id: `${key} ${breach.process} ${breach.step}`, decide: () => ({ ...breach, key }) };
}
