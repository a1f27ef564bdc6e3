import type ts from "typescript";
import type { OpenFlags } from "../nodes/flags.ts";
import type { Declaration } from "./names.ts";
import type { Value } from "./values.ts";

/** What is known at a point of a path. Never changed: a step makes a new one. */
export interface Point {
  readonly values: ReadonlyMap<Declaration, Value>;
  /** Values of expressions of the statement that is being walked. */
  readonly results: ReadonlyMap<ts.Node, Value>;
  readonly handles: ReadonlyMap<string, HandleState>;
  /** What was begun and nobody has waited for. */
  readonly works: ReadonlyMap<string, Work>;
  readonly facts: ReadonlyMap<string, boolean>;
  /** Opens that were met in the round of a loop: `loop:open`. */
  readonly met: ReadonlySet<string>;
  /** Files with writes that may not have been placed, by path, and where they were written. */
  readonly dirty: ReadonlyMap<string, ts.Node>;
  /** Fields of classes that hold files: `class.name` to the handle. The same at every point. */
  readonly fields: ReadonlyMap<string, string>;
  readonly returned?: Value;
}

export const start: Point = {
  values: new Map(),
  results: new Map(),
  handles: new Map(),
  works: new Map(),
  facts: new Map(),
  met: new Set(),
  dirty: new Map(),
  fields: new Map(),
};

export interface HandleState {
  readonly open: ts.CallExpression | ts.NewExpression;
  /** As far as it is known. */
  readonly path?: string;
  readonly mount?: number;
  /** Undefined: not known. */
  readonly flags?: OpenFlags;
  readonly isClosed: boolean;
  /** Where. */
  readonly closedAt?: ts.Node;
  /** The variable of `using` that closes it at the end of its block. */
  readonly disposal?: ts.VariableDeclaration;
  /** Somebody else may close it: stored, returned, handed to code that is not seen, or disposed at the end of its block. */
  readonly isKept: boolean;
  /** What a field of a class holds: it may be another one at any time, so that closing it tells nothing of later. */
  readonly isField?: boolean;
}

/** A read, write, sync or atomic that is under way. */
export interface Work {
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly kind: "read" | "write" | "other";
  readonly buffer?: Extent;
  /** The run of an async function that has waited for it; for others it is under way until that run is waited for. */
  readonly awaitedIn?: string;
}

/** Part of a buffer. Bytes; undefined: not known; `size` Infinity: up to its end, wherever that is. */
export interface Extent {
  readonly id: string;
  readonly start?: number;
  readonly size?: number;
}

/** Do two parts share a byte for sure? What is not known may lie anywhere; a part has a byte at least. */
export function overlap(a: Extent, b: Extent): boolean {
  if (a.id !== b.id || a.start === undefined || b.start === undefined) return false;
  return a.start < b.start + (b.size ?? 1) && b.start < a.start + (a.size ?? 1);
}

export const setValue = (point: Point, name: Declaration, value: Value | undefined): Point => {
  if (!value && !point.values.has(name)) return point;
  const values = new Map(point.values);
  if (value) values.set(name, value);
  else values.delete(name);
  return { ...point, values };
};

export const setResult = (point: Point, node: ts.Node, value: Value | undefined): Point => {
  if (!value && !point.results.has(node)) return point;
  const results = new Map(point.results);
  if (value) results.set(node, value);
  else results.delete(node);
  return { ...point, results };
};

export function setHandle(point: Point, id: string, state: HandleState): Point {
  return { ...point, handles: new Map(point.handles).set(id, state) };
}

/** Somebody else has these handles from here on. */
export function keep(point: Point, ids: readonly string[]): Point {
  const left = ids.filter((id) => point.handles.get(id)?.isKept === false);
  if (left.length === 0) return point;
  const handles = new Map(point.handles);
  for (const id of left) {
    const state = handles.get(id);
    if (state) handles.set(id, { ...state, isKept: true });
  }
  return { ...point, handles };
}

/** These works are over for `run`; for everybody when there is no run around. */
export function settle(point: Point, ids: readonly string[], run: string): Point {
  if (!ids.some((id) => point.works.has(id))) return point;
  const works = new Map(point.works);
  for (const id of ids) {
    const work = works.get(id);
    if (!work) continue;
    if (run === "") works.delete(id);
    else works.set(id, { ...work, awaitedIn: run });
  }
  return { ...point, works };
}
