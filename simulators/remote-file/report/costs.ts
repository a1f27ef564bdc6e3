import type { Note } from "../../../protocol/report.ts";
import { countOf, formatCount } from "../../core/config/words.ts";
import { operationUs } from "../latency/cost.ts";
import { nodeOf } from "../nodes/site.ts";
import type { Made } from "../properties/history.ts";
import { placeKey } from "../properties/breach.ts";
import { bytesText } from "../latency/words.ts";
import type { Teller } from "./teller.ts";
import { microseconds } from "./titles.ts";

/** What opens cost in a run, and what is read and written by each: simulated, beside the code. @param path Of the scenario's file. */
export function costsOf(teller: Teller, path: string): readonly Note[] {
  const opens = groups(teller, ({ call }) => call.kind === "open");
  const moves = groups(teller, isMove);
  return [
    ...opens.flatMap((calls) => noteOf(path, calls, openText(teller, calls))),
    ...moves.flatMap((calls) => (isLoop(calls) ? noteOf(path, calls, moveText(teller, calls)) : [])),
  ];
}

/** Moves bytes, and has done so. */
const isMove = ({ call, answer }: Made): boolean =>
  answer?.answer.kind !== "failed" &&
  (call.kind === "read" || call.kind === "write" || call.kind === "compareAndSwap" || call.kind === "fetchAdd");

/** One process comes by more than once. */
const isLoop = (calls: readonly Made[]): boolean => new Set(calls.map(({ occurrence }) => occurrence.process)).size < calls.length;

/** Calls by their place in the code, in the order in which they were first made. */
function groups({ history }: Teller, isMeant: (made: Made) => boolean): readonly (readonly Made[])[] {
  const byPlace = new Map<string, Made[]>();
  for (const made of history.calls) {
    if (!isMeant(made) || made.at.length === 0) continue;
    const key = placeKey(made.at);
    byPlace.set(key, [...(byPlace.get(key) ?? []), made]);
  }
  return [...byPlace.values()];
}

function noteOf(path: string, [first]: readonly Made[], text: string): readonly Note[] {
  const [at] = first?.at ?? [];
  return at && at.path === path ? [{ kind: "lens", range: at.range, text }] : [];
}

/** `open 6.80 µs · read 8 B 4.40 µs · 64 calls · remote CPU 0 (simulated)`. */
function openText(teller: Teller, opens: readonly Made[]): string {
  const [first] = opens;
  const { nic } = nicOf(teller, first);
  const served = teller.history.calls.filter(
    (made) =>
      isMove(made) && opens.some(({ occurrence }) => made.map?.process === occurrence.process && made.map.index === occurrence.index),
  );
  const longest = served.map((made) => ({ made, length: lengthOf(made) })).sort((a, b) => b.length - a.length)[0];
  const move = longest ? [`${verbOf(longest.made)} ${bytesText(longest.length)} ${microseconds(operationUs(nic, longest.length))}`] : [];
  const count = opens.length > 1 ? [`${formatCount(opens.length)} opens`] : [];
  return [`open ${microseconds(nic.openUs)}`, ...count, ...move, countOf(served.length, "call"), "remote CPU 0 (simulated)"].join(" · ");
}

/** `read 8 B 4.40 µs × 64 = 281.6 µs (simulated)`. */
function moveText(teller: Teller, calls: readonly Made[]): string {
  const [first] = calls;
  const { nic } = nicOf(teller, first);
  const lengths = calls.map((made) => lengthOf(made));
  const each = Math.max(...lengths);
  const total = lengths.reduce((sum, length) => sum + operationUs(nic, length), 0);
  return `${first ? verbOf(first) : ""} ${bytesText(each)} ${microseconds(operationUs(nic, each))} × ${formatCount(calls.length)} = ${microseconds(total)} (simulated)`;
}

function nicOf({ setup }: Teller, made: Made | undefined) {
  return nodeOf(setup.site, setup.site.processes[made?.occurrence.process ?? 0]?.node ?? 0);
}

function lengthOf({ call, answer }: Made): number {
  if (answer && "count" in answer.answer) return answer.answer.count;
  return call.kind === "read" || call.kind === "write" ? call.buffers.reduce((sum, { length }) => sum + length, 0) : wordBytes;
}

/** Of an atomic. */
const wordBytes = 8;
const verbOf = ({ call }: Made): string => (call.kind === "read" || call.kind === "write" ? call.kind : "atomic");
