import type ts from "typescript";
import type { OpenFlags } from "../nodes/flags.ts";
import type { Action } from "./actions.ts";
import type { HandleState } from "./point.ts";

/** A call of the file surface as one path meets it. */
export interface Sighting {
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly action: Action;
  /** Index of the process that runs it; absent: a function that none of the file's processes calls. */
  readonly process?: number;
  /** Of what is done to an open file. */
  readonly handle?: HandleState;
  /** Normal, and known as a whole. */
  readonly path?: string;
  /** As it is written, where it is known as a whole. */
  readonly written?: string;
  /** What is known of its beginning. */
  readonly beginning?: string;
  readonly mount?: number;
  readonly to?: { readonly path?: string; readonly mount?: number };
  /** Of the open file, or of the call that opens. Undefined: not known. */
  readonly flags?: OpenFlags;
  /** Offsets in the file that it may have; empty: not known, or at the position of the open file. */
  readonly offsets: readonly number[];
  /** Bytes, when they are known. */
  readonly length?: number;
  /** Bytes that it moves, when they are known: of a read at most. */
  readonly moved?: number;
  /** Loops around it, callers included, outermost first; a callback for each element is one, too. */
  readonly loops: readonly ts.Node[];
  /** It stands behind no condition in each loop around it whose rounds the offsets belong to. */
  readonly isSteady: boolean;
}

/** A buffer that is touched while work on it is under way. */
export interface Reuse {
  readonly begun: ts.CallExpression | ts.NewExpression;
  readonly at: ts.Node;
  /** `second`: another write takes its bytes; `read`: a read puts bytes there; `change`: the program does. */
  readonly by: "second" | "read" | "change";
}

export interface Repeat {
  readonly open: ts.CallExpression | ts.NewExpression;
  /** The loop, or the call that calls its callback for each element. */
  readonly loop: ts.Node;
}

export interface Leak {
  readonly open: ts.CallExpression | ts.NewExpression;
  /** What leaves the function; absent: its end, or the next round. */
  readonly exit?: ts.Node;
}

export interface Unplaced {
  readonly written: ts.Node;
  readonly at: ts.CallExpression | ts.NewExpression;
  readonly why: "rename" | "unlink" | "channel";
}

/** Everything that the walks through a file have met. */
export class Sightings {
  readonly #calls = new Map<ts.Node, Sighting[]>();
  readonly #keys = new Set<string>();
  #sorted: readonly (readonly Sighting[])[] | undefined;
  readonly reuses: Reuse[] = [];
  readonly repeats: Repeat[] = [];
  readonly leaks: Leak[] = [];
  readonly unplaced: Unplaced[] = [];
  readonly visited = new Set<ts.Node>();

  /** All that was met, by call, in the order of the text. */
  get calls(): readonly (readonly Sighting[])[] {
    this.#sorted ??= [...this.#calls.entries()].sort(([a], [b]) => a.pos - b.pos || b.end - a.end).map(([, sightings]) => sightings);
    return this.#sorted;
  }

  add(sighting: Sighting): void {
    this.#sorted = undefined;
    const known = this.#calls.get(sighting.call) ?? [];
    this.#calls.set(sighting.call, known);
    known.push(sighting);
  }

  reuse(reuse: Reuse): void {
    if (this.#isNew(`reuse ${reuse.begun.pos} ${reuse.at.pos}`)) this.reuses.push(reuse);
  }

  repeat(repeat: Repeat): void {
    if (this.#isNew(`repeat ${repeat.open.pos}`)) this.repeats.push(repeat);
  }

  leak(leak: Leak): void {
    if (this.#isNew(`leak ${leak.open.pos} ${leak.exit?.pos}`)) this.leaks.push(leak);
  }

  unplacedAt(unplaced: Unplaced): void {
    if (this.#isNew(`unplaced ${unplaced.written.pos} ${unplaced.at.pos}`)) this.unplaced.push(unplaced);
  }

  #isNew(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    return true;
  }
}
