import type ts from "typescript";
import type { Look } from "../static/look.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** What a file says of kinds, in texts that are known without running it. */
export interface Evidence {
  /** apiVersion of each kind that is written beside one: in manifests, owner references, types and Pepr's `RegisterKind`. */
  readonly kinds: ReadonlyMap<string, string>;
  /** Types and classes of the file that say their kind. */
  readonly types: ReadonlyMap<string, { readonly kind: string; readonly apiVersion: string }>;
  /** Paths, and the coordinates of calls for custom objects, in order. */
  readonly served: readonly Served[];
}

/** Where objects of a kind are served; "" is the core group. */
export interface Served {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

export function evidenceIn(look: Look): Evidence {
  const { compiler } = look;
  const kinds = new Map<string, string>();
  const types = new Map<string, { readonly kind: string; readonly apiVersion: string }>();
  const served: Served[] = [];
  for (const node of look.all) {
    const kind = compiler.isObjectLiteralExpression(node) ? kindIn(look, node) : typedKind(look, node);
    if (kind) {
      kinds.set(kind.kind, kinds.get(kind.kind) ?? kind.apiVersion);
      const name = namedBy(look, node);
      if (name !== undefined) types.set(name, kind);
    }
    const place = compiler.isCallExpression(node) ? customCall(look, node) : isText(compiler, node) ? pathIn(look, node) : undefined;
    if (place) served.push(place);
  }
  return { kinds, types, served };
}

const isText = (compiler: TypeScript, node: ts.Node): node is ts.Expression =>
  compiler.isStringLiteralLike(node) || compiler.isTemplateExpression(node);

/** `/apis/GROUP/VERSION/namespaces/NS/PLURAL`, or `/api/v1/…`. */
export function pathIn(look: Look, expression: ts.Expression): Served | undefined {
  const text = textOf(look, expression);
  const match = /^\/api(?:s\/([^/\0]+))?\/(v\d[^/\0]*)\/(?:namespaces\/[^/]*\/)?([a-z][a-z0-9]*)/.exec(text ?? "");
  if (!match) return undefined;
  const [, group = "", version = "", plural = ""] = match;
  return { group, version, plural };
}

/** What is not known of a text is a NUL in it. */
function textOf(look: Look, expression: ts.Expression): string | undefined {
  const { compiler } = look;
  const meant = look.meaning(expression);
  if (compiler.isStringLiteralLike(meant)) return meant.text;
  if (!compiler.isTemplateExpression(meant)) return undefined;
  return meant.head.text + meant.templateSpans.map((span) => (textOf(look, span.expression) ?? "\0") + span.literal.text).join("");
}

function known(look: Look, object: ts.ObjectLiteralExpression, name: string): string | undefined {
  const { compiler } = look;
  const value = look.member(object, name);
  if (value) {
    const text = textOf(look, value);
    return text?.includes("\0") ? undefined : text;
  }
  for (const member of object.properties) {
    const spread = compiler.isSpreadAssignment(member) ? look.meaning(member.expression) : undefined;
    const inside = spread && compiler.isObjectLiteralExpression(spread) ? known(look, spread, name) : undefined;
    if (inside !== undefined) return inside;
  }
  return undefined;
}

type Named = { readonly kind: string; readonly apiVersion: string };

/** `{ apiVersion, kind }`, or `{ group, version, kind }` as `RegisterKind` takes it. */
function kindIn(look: Look, object: ts.ObjectLiteralExpression): Named | undefined {
  const kind = known(look, object, "kind");
  const group = known(look, object, "group");
  const version = known(look, object, "version");
  const apiVersion =
    known(look, object, "apiVersion") ??
    (group === undefined || version === undefined ? undefined : group === "" ? version : `${group}/${version}`);
  return named(kind, apiVersion);
}

const named = (kind: string | undefined, apiVersion: string | undefined): Named | undefined =>
  kind !== undefined && apiVersion !== undefined && /^[A-Z][A-Za-z0-9]*$/.test(kind) && /^(?:[a-z0-9.-]+\/)?v\d+[a-z0-9]*$/.test(apiVersion)
    ? { kind, apiVersion }
    : undefined;

/** `interface Cache { apiVersion: "cache.example.com/v1"; kind: "Cache"; … }`. */
function typedKind(look: Look, node: ts.Node): Named | undefined {
  const { compiler } = look;
  if (!compiler.isInterfaceDeclaration(node) && !compiler.isTypeLiteralNode(node)) return undefined;
  const literal = (name: string): string | undefined => {
    for (const member of node.members) {
      if (!compiler.isPropertySignature(member) || look.text(member.name) !== name || !member.type) continue;
      if (compiler.isLiteralTypeNode(member.type) && compiler.isStringLiteral(member.type.literal)) return member.type.literal.text;
    }
    return undefined;
  };
  return named(literal("kind"), literal("apiVersion"));
}

/** The type that a kind is said of: the interface, the alias, or the class that is registered with it. */
function namedBy({ compiler }: Look, node: ts.Node): string | undefined {
  if (compiler.isInterfaceDeclaration(node)) return node.name.text;
  const { parent } = node;
  if (compiler.isTypeAliasDeclaration(parent)) return parent.name.text;
  if (!compiler.isCallExpression(parent)) return undefined;
  const [first, second] = parent.arguments;
  return first && second === node && compiler.isIdentifier(first) && parent.expression.getText().endsWith("RegisterKind")
    ? first.text
    : undefined;
}

/** `patchNamespacedCustomObject({ group, version, plural, … })`, or the same positional. */
function customCall(look: Look, { expression, arguments: given }: ts.CallExpression): Served | undefined {
  const { compiler } = look;
  if (!compiler.isPropertyAccessExpression(expression) || !/CustomObject/.test(expression.name.text)) return undefined;
  const [first] = given;
  const meant = first && look.meaning(first);
  const isPositional = !meant || !compiler.isObjectLiteralExpression(meant);
  const text = (name: string, index: number): string | undefined => {
    const argument = given[index];
    return isPositional ? argument && textOf(look, argument) : known(look, meant, name);
  };
  const group = text("group", 0);
  const version = text("version", 1);
  const plural = text("plural", /Namespaced/.test(expression.name.text) ? 3 : 2);
  return group && version && plural && !`${group}${version}${plural}`.includes("\0") ? { group, version, plural } : undefined;
}
