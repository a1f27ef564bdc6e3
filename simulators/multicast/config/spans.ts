import { startOfFile, type Range } from "../../../protocol/source.ts";
import { rangeBetween } from "./lines.ts";
import type { Body, ConfigNode, Format, Pointer, ScalarStyle } from "./node.ts";

/**
 * Where everything in a configuration stands: compact, survives `structuredClone`, and is asked with pointers
 * such as `["groups", 3, "name"]`. Made once from the tree; problems that a run finds are placed with it.
 */
export interface Spans {
  readonly format: Format;
  /** Names of properties, each once. */
  readonly names: readonly string[];
  /** `nodeFields` numbers for each node, the children of a node beside each other; node 0 is the root. */
  readonly nodes: Int32Array;
  /** `bodyFields` numbers for each object and array. */
  readonly bodies: Int32Array;
  /** See `lineStarts`. */
  readonly lines: Int32Array;
}

/** A node as `Spans` knows it. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly key?: { readonly start: number; readonly end: number };
  /** Objects and arrays. */
  readonly body?: Body;
  /** Scalars. */
  readonly style?: ScalarStyle;
  readonly children: number;
}

/** Which token of a property is meant. */
export type Place = "value" | "key";

/**
 * The range of the token at `pointer`, or at the first of `fallbacks` that is there,
 * or of the nearest thing around `pointer` that is; the start of the file when nothing is.
 * An object or array that goes over several lines is shown by its key, or else by its first line's part.
 */
export function rangeOf(
  spans: Spans,
  pointer: Pointer,
  options: { readonly place?: Place; readonly fallbacks?: readonly Pointer[] } = {},
): Range {
  for (const candidate of [pointer, ...(options.fallbacks ?? [])]) {
    const span = spanAt(spans, candidate);
    if (span) return tokenRange(spans, span, options.place ?? "value");
  }
  for (let length = pointer.length - 1; 0 <= length; length--) {
    const span = spanAt(spans, pointer.slice(0, length));
    if (span) return tokenRange(spans, span, "key");
  }
  return startOfFile;
}

/** Is there anything at `pointer`? */
export function hasPointer(spans: Spans, pointer: Pointer): boolean {
  return indexAt(spans, pointer) !== undefined;
}

/** What stands at `pointer`, or undefined. */
export function spanAt(spans: Spans, pointer: Pointer): Span | undefined {
  const index = indexAt(spans, pointer);
  return index === undefined ? undefined : spanOf(spans, index);
}

/** The members of the object or array at `pointer`, one after the other: there may be very many. */
export function* childrenAt(spans: Spans, pointer: Pointer): Generator<Span> {
  const index = indexAt(spans, pointer);
  if (index === undefined) return;
  const first = spans.nodes[index * nodeFields + 5] ?? 0;
  const count = spans.nodes[index * nodeFields + 6] ?? 0;
  for (let child = first; child < first + count; child++) yield spanOf(spans, child);
}

function tokenRange(spans: Spans, span: Span, place: Place): Range {
  if (place === "key" && span.key) return rangeBetween(spans.lines, span.key.start, span.key.end);
  const range = rangeBetween(spans.lines, span.start, span.end);
  if (range.start.line === range.end.line) return range;
  if (span.key) return rangeBetween(spans.lines, span.key.start, span.key.end);
  const lineEnd = (spans.lines[range.start.line + 1] ?? span.end) - 1;
  return rangeBetween(spans.lines, span.start, span.body?.isBlock === false ? span.start + 1 : Math.min(span.end, lineEnd));
}

const nodeFields = 8;
const bodyFields = 4;
const styles: readonly ScalarStyle[] = ["plain", "double", "single", "template"];

/** Flattens the tree, breadth first. */
export function makeSpans(root: ConfigNode, format: Format, lines: Int32Array): Spans {
  const nodes = new Int32Array(root.size * nodeFields);
  const bodies = new Int32Array(root.size * bodyFields);
  let bodyCount = 0;
  const names = new Map<string, number>();
  const queue: ConfigNode[] = [root];
  for (let index = 0; index < queue.length; index++) {
    const node = queue[index] as ConfigNode;
    const at = index * nodeFields;
    nodes[at] = node.key ? intern(names, node.key.name) : -1;
    nodes[at + 1] = node.key?.start ?? -1;
    nodes[at + 2] = node.key?.end ?? -1;
    nodes[at + 3] = node.start;
    nodes[at + 4] = node.end;
    if (node.kind !== "object" && node.kind !== "array") {
      nodes[at + 7] = -1 - styles.indexOf(node.style);
      continue;
    }
    nodes[at + 5] = queue.length;
    nodes[at + 6] = node.members.length;
    nodes[at + 7] = bodyCount;
    bodies.set([node.body.open, node.body.close, node.body.lastEnd, node.body.isBlock ? 1 : 0], bodyCount++ * bodyFields);
    for (const member of node.members) queue.push(member);
  }
  return { format, names: [...names.keys()], nodes, bodies: bodies.slice(0, bodyCount * bodyFields), lines };
}

function intern(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}

function indexAt(spans: Spans, pointer: Pointer): number | undefined {
  let index: number | undefined = spans.nodes.length === 0 ? undefined : 0;
  for (const step of pointer) {
    if (index === undefined) return undefined;
    index = typeof step === "number" ? elementAt(spans, index, step) : namedAt(spans, index, step);
  }
  return index;
}

function elementAt({ nodes }: Spans, index: number, step: number): number | undefined {
  const first = nodes[index * nodeFields + 5] ?? 0;
  const count = nodes[index * nodeFields + 6] ?? 0;
  if (!Number.isInteger(step) || step < 0 || count <= step) return undefined;
  return nodes[first * nodeFields] === -1 ? first + step : undefined;
}

/** The last of that name counts, as in the tree. */
function namedAt({ nodes, names }: Spans, index: number, step: string): number | undefined {
  const name = names.indexOf(step);
  if (name === -1) return undefined;
  const first = nodes[index * nodeFields + 5] ?? 0;
  for (let child = first + (nodes[index * nodeFields + 6] ?? 0) - 1; first <= child; child--) {
    if (nodes[child * nodeFields] === name) return child;
  }
  return undefined;
}

function spanOf({ nodes, bodies }: Spans, index: number): Span {
  const field = (offset: number): number => nodes[index * nodeFields + offset] ?? 0;
  const keyStart = field(1);
  const body = field(7);
  const bodyField = (offset: number): number => bodies[body * bodyFields + offset] ?? 0;
  return {
    start: field(3),
    end: field(4),
    ...(keyStart === -1 ? {} : { key: { start: keyStart, end: field(2) } }),
    ...(body < 0
      ? { style: styles[-1 - body] ?? "plain" }
      : { body: { open: bodyField(0), close: bodyField(1), lastEnd: bodyField(2), isBlock: bodyField(3) === 1 } }),
    children: field(6),
  };
}
