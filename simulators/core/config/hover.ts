import type { HoverText } from "../simulator.ts";
import { rangeBetween } from "../lines.ts";
import type { ConfigNode, Pointer } from "./node.ts";
import { type Schema, schemasAt } from "./schema.ts";
import { formatCount } from "./words.ts";

/** What is said of a property beyond the schema. */
export interface Meanings {
  /** Of the value, where it has one: "microseconds". */
  unitOf(pointer: Pointer): string | undefined;
  /** Markdown: what the value stands for in this configuration. */
  meaningOf(root: ConfigNode, pointer: Pointer, node: ConfigNode): string | undefined;
}

/** What the schema says of the property at an offset, and what its value stands for. */
export function hoverAt(
  root: ConfigNode | undefined,
  lines: Int32Array,
  offset: number,
  top: Schema,
  meanings: Meanings,
): HoverText | undefined {
  const found = root && tokenAt(root, offset, []);
  if (!found) return undefined;
  const { pointer, node, onKey } = found;
  const schemas = schemasAt(top, pointer, root);
  const [schema] = schemas;
  const meaning = meanings.meaningOf(root, pointer, node);
  const parts = [...(schema ? [describe(schema, schemas, meanings.unitOf(pointer))] : []), ...(meaning === undefined ? [] : [meaning])];
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

function describe(schema: Schema, schemas: readonly Schema[], unit: string | undefined): string {
  const { title, description, default: fallback } = schema;
  const facts = [
    ...(fallback === undefined ? [] : [`Default: \`${JSON.stringify(fallback)}\``]),
    ...boundsOf(schemas.find(({ minimum, maximum }) => minimum !== undefined || maximum !== undefined) ?? schema),
    ...(unit === undefined ? [] : [`Unit: ${unit}`]),
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
