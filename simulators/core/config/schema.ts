import type { Json } from "../../../protocol/json.ts";
import type { Code } from "../../../protocol/problem.ts";
import type { ConfigNode, Pointer } from "./node.ts";

/** The part of JSON Schema (2020-12) that our schemas use, with references followed. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly const?: string;
  /** All texts or all numbers. */
  readonly enum?: readonly string[] | readonly number[];
  /** Exclude each other. */
  readonly oneOf?: readonly Schema[];
  readonly properties?: { readonly [name: string]: Schema };
  /** `false`: no others; a schema: of their values. */
  readonly additionalProperties?: false | Schema;
  readonly propertyNames?: { readonly pattern: string };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly pattern?: string;
}

interface RawSchema extends Omit<Schema, "oneOf" | "properties" | "additionalProperties" | "items"> {
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: RawSchema };
  readonly oneOf?: readonly RawSchema[];
  readonly properties?: { readonly [name: string]: RawSchema };
  readonly additionalProperties?: false | RawSchema;
  readonly items?: RawSchema;
}

/** What a configuration is checked by, and how that is told. */
export interface SchemaRules {
  readonly schema: Schema;
  /** Of what breaks the schema. */
  readonly code: Code;
  /** What the patterns of the schema mean, to end the sentence "X is …". */
  readonly forms: ReadonlyMap<string, string>;
  /** Said behind an upper bound that a value exceeds, such as " (a fabric has at most 9 hosts)". */
  boundNote?(pointer: Pointer): string;
}

/** A schema from the text of its file. It has no cycles. */
export function schemaFrom(json: unknown): Schema {
  const root = json as RawSchema;
  return follow(root, root);
}

/** Puts what a reference names in its place; a title or description beside the reference wins. */
function follow(schema: RawSchema, root: RawSchema): Schema {
  const { $ref, $defs: _, oneOf, properties, additionalProperties, items, ...rest } = schema;
  if ($ref !== undefined) {
    const target = root.$defs?.[$ref.replace("#/$defs/", "")];
    if (!target) throw new Error(`The schema has no ${$ref}`);
    return { ...follow(target, root), ...rest };
  }
  const followed: Schema = {
    ...rest,
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, follow(value, root)])) }
      : {}),
    ...(additionalProperties === undefined ? {} : { additionalProperties: additionalProperties && follow(additionalProperties, root) }),
    ...(items ? { items: follow(items, root) } : {}),
  };
  if (!oneOf) return followed;
  const branches = oneOf.map((branch) => follow(branch, root));
  return properties ? choiceOf(followed, branches) : { ...followed, oneOf: branches };
}

/** An object of which one of several properties is needed: each branch has what all have, and of those properties its own. */
function choiceOf(around: Schema, branches: readonly Schema[]): Schema {
  const own = branches.flatMap(({ required = [] }) => required);
  const oneOf = branches.map((branch): Schema => {
    const isOpen = (name: string) => !own.includes(name) || branch.required?.includes(name) === true;
    const properties = Object.fromEntries(Object.entries(around.properties ?? {}).filter(([name]) => isOpen(name)));
    return { ...around, ...branch, properties, required: [...(around.required ?? []), ...(branch.required ?? [])] };
  });
  return { ...withoutUndefined(around), oneOf };
}

/**
 * The schemas that may describe the value at `pointer`: several where the schema offers a choice
 * that the tree, as far as it is there, does not decide.
 */
export function schemasAt(top: Schema, pointer: Pointer, root: ConfigNode | undefined): readonly Schema[] {
  let schemas = branchesFor(top, root);
  let node = root;
  for (const step of pointer) {
    node = node && childOf(node, step);
    schemas = schemas.flatMap((schema) => {
      const child = childSchema(schema, step);
      return child ? branchesFor(child, node) : [];
    });
  }
  return schemas;
}

function childOf(node: ConfigNode, step: string | number): ConfigNode | undefined {
  if (typeof step === "number") return node.kind === "array" ? node.members[step] : undefined;
  return node.kind === "object" ? node.members.findLast((member) => member.key?.name === step) : undefined;
}

function childSchema(schema: Schema, step: string | number): Schema | undefined {
  if (typeof step === "number") return schema.items;
  const named = Object.hasOwn(schema.properties ?? {}, step) ? schema.properties?.[step] : undefined;
  return named ?? (schema.additionalProperties === false ? undefined : schema.additionalProperties);
}

/** Branches of a choice inherit what is said of the choice as a whole. */
function branchesFor(schema: Schema, node: ConfigNode | undefined): readonly Schema[] {
  if (!schema.oneOf) return [schema];
  const { oneOf, ...around } = schema;
  const fitting = oneOf.filter((branch) => node === undefined || node.kind === "null" || isKind(branch, node));
  const chosen = node?.kind === "object" ? bestBranch(fitting, node) : undefined;
  return (chosen ? [chosen] : fitting).flatMap((branch) => branchesFor({ ...branch, ...withoutUndefined(around) }, node));
}

const withoutUndefined = ({ title, description, default: value }: Omit<Schema, "oneOf">): Schema => ({
  ...(title === undefined ? {} : { title }),
  ...(description === undefined ? {} : { description }),
  ...(value === undefined ? {} : { default: value }),
});

/** May this schema describe a value of this kind at all? */
export function isKind(schema: Schema, node: ConfigNode): boolean {
  if (schema.oneOf) return schema.oneOf.some((branch) => isKind(branch, node));
  if (schema.const !== undefined) return node.kind === "string";
  if (schema.enum) return node.kind === typeof schema.enum[0];
  return node.kind === (schema.type === "integer" ? "number" : schema.type);
}

/** The branch that an object was meant for: it has most of its required and then of its other properties; undefined when none has any. */
export function bestBranch(branches: readonly Schema[], node: ConfigNode): Schema | undefined {
  if (node.kind !== "object") return branches[0];
  const names = new Set(node.members.map((member) => member.key?.name ?? ""));
  let best: Schema | undefined;
  let most = 0;
  for (const branch of branches) {
    const required = branch.required?.filter((name) => names.has(name)).length ?? 0;
    const known = Object.keys(branch.properties ?? {}).filter((name) => names.has(name)).length;
    if (most < required * 100 + known) [best, most] = [branch, required * 100 + known];
  }
  return best;
}
