import type ts from "typescript";

/** What is known at a point of a path through one function. */
export interface PathState {
  /** Begins that this path has passed and not yet closed, outermost first. */
  readonly open: readonly ts.CallExpression[];
  /** Sections of callers that it has closed. */
  readonly below: number;
  /** Conditions that it has been through, by their text: they do not change on the way. */
  readonly facts: ReadonlyMap<string, boolean>;
}

/** The different states of all paths to one point, by key. */
export type PathStates = ReadonlyMap<string, PathState>;

export const noPaths: PathStates = new Map();

export const startOfPaths: PathStates = statesOf([{ open: [], below: 0, facts: new Map() }]);

/** More than anybody can have meant: the analysis ends without an answer. */
export class TooManyPaths extends Error {
  override readonly name = "TooManyPaths";
}

const mostStates = 256;
const mostOpen = 8;

export function statesOf(states: Iterable<PathState>): PathStates {
  const found = new Map<string, PathState>();
  for (const state of states) found.set(keyOf(state), state);
  if (found.size > mostStates) throw new TooManyPaths();
  return found;
}

function keyOf({ open, below, facts }: PathState): string {
  const known = [...facts].map(([text, isTrue]) => `${isTrue ? "" : "!"}${text}`).sort();
  return `${open.map(({ pos }) => pos).join(",")}|${below}|${known.join("&")}`;
}

export const union = (...all: readonly PathStates[]): PathStates => statesOf(all.flatMap((states) => [...states.values()]));

export const without = (states: PathStates, known: PathStates): PathStates => new Map([...states].filter(([key]) => !known.has(key)));

export function begin(states: PathStates, call: ts.CallExpression): PathStates {
  return statesOf(
    [...states.values()].map((state) => {
      if (state.open.length >= mostOpen) throw new TooManyPaths();
      // A loop that begins again and again: once more says it all.
      if (state.open.filter((one) => one === call).length > 1) return state;
      return { ...state, open: [...state.open, call] };
    }),
  );
}

export function end(states: PathStates): PathStates {
  return statesOf(
    [...states.values()].map((state) => {
      if (state.open.length > 0) return { ...state, open: state.open.slice(0, -1) };
      return { ...state, below: Math.min(state.below + 1, mostOpen) };
    }),
  );
}

/** The paths on which a condition has this value, when its text says the same at every point of the function. */
export function assume(states: PathStates, text: string, isTrue: boolean): PathStates {
  const left = [...states.values()].filter(({ facts }) => facts.get(text) !== !isTrue);
  return statesOf(left.map((state) => ({ ...state, facts: new Map([...state.facts, [text, isTrue]]) })));
}
