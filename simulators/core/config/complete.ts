import type { Completion } from "../simulator.ts";
import type { Cursor } from "./cursor.ts";
import { type ConfigNode, nodeAt, type Pointer } from "./node.ts";
import { type Schema, schemasAt } from "./schema.ts";
import { propertySnippet } from "./snippets.ts";

/** Something to offer as a value. */
export interface Suggestion {
  readonly value: string | number;
  /** With stops for what is to be filled in; without, the value as it is. */
  readonly snippet?: string;
  readonly kind: "value" | "reference";
  readonly detail?: string;
  readonly documentation?: string;
}

/** What is offered beyond the schema. */
export interface Extras {
  /** Values that the rest of the configuration suggests. */
  values(cursor: Cursor): readonly Suggestion[];
  /** Names of properties of an object whose names are free, with the schema of their values. */
  names?(around: Pointer, root: ConfigNode | undefined): readonly (readonly [name: string, of: Schema])[];
}

/** What may be written at a cursor: properties that are not there yet, words, and what `extras` adds. Each without its range. */
export function offersAt(cursor: Cursor, schema: Schema, format: "json" | "yaml", extras: Extras): readonly Offer[] {
  return cursor.isKey ? properties(cursor, schema, format, extras) : values(cursor, schema, format, extras);
}

export type Offer = Omit<Completion, "range">;

function properties(cursor: Cursor, top: Schema, format: "json" | "yaml", extras: Extras): readonly Offer[] {
  const around = cursor.pointer.slice(0, -1);
  const owner = nodeAt(cursor.root, around);
  const schemas = schemasAt(top, around, withoutCursor(cursor));
  const taken = takenNames(owner, cursor);
  const offers = new Map<string, Offer>();
  for (const schema of schemas) {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (!taken.has(name) && !offers.has(name)) offers.set(name, propertyOffer(name, property, schema, cursor, format));
    }
    for (const [name, property] of extras.names?.(around, cursor.root) ?? []) {
      if (!taken.has(name) && !offers.has(name)) offers.set(name, propertyOffer(name, property, schema, cursor, format));
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

function values(cursor: Cursor, top: Schema, format: "json" | "yaml", extras: Extras): readonly Offer[] {
  const schemas = schemasAt(top, cursor.pointer, undefined);
  const offers = [...fromSchemas(schemas), ...extras.values(cursor)];
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
