import type ts from "typescript";
import type { TextEdit } from "../../../protocol/problem.ts";
import { type Complaint, editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import type { ApiCall } from "./calls.ts";
import type { Look } from "./look.ts";

/** FL2103: a whole object is replaced by one without resourceVersion. */
export function blindReplaces(look: Look, calls: readonly ApiCall[]): readonly Complaint[] {
  return calls.flatMap((call): readonly Complaint[] => {
    if (call.kind !== "replace" || call.method.endsWith("Scale")) return [];
    const body = bodyOf(look, call);
    if (!body || !isWithoutVersion(look, body) || setsVersion(look, call.node)) return [];
    const isCustom = /CustomObject/.test(call.method);
    const harm = isCustom ? "the server refuses it with 422" : "whatever somebody else has changed meanwhile is overwritten";
    const message = `\`${call.method}\` gets an object without \`metadata.resourceVersion\`: ${harm}`;
    return [{ code: "FL2103", severity: "warning", message, ...stretchOf(look.parsed, body), fixes: fixesOf(look, call, calls, body) }];
  });
}

/** `{ body }` of the object form, the argument of the positional one, the first of `kube.update`. */
export function bodyOf({ compiler, ...look }: Look, { node, style, method }: ApiCall): ts.Expression | undefined {
  const [first, second, third] = node.arguments;
  if (!first) return undefined;
  if (style === "kube") return method === "patch" ? node.arguments[3] : first;
  if (compiler.isObjectLiteralExpression(first)) {
    for (const member of first.properties) {
      if (!member.name || !compiler.isIdentifier(member.name) || member.name.text !== "body") continue;
      if (compiler.isPropertyAssignment(member)) return member.initializer;
      if (compiler.isShorthandPropertyAssignment(member)) return member.name;
    }
  }
  void look;
  if (/CustomObject/.test(method)) return node.arguments[/Namespaced/.test(method) ? 5 : 4];
  return /Namespaced/.test(method) ? third : second;
}

/** Certain to have none: a literal, all parts of which are known. */
function isWithoutVersion(look: Look, body: ts.Expression): boolean {
  const { compiler } = look;
  const literal = look.meaning(body);
  if (!compiler.isObjectLiteralExpression(literal)) return false;
  const metadata = look.member(literal, "metadata");
  if (!metadata) return !look.hasSpread(literal);
  const meant = look.meaning(metadata);
  return compiler.isObjectLiteralExpression(meant) && !look.hasSpread(meant) && look.member(meant, "resourceVersion") === undefined;
}

/** Is a resourceVersion put in somewhere in the function? Then it is not looked at how. */
function setsVersion(look: Look, node: ts.Node): boolean {
  const fn = look.functionAround(node);
  return fn !== undefined && /resourceVersion\s*[=:](?!=)/.test(look.text(fn));
}

/** The version of what the same function has read of this kind. */
function fixesOf(look: Look, { node, method, style }: ApiCall, calls: readonly ApiCall[], body: ts.Expression): Complaint["fixes"] & {} {
  const kind = method.replace(/^replace/, "");
  const fn = look.functionAround(node);
  const read = calls.find(
    (call) =>
      call.kind === "read" &&
      look.functionAround(call.node) === fn &&
      call.node.end < node.pos &&
      (style === "kube" || call.method.replace(/^(?:read|get)/, "") === kind),
  );
  const current = read && resultName(look, read.node);
  const edit = current === undefined ? undefined : withVersion(look, body, `resourceVersion: ${current}.metadata?.resourceVersion`);
  return edit ? [{ title: `Send the resourceVersion of \`${current}\``, edits: [edit], preferred: true }] : [];
}

/** `{ …body, metadata: { …body.metadata, resourceVersion } }`; of a literal only its metadata. */
function withVersion(look: Look, body: ts.Expression, version: string): TextEdit | undefined {
  const { compiler, parsed } = look;
  if (compiler.isObjectLiteralExpression(body)) {
    const metadata = body.properties.find((member) => member.name && look.text(member.name) === "metadata");
    const value = metadata && (compiler.isPropertyAssignment(metadata) ? metadata.initializer : metadata.name);
    return (
      metadata &&
      value &&
      editOf(parsed, metadata.getStart(parsed.source), metadata.end, `metadata: { ...${look.text(value)}, ${version} }`)
    );
  }
  if (!compiler.isIdentifier(body) && !compiler.isCallExpression(body)) return undefined;
  const text = look.text(body);
  const { start, end } = stretchOf(parsed, body);
  const whole = `{ ...${text}, metadata: { ...${text}.metadata, ${version} } }`;
  return editOf(parsed, start, end, compiler.isShorthandPropertyAssignment(body.parent) ? `${text}: ${whole}` : whole);
}

/** The variable that holds the object that a call answers. */
function resultName({ compiler }: Look, call: ts.CallExpression): string | undefined {
  for (let at: ts.Node = call.parent; at && !compiler.isStatement(at) && !compiler.isFunctionLike(at); at = at.parent) {
    if (!compiler.isVariableDeclaration(at)) continue;
    if (compiler.isIdentifier(at.name)) return at.name.text;
    const [element] = at.name.elements;
    return element && compiler.isBindingElement(element) && compiler.isIdentifier(element.name) ? element.name.text : undefined;
  }
  return undefined;
}
