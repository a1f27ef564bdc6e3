import type { Position } from "../../../protocol/source.ts";
import type { Completion, SourceUnit } from "../../core/simulator.ts";
import { type Cursor, cursorInJson } from "../../core/config/cursor.ts";
import { cursorInYaml } from "./cursor-yaml.ts";
import { lineStarts, offsetAt, rangeBetween } from "./lines.ts";
import { type ConfigNode, nodeAt } from "../../core/config/node.ts";
import { formatOf } from "./parse.ts";
import { roleOf } from "./roles.ts";
import { type Schema, schemasAt } from "./schema.ts";
import { propertySnippet } from "../../core/config/snippets.ts";
import { type Suggestion, suggestions, switchNames } from "./suggestions.ts";

/** What may be written at a position of a JSON or YAML configuration: properties that are not there yet, values, names. */
export function completeMulticast(unit: SourceUnit, position: Position): readonly Completion[] {
  const format = formatOf(unit.path);
  if (!format) return [];
  const text = unit.text.startsWith("\uFEFF") ? ` ${unit.text.slice(1)}` : unit.text;
  const lines = lineStarts(text);
  const offset = offsetAt(lines, text, position);
  const cursor = format === "json" ? cursorInJson(text, offset) : cursorInYaml(text, offset);
  if (!cursor) return [];
  const range = rangeBetween(lines, cursor.start, cursor.end);
  const offers = cursor.isKey ? properties(cursor, format) : values(cursor, format);
  return offers.map((offer) => ({ ...offer, range }));
}

type Offer = Omit<Completion, "range">;

function properties(cursor: Cursor, format: "json" | "yaml"): readonly Offer[] {
  const around = cursor.pointer.slice(0, -1);
  const owner = nodeAt(cursor.root, around);
  const schemas = schemasAt(around, withoutCursor(cursor));
  const taken = takenNames(owner, cursor);
  const offers = new Map<string, Offer>();
  for (const schema of schemas) {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (!taken.has(name) && !offers.has(name)) offers.set(name, propertyOffer(name, property, schema, cursor, format));
    }
    if (schema.propertyNames && around.join(".") === "limits.occupied") {
      for (const name of switchNames(cursor.root)) {
        if (!taken.has(name)) offers.set(name, propertyOffer(name, { type: "integer" }, schema, cursor, format));
      }
    }
  }
  return [...offers.values()];
}

/** The name that is being typed decides nothing. */
function withoutCursor({ root, pointer }: Cursor): ConfigNode | undefined {
  if (!root) return undefined;
  const drop = (node: ConfigNode, depth: number): ConfigNode => {
    if (node.kind !== "object" && node.kind !== "array") return node;
    const step = pointer[depth];
    const isLast = depth === pointer.length - 1;
    const members = node.members.flatMap((member, index) => {
      if ((member.key?.name ?? index) !== step) return [member];
      return isLast ? [] : [drop(member, depth + 1)];
    });
    return { ...node, members };
  };
  return drop(root, 0);
}

function takenNames(owner: ConfigNode | undefined, { pointer }: Cursor): ReadonlySet<string> {
  const names = owner?.kind === "object" ? owner.members.map((member) => member.key?.name ?? "") : [];
  const own = names.indexOf(String(pointer.at(-1)));
  return new Set(names.filter((_, index) => index !== own));
}

function propertyOffer(name: string, property: Schema, owner: Schema, cursor: Cursor, format: "json" | "yaml"): Offer {
  const isRequired = owner.required?.includes(name) ?? false;
  const snippet = cursor.hasValue ? undefined : propertySnippet(property, format);
  const comma = snippet !== undefined && cursor.needsComma ? "," : "";
  return {
    label: name,
    kind: "property",
    detail: [property.title, isRequired ? "required" : undefined].filter((part) => part !== undefined).join(", "),
    ...(property.description === undefined ? {} : { documentation: property.description }),
    insert: `${quoted(name, cursor.quote, format)}${snippet === undefined ? "" : `: ${snippet}`.replace(": \n", ":\n")}${comma}`,
    ...(snippet === undefined ? {} : { isSnippet: true }),
  };
}

function values(cursor: Cursor, format: "json" | "yaml"): readonly Offer[] {
  const schemas = schemasAt(cursor.pointer, undefined);
  const offers = [...fromSchemas(schemas), ...suggestions(roleOf(cursor.pointer), cursor)];
  const seen = new Set<string>();
  return offers.flatMap((offer) => {
    const key = String(offer.value);
    if (seen.has(key) || (typeof offer.value === "number" && cursor.quote !== "")) return [];
    seen.add(key);
    return [valueOffer(offer, cursor, format)];
  });
}

function fromSchemas(schemas: readonly Schema[]): readonly Suggestion[] {
  return schemas.flatMap((schema) => {
    const words = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
    const fallback = typeof schema.default === "number" || typeof schema.default === "string" ? [schema.default] : [];
    return [...words, ...fallback].map((value) => ({
      value,
      kind: "value" as const,
      ...(value === schema.default ? { detail: "default" } : {}),
      ...(schema.description === undefined ? {} : { documentation: schema.description }),
    }));
  });
}

function valueOffer({ value, snippet, kind, detail, documentation }: Suggestion, cursor: Cursor, format: "json" | "yaml"): Offer {
  const written = snippet ?? String(value);
  return {
    label: String(value),
    kind,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation }),
    insert: typeof value === "number" ? String(value) : quoted(written, cursor.quote, format),
    ...(snippet === undefined ? {} : { isSnippet: true }),
  };
}

/** The opening quotation mark stands before the completion already, when there is one. */
function quoted(text: string, quote: string, format: "json" | "yaml"): string {
  if (quote !== "") return `${text}${quote}`;
  return format === "json" ? `"${text}"` : /^[A-Za-z\d](?:[\w.*$/:{}-]*[\w*$}])?$/.test(text) ? text : `"${text}"`;
}
