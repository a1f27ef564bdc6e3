import type ts from "typescript";
import { TooManyPaths } from "../../core/source/path-walk.ts";

/** What is known at a point of a path through one function. */
export interface PathState {
  /** Begins that this path has passed and not yet closed, outermost first. */
  readonly open: readonly ts.CallExpression[];
  /** Sections of callers that it has closed. */
  readonly below: number;
  /** Conditions that it has been through, by their text: they do not change on the way. */
  readonly facts: ReadonlyMap<string, boolean>;
}

export const startOfPath: PathState = { open: [], below: 0, facts: new Map() };

const mostOpen = 8;

export function keyOf({ open, below, facts }: PathState): string {
  const known = [...facts].map(([text, isTrue]) => `${isTrue ? "" : "!"}${text}`).sort();
  return `${open.map(({ pos }) => pos).join(",")}|${below}|${known.join("&")}`;
}

/** @throws {TooManyPaths} */
export function begin(state: PathState, call: ts.CallExpression): PathState {
  if (state.open.length >= mostOpen) throw new TooManyPaths();
  // A loop that begins again and again: once more says it all.
  if (state.open.filter((one) => one === call).length > 1) return state;
  return { ...state, open: [...state.open, call] };
}

export function end(state: PathState): PathState {
  if (state.open.length > 0) return { ...state, open: state.open.slice(0, -1) };
  return { ...state, below: Math.min(state.below + 1, mostOpen) };
}

/** The path on which a condition has this value, when its text says the same at every point of the function. */
export function assume(state: PathState, text: string, isTrue: boolean): PathState | undefined {
  if (state.facts.get(text) === !isTrue) return undefined;
  return { ...state, facts: new Map([...state.facts, [text, isTrue]]) };
}
