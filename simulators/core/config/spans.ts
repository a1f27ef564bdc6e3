import { startOfFile, type Range } from "../../../protocol/source.ts";
import { rangeBetween } from "../lines.ts";
import { originOf } from "./moved.ts";
import type { Body, ConfigNode, ConfigObject, Format, Pointer, ScalarStyle } from "./node.ts";

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

/** Flattens the tree. What was taken over from a text before (see `reuse.ts`) is not walked again. */
export function makeSpans(root: ConfigNode, format: Format, lines: Int32Array): Spans {
  const writer = new Writer(root.size);
  writer.put(root, 0, 0);
  return { format, names: [...writer.names.keys()], nodes: writer.nodes, bodies: writer.bodies.slice(0, writer.body * bodyFields), lines };
}

class Writer {
  readonly nodes: Int32Array;
  readonly bodies: Int32Array;
  readonly names = new Map<string, number>();
  /** The first node and the first body that are free. */
  node = 1;
  body = 0;

  /** @param size Nodes. */
  constructor(size: number) {
    this.nodes = new Int32Array(size * nodeFields);
    this.bodies = new Int32Array(size * bodyFields);
  }

  put(node: ConfigNode, index: number, depth: number): void {
    const flat = depth === elementDepth && node.kind === "object" ? flatObject(originOf(node)) : undefined;
    if (flat) return this.copy(flat, node, index);
    const { nodes } = this;
    const at = index * nodeFields;
    const { key } = node;
    nodes[at] = key ? intern(this.names, key.name) : -1;
    nodes[at + 1] = key ? key.start : -1;
    nodes[at + 2] = key ? key.end : -1;
    nodes[at + 3] = node.start;
    nodes[at + 4] = node.end;
    if (node.kind !== "object" && node.kind !== "array") {
      nodes[at + 7] = -1 - styles.indexOf(node.style);
      return;
    }
    nodes[at + 7] = this.putBody(node.body);
    const { members } = node;
    const first = this.node;
    nodes[at + 5] = first;
    nodes[at + 6] = members.length;
    this.node += members.length;
    for (let child = 0; child < members.length; child++) this.put(members[child] as ConfigNode, first + child, depth + 1);
  }

  putBody({ open, close, lastEnd, isBlock }: Body): number {
    const at = this.body * bodyFields;
    this.bodies[at] = open;
    this.bodies[at + 1] = close;
    this.bodies[at + 2] = lastEnd;
    this.bodies[at + 3] = isBlock ? 1 : 0;
    return this.body++;
  }

  /** Puts what is known of an object where it stands now. Plain loops: most of a large file goes through here at every edit. */
  copy(flat: Flat, node: ConfigNode, index: number): void {
    const { nodes, bodies } = this;
    const shift = node.start - flat.start;
    const names = flat.names.map((name) => intern(this.names, name));
    // Its first node is the object itself, which has its place already.
    const base = this.node - 1;
    for (let from = 0, to = index * nodeFields; from < flat.nodes.length; from += nodeFields) {
      const name = flat.nodes[from] ?? -1;
      const body = flat.nodes[from + 7] ?? 0;
      nodes[to] = name === -1 ? -1 : (names[name] ?? -1);
      nodes[to + 1] = name === -1 ? -1 : (flat.nodes[from + 1] ?? 0) + shift;
      nodes[to + 2] = name === -1 ? -1 : (flat.nodes[from + 2] ?? 0) + shift;
      nodes[to + 3] = (flat.nodes[from + 3] ?? 0) + shift;
      nodes[to + 4] = (flat.nodes[from + 4] ?? 0) + shift;
      nodes[to + 5] = body < 0 ? 0 : (flat.nodes[from + 5] ?? 0) + base;
      nodes[to + 6] = flat.nodes[from + 6] ?? 0;
      nodes[to + 7] = body < 0 ? body : body + this.body;
      to = from === 0 ? this.node * nodeFields : to + nodeFields;
    }
    for (let from = 0, to = this.body * bodyFields; from < flat.bodies.length; from += bodyFields, to += bodyFields) {
      const lastEnd = flat.bodies[from + 2] ?? -1;
      bodies[to] = (flat.bodies[from] ?? 0) + shift;
      bodies[to + 1] = (flat.bodies[from + 1] ?? 0) + shift;
      bodies[to + 2] = lastEnd === -1 ? -1 : lastEnd + shift;
      bodies[to + 3] = flat.bodies[from + 3] ?? 0;
    }
    this.node += flat.nodes.length / nodeFields - 1;
    this.body += flat.bodies.length / bodyFields;
  }
}

/** Elements of the lists of the root. */
const elementDepth = 2;

/** An object by itself, as if it were a root. */
interface Flat {
  readonly start: number;
  readonly nodes: Int32Array;
  readonly bodies: Int32Array;
  readonly names: readonly string[];
}

const flatObjects = new WeakMap<ConfigObject, Flat | "seen">();

/** Undefined for an object that is met for the first time: most files are read once, and this is for those that are edited. */
function flatObject(node: ConfigObject): Flat | undefined {
  const known = flatObjects.get(node);
  if (known === undefined) flatObjects.set(node, "seen");
  if (known !== "seen") return known;
  const writer = new Writer(node.size);
  writer.put(node, 0, elementDepth + 1);
  const bodies = writer.bodies.slice(0, writer.body * bodyFields);
  const flat = { start: node.start, nodes: writer.nodes, bodies, names: [...writer.names.keys()] };
  flatObjects.set(node, flat);
  return flat;
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
