import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { multicastSchema, type Schema } from "./schema.ts";

declare const __ROOT__: string;

const file = ts.createSourceFile("multicast.ts", readFileSync(join(__ROOT__, "api/multicast.ts"), "utf8"), ts.ScriptTarget.ESNext, true);

const interfaces = new Map<string, ts.InterfaceDeclaration>();
const aliases = new Map<string, ts.TypeNode>();
file.forEachChild((node) => {
  if (ts.isInterfaceDeclaration(node)) interfaces.set(node.name.text, node);
  if (ts.isTypeAliasDeclaration(node)) aliases.set(node.name.text, node.type);
});

/** A type in the few words that schema and TypeScript share. */
type Shape =
  | { readonly kind: "number" | "string" }
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "either"; readonly of: readonly Shape[] }
  | { readonly kind: "names"; readonly of: Shape }
  | {
      readonly kind: "object";
      readonly properties: { readonly [name: string]: { readonly required: boolean; readonly default: unknown; readonly of: Shape } };
    };

function ofSchema(schema: Schema): Shape {
  if (schema.oneOf) return either(schema.oneOf.map(ofSchema));
  if (schema.const !== undefined) return { kind: "words", words: [schema.const] };
  if (schema.enum) return { kind: "words", words: schema.enum.map(String).sort() };
  const { type } = schema;
  if (type === "array") return { kind: "list", of: ofSchema(schema.items ?? {}) };
  if (type !== "object") return { kind: type === "string" ? "string" : "number" };
  if (schema.additionalProperties) return { kind: "names", of: ofSchema(schema.additionalProperties) };
  const entries = Object.entries(schema.properties ?? {}).map(
    ([name, value]) => [name, { required: schema.required?.includes(name) ?? false, default: value.default, of: ofSchema(value) }] as const,
  );
  return { kind: "object", properties: sorted(entries) };
}

function ofType(type: ts.TypeNode): Shape {
  if (ts.isParenthesizedTypeNode(type)) return ofType(type.type);
  if (ts.isTypeOperatorNode(type)) return ofType(type.type);
  if (ts.isArrayTypeNode(type)) return { kind: "list", of: ofType(type.elementType) };
  if (type.kind === ts.SyntaxKind.NumberKeyword) return { kind: "number" };
  if (type.kind === ts.SyntaxKind.StringKeyword) return { kind: "string" };
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return { kind: "words", words: [type.literal.text] };
  if (ts.isUnionTypeNode(type)) return either(type.types.map(ofType));
  if (ts.isTypeLiteralNode(type) && type.members[0] && ts.isIndexSignatureDeclaration(type.members[0]))
    return { kind: "names", of: ofType(type.members[0].type) };
  if (ts.isTypeReferenceNode(type)) {
    const name = type.typeName.getText(file);
    const alias = aliases.get(name);
    if (alias) return ofType(alias);
    const found = interfaces.get(name);
    if (found) return ofInterface(found);
  }
  throw new Error(`What is ${type.getText(file)}?`);
}

function ofInterface(declaration: ts.InterfaceDeclaration): Shape {
  const members = declaration.members.map((member) => {
    assert.ok(ts.isPropertySignature(member) && member.type);
    const isReadonly = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) ?? false;
    assert.ok(isReadonly, `${member.name.getText(file)} is read only`);
    return [member.name.getText(file), { required: !member.questionToken, default: defaultOf(member), of: ofType(member.type) }] as const;
  });
  return { kind: "object", properties: sorted(members) };
}

/** What `@default` says. */
function defaultOf(member: ts.PropertySignature): unknown {
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
  return tag ? JSON.parse(String(ts.getTextOfJSDocComment(tag.comment))) : undefined;
}

/** Unions are flat, words of a union are one set, and order does not matter. */
function either(shapes: readonly Shape[]): Shape {
  const flat = shapes.flatMap((shape) => (shape.kind === "either" ? shape.of : [shape]));
  const words = flat.flatMap((shape) => (shape.kind === "words" ? shape.words : []));
  const others = flat.filter(({ kind }) => kind !== "words");
  const all: Shape[] = [...(words.length > 0 ? [{ kind: "words" as const, words: [...words].sort() }] : []), ...others];
  const ordered = all.map((shape) => [JSON.stringify(shape), shape] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  const [only] = ordered;
  return only && ordered.length === 1 ? only[1] : { kind: "either", of: ordered.map(([, shape]) => shape) };
}

const sorted = <Value>(entries: readonly (readonly [string, Value])[]): { [name: string]: Value } =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

test("types for users: properties, optionality, words and defaults are those of the schema", () => {
  const config = interfaces.get("MulticastConfig");
  assert.ok(config);
  assert.deepEqual(ofInterface(config), ofSchema(multicastSchema));
});

test("types for users: every interface is explained, and every optional property but the obvious", () => {
  for (const [name, declaration] of interfaces) assert.ok(ts.getJSDocCommentsAndTags(declaration).length > 0, name);
});

test("the specification's defaults are the schema's", () => {
  const at = (path: string) =>
    path
      .split(".")
      .reduce<Schema | undefined>((schema, name) => (name === "#" ? schema?.items : schema?.properties?.[name]), multicastSchema)?.default;
  // docs/multicast/specification.md §7.
  assert.deepEqual(
    [
      "topology.mtu",
      "topology.hopMicroseconds",
      "topology.linkGbps.host",
      "topology.linkGbps.leafSpine",
      "limits.headerBytes",
      "limits.leafRules",
      "limits.spineRules",
      "limits.idsPerRule",
      "limits.redundancy",
      "limits.leafTable",
      "limits.headersPerPacket",
      "statistics.udpPorts",
      "streams.#.bytes",
      "churn.events",
      "generate.groups",
      "unknownGroup",
    ].map(at),
    [1600, 1, 10, 40, 325, 30, 2, 2, 0, 10000, 8, [6343], 100, 10000, 1000000, "unicast"],
  );
});
