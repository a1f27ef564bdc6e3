import type { MemoryMoment, MemoryPicture } from "../../../../protocol/picture.ts";
import type { JsonObject } from "../../../../protocol/json.ts";
import { plainMessage, formatCount } from "../../model/format.ts";
import { isObject } from "../../model/state-at.ts";

/** One moment of the picture as it is drawn at a cursor. */
export interface MemoryRow {
  /** Undefined: before the first step. */
  readonly step?: number;
  /** "step 10", "at the start". */
  readonly label: string;
  readonly title: string;
  readonly cells: readonly DrawnCell[];
  readonly isTorn: boolean;
  /** `now`: the cursor stands on it; `later`: it has not happened yet. */
  readonly time: "passed" | "now" | "later";
  /** For those who hear it. */
  readonly words: string;
}

export interface DrawnCell {
  readonly text: string;
  readonly look: "old" | "new" | "none";
  readonly isMoved: boolean;
  /** Between this one and the cell before it: old stands beside new. */
  readonly hasTearBefore: boolean;
}

/** The moments of a picture. @param cursor Index of the current step. */
export function rowsOf(picture: MemoryPicture, cursor: number): readonly MemoryRow[] {
  const now = picture.moments.findLastIndex(({ step }) => step <= cursor);
  return picture.moments.map((moment, index): MemoryRow => {
    const time = index < now ? "passed" : index === now ? "now" : "later";
    const label = moment.step < 0 ? moment.title : `step ${formatCount(moment.step + 1)}`;
    return {
      ...(moment.step < 0 ? {} : { step: moment.step }),
      label,
      title: moment.step < 0 ? "" : moment.title,
      cells: cellsOf(moment),
      isTorn: moment.isTorn === true,
      time,
      words: wordsOf(picture, moment, label),
    };
  });
}

function cellsOf({ cells, isTorn }: MemoryMoment): readonly DrawnCell[] {
  return cells.map(({ text, age, isMoved }, index): DrawnCell => {
    const before = cells[index - 1]?.age;
    const differs = before !== undefined && before !== "none" && age !== "none" && before !== age;
    return { text, look: age, isMoved: isMoved === true, hasTearBefore: isTorn === true && differs };
  });
}

/** "bytes 0–7", "byte 8". */
export const cellTitle = ({ from, to }: MemoryPicture["cells"][number]): string =>
  to - from === 1 ? `byte ${formatCount(from)}` : `bytes ${formatCount(from)}–${formatCount(to - 1)}`;

function wordsOf({ cells }: MemoryPicture, moment: MemoryMoment, label: string): string {
  const parts = moment.cells.flatMap(({ text, age }, index): readonly string[] => {
    const cell = cells[index];
    return age === "none" || !cell ? [] : [`${cellTitle(cell)} ${text} (${age})`];
  });
  const title = moment.step < 0 ? label : `${label}, ${moment.title}`;
  return `${title}: ${parts.join(", ")}${moment.isTorn ? ": torn" : ""}`;
}

/** The picture as lines of text. */
export function linesOf(
  picture: MemoryPicture,
): readonly { readonly text: string; readonly step?: number; readonly isBad?: boolean; readonly isTitle?: boolean }[] {
  return [
    { text: `Memory: ${picture.file} on ${picture.node}`, isTitle: true },
    ...rowsOf(picture, Infinity).map(({ words, step, isTorn }) => ({
      text: `  ${words}`,
      isBad: isTorn,
      ...(step === undefined ? {} : { step }),
    })),
    { text: `  operating system of ${picture.node}: ${picture.systemEvents} events since the open` },
    ...(picture.compared ?? []).map(({ what, outcome, isHarm }) => ({
      text: `  ${what}: ${plainMessage(outcome)}`,
      isBad: isHarm === true,
    })),
  ];
}

/** Name and value of each entry of a part of the state, before and after a step. */
export interface Entry {
  readonly name: string;
  readonly value: string;
  readonly isChanged: boolean;
  /** It does not work any more. */
  readonly isBroken: boolean;
}

/** Queue pairs or keys at the cursor. What a step has removed is still shown in it. */
export function entriesOf(before: JsonObject, after: JsonObject, part: string): readonly Entry[] {
  const [old, now] = [partOf(before, part), partOf(after, part)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().map((name): Entry => {
    const value = now[name];
    const text = typeof value === "string" ? value : "gone";
    return { name, value: text, isChanged: old[name] !== value, isBroken: text === "ERR" || text === "revoked" || text === "gone" };
  });
}

function partOf(state: JsonObject, part: string): JsonObject {
  const value = Object.hasOwn(state, part) ? state[part] : undefined;
  return isObject(value) ? value : {};
}

/** `12.40` → "12.4 µs". */
export const timeText = (time: number): string => `${time < 1000 ? Number(time.toFixed(2)) : formatCount(Math.round(time))} µs`;
