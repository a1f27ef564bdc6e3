import { isCourse, kindOf, label, word } from "../world/layout.ts";
import { mostRising } from "../world/settle.ts";
import { canonicalText } from "../world/text.ts";
import type { Walk } from "../world/walk.ts";
import { normalWorld } from "./normal.ts";

/** Of a run that grows: up to the third reconcile of those that leave more behind. @param reconciles So many have begun since anybody else acted. */
export function firstGrowth({ codes }: Walk, reconciles: number): readonly number[] {
  const starts = startsSince(codes, 0).slice(-reconciles);
  // Before the last ones it has come and gone.
  return codes.slice(0, starts[Math.max(0, reconciles - mostRising) + roundsTold] ?? codes.length);
}

const roundsTold = 3;

/** Of a run in which what counts comes back again and again: up to where it has come back for the first time. `steps`: of that round, the last ones. */
export function firstRound(walk: Walk, steps: number): { readonly codes: readonly number[]; readonly steps: number } {
  const { codes, passed, words, transitions } = walk;
  const { world } = transitions;
  const textOf = (state: Int32Array): string => {
    const { objects, external } = normalWorld(world, state[word.cluster] as number, state[word.external] as number);
    return `${objects.map(({ resource, name, text }) => `${resource} ${name} ${text}`).join("\n")}\n${canonicalText(external)}`;
  };
  const last = textOf(words);
  const times: number[] = [];
  let before = "";
  for (const start of startsSince(codes, codes.findLastIndex((code) => !isCourse(code)) + 1)) {
    const text = textOf(passed[start] as Int32Array);
    if (text === last && text !== before) times.push(start);
    before = text;
    const [first, second] = times;
    if (first !== undefined && second !== undefined) return { codes: codes.slice(0, second), steps: second - first };
  }
  return { codes, steps };
}

/** Where reconciles begin. */
const startsSince = (codes: readonly number[], from: number): readonly number[] =>
  codes.flatMap((code, index) => (index >= from && kindOf(code) === label.start ? [index] : []));
