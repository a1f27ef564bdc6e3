import type { Position } from "../../../protocol/source.ts";
import type { HoverText, SourceUnit } from "../../core/simulator.ts";
import { lineStarts, offsetAt, rangeBetween } from "./lines.ts";
import { meaningOf } from "./meaning.ts";
import type { ConfigNode, Pointer } from "../../core/config/node.ts";
import { formatOf } from "./parse.ts";
import { readTree } from "./recent.ts";
import { type Schema, schemasAt } from "./schema.ts";
import { formatCount } from "../../core/config/words.ts";

/** What the schema says of the property at a position, and what its value stands for in this configuration. */
export function hoverMulticast(unit: SourceUnit, position: Position): HoverText | undefined {
  const format = formatOf(unit.path);
  if (!format) return undefined;
  const { root } = readTree(unit.path, format, unit.text);
  const lines = lineStarts(unit.text);
  const found = root && tokenAt(root, offsetAt(lines, unit.text, position), []);
  if (!found) return undefined;
  const { pointer, node, onKey } = found;
  const schemas = schemasAt(pointer, root);
  const [schema] = schemas;
  const meaning = meaningOf(root, pointer, node);
  const parts = [...(schema ? [describe(schema, schemas, pointer)] : []), ...(meaning === undefined ? [] : [meaning])];
  if (parts.length === 0) return undefined;
  const token = onKey && node.key ? node.key : node;
  return { range: rangeBetween(lines, token.start, token.end), text: parts.join("\n\n") };
}

interface Found {
  readonly pointer: Pointer;
  readonly node: ConfigNode;
  readonly onKey: boolean;
}

/** The key or scalar at an offset. Brackets and blanks say nothing. */
function tokenAt(node: ConfigNode, offset: number, pointer: Pointer): Found | undefined {
  if (node.key && node.key.start <= offset && offset <= node.key.end) return { pointer, node, onKey: true };
  if (node.kind !== "object" && node.kind !== "array") return isAround(node, offset) ? { pointer, node, onKey: false } : undefined;
  // An alias of a container is a token; its members stand elsewhere.
  if (node.start !== node.body.open && isAround(node, offset)) return { pointer, node, onKey: false };
  for (const [index, member] of node.members.entries()) {
    const isNear = isAround(member, offset) || (member.key && member.key.start <= offset && offset <= member.end);
    const found = isNear ? tokenAt(member, offset, [...pointer, member.key?.name ?? index]) : undefined;
    if (found) return found;
  }
  return undefined;
}

const isAround = ({ start, end }: ConfigNode, offset: number): boolean => start <= offset && offset <= end;

function describe(schema: Schema, schemas: readonly Schema[], pointer: Pointer): string {
  const { title, description, default: fallback } = schema;
  const facts = [
    ...(fallback === undefined ? [] : [`Default: \`${JSON.stringify(fallback)}\``]),
    ...boundsOf(schemas.find(({ minimum, maximum }) => minimum !== undefined || maximum !== undefined) ?? schema),
    ...unitOf(pointer),
  ];
  const heading = [title === undefined ? undefined : `**${title}**`, description].filter((part) => part !== undefined).join(": ");
  return [heading, ...(facts.length > 0 ? [facts.join(" · ")] : [])].join("\n\n");
}

function boundsOf({ minimum, maximum, exclusiveMinimum, enum: words }: Schema): readonly string[] {
  const least =
    minimum === undefined
      ? exclusiveMinimum === undefined
        ? undefined
        : `more than ${formatCount(exclusiveMinimum)}`
      : `at least ${formatCount(minimum)}`;
  const most = maximum === undefined ? undefined : `at most ${formatCount(maximum)}`;
  const bounds = [least, most].filter((part) => part !== undefined).join(", ");
  return [...(bounds === "" ? [] : [`Bounds: ${bounds}`]), ...(words ? [`One of ${words.map((word) => `\`${word}\``).join(", ")}`] : [])];
}

function unitOf(pointer: Pointer): readonly string[] {
  const names = pointer.filter((step) => typeof step === "string");
  const unit = units.get(names.join(".")) ?? units.get(names.slice(0, -1).join("."));
  return unit === undefined ? [] : [`Unit: ${unit}`];
}

/** Of properties, or of all properties of an object (docs/multicast/specification.md §7). */
const units: ReadonlyMap<string, string> = new Map([
  ["topology.linkGbps", "Gbit/s, each direction"],
  ["topology.mtu", "bytes of the whole frame, outer 50 included"],
  ["topology.hopMicroseconds", "microseconds"],
  ["limits.headerBytes", "bytes"],
  ["limits.redundancy", "bits per rule"],
  ["limits.leafTable", "entries"],
  ["limits.spineTable", "entries"],
  ["limits.occupied", "entries"],
  ["limits.updatesPerSecond", "updates per second and switch"],
  ["groups.expectSpurious", "hosts per sender"],
  ["streams.intervalMs", "milliseconds"],
  ["streams.bytes", "bytes of the inner frame"],
  ["streams.maxAgeMs", "milliseconds"],
  ["churn.eventsPerSecond", "events per second"],
  ["installed.headers.bits", "bits"],
]);
