import type ts from "typescript";
import { type Complaint, editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import { bodyOf } from "./blind-replace.ts";
import type { ApiCall } from "./calls.ts";
import type { Look } from "./look.ts";

/**
 * FL2105: what the informer has handed over is written back without its resourceVersion, so that the server cannot see that it is outdated.
 *
 * @param fns Functions whose first parameter is an event's object.
 */
export function snapshotsWrittenBack(
  look: Look,
  calls: readonly ApiCall[],
  fns: readonly ts.SignatureDeclarationBase[],
): readonly Complaint[] {
  return fns.flatMap((fn): readonly Complaint[] => {
    const [parameter] = fn.parameters;
    if (!parameter || !look.compiler.isIdentifier(parameter.name)) return [];
    const { text: name } = parameter.name;
    return calls.flatMap((call): readonly Complaint[] => {
      if (look.functionAround(call.node) !== fn || (call.kind !== "replace" && call.kind !== "patch")) return [];
      if (!/CustomObject/.test(call.method) && call.style === "client" && /Namespaced|Cluster/.test(call.method)) return [];
      const body = bodyOf(look, call);
      const literal = body && look.meaning(body);
      if (!literal || !look.compiler.isObjectLiteralExpression(literal) || bringsVersion(look, literal, name)) return [];
      const written =
        writtenBack(look, literal, name) ?? (isOfResource(look, call, literal, fn) ? metadataWrittenBack(look, literal, name) : undefined);
      if (!written || /resourceVersion/.test(look.text(literal))) return [];
      const what = look.text(written).length < 40 ? `\`${look.text(written)}\`` : `what \`${name}\` holds`;
      const message = `${what} is as old as the event: written back without a resourceVersion it undoes what others have changed since`;
      return [{ code: "FL2105", severity: "warning", message, ...stretchOf(look.parsed, written), fixes: fixesOf(look, literal, name) }];
    });
  });
}

/** Whether the snapshot's whole metadata is written, with its resourceVersion among it: an outdated write is refused. */
function bringsVersion(look: Look, literal: ts.ObjectLiteralExpression, name: string): boolean {
  const { compiler } = look;
  const isWhole = (node: ts.Node, part: string): boolean => look.text(node).replaceAll(/[!?]/g, "") === part;
  const spreads = ({ properties }: ts.ObjectLiteralExpression, part: string): boolean =>
    properties.some((member) => compiler.isSpreadAssignment(member) && isWhole(member.expression, part));
  const metadata = look.member(literal, "metadata");
  if (!metadata) return spreads(literal, name);
  const meant = look.meaning(metadata);
  return compiler.isObjectLiteralExpression(meant) ? spreads(meant, `${name}.metadata`) : isWhole(meant, `${name}.metadata`);
}

/** A whole part of the snapshot, or its list of finalizers, inside of what is written. */
function writtenBack(look: Look, literal: ts.ObjectLiteralExpression, name: string): ts.Node | undefined {
  const { compiler } = look;
  const metadata = look.member(literal, "metadata");
  for (const member of literal.properties) {
    // A spread of the whole snapshot has its resourceVersion, unless metadata is given anew.
    if (metadata && compiler.isSpreadAssignment(member) && look.text(member.expression) === name) {
      const anew = look.meaning(metadata);
      if (compiler.isObjectLiteralExpression(anew) && !look.hasSpread(anew)) return member;
    }
    if (isPart(look, member, [`${name}.spec`, `${name}.metadata.labels`, `${name}.metadata.annotations`])) return member;
  }
  for (const node of look.below(literal)) {
    if (!compiler.isPropertyAssignment(node) || !compiler.isIdentifier(node.name) || node.name.text !== "finalizers") continue;
    if (look.text(node.initializer).replaceAll(/[!?]/g, "").includes(`${name}.metadata.finalizers`)) return node;
  }
  return undefined;
}

/** Labels or annotations of the snapshot inside of metadata. */
function metadataWrittenBack(look: Look, literal: ts.ObjectLiteralExpression, name: string): ts.Node | undefined {
  const metadata = look.member(literal, "metadata");
  const meant = metadata && look.meaning(metadata);
  if (!meant || !look.compiler.isObjectLiteralExpression(meant) || look.member(meant, "ownerReferences")) return undefined;
  return meant.properties.find((member) => isPart(look, member, [`${name}.metadata.labels`, `${name}.metadata.annotations`]));
}

/** Children are given labels of their owner: only where the kind that is written is known to be the one that is reconciled nothing else is meant. */
function isOfResource(look: Look, { node }: ApiCall, literal: ts.ObjectLiteralExpression, fn: ts.SignatureDeclarationBase): boolean {
  const { compiler, parsed } = look;
  const [parameter] = fn.parameters;
  const before = parsed.source.text.slice(0, fn.getStart(parsed.source));
  const reconciled = [...before.matchAll(/@reconcile\s+\S+\s+(\w+)/g)].at(-1)?.[1];
  const kind = look.member(literal, "kind");
  if (kind) {
    const meant = look.meaning(kind);
    if (compiler.isStringLiteral(meant)) return meant.text === reconciled;
    return parameter !== undefined && look.text(meant) === `${look.text(parameter.name)}.kind`;
  }
  if (reconciled === undefined) return false;
  // `policies` of `Policy`: the last letter may be another one.
  const stem = reconciled.toLowerCase().slice(0, Math.max(2, reconciled.length - 1));
  return node.arguments.flatMap((argument) => textsOf(look, argument)).some((text) => /^[a-z]+$/.test(text) && text.startsWith(stem));
}

/** Constant texts of an argument and of its members: of which kind a call is, among others. */
function textsOf(look: Look, expression: ts.Expression, depth = 0): readonly string[] {
  const { compiler } = look;
  const meant = look.meaning(expression);
  if (compiler.isStringLiteral(meant)) return [meant.text];
  if (!compiler.isObjectLiteralExpression(meant) || depth > 3) return [];
  return meant.properties.flatMap((member) => {
    if (compiler.isSpreadAssignment(member)) return textsOf(look, member.expression, depth + 1);
    if (!compiler.isPropertyAssignment(member) || look.text(member.name) !== "plural") return [];
    return textsOf(look, member.initializer, depth + 1);
  });
}

const isPart = (look: Look, member: ts.ObjectLiteralElementLike, parts: readonly string[]): boolean =>
  look.compiler.isPropertyAssignment(member) && parts.includes(look.text(member.initializer).replaceAll(/[!?]/g, ""));

function fixesOf(look: Look, literal: ts.ObjectLiteralExpression, name: string): Complaint["fixes"] & {} {
  const { parsed } = look;
  const version = `resourceVersion: ${name}.metadata.resourceVersion`;
  const metadata = look.member(literal, "metadata");
  const meant = metadata && look.meaning(metadata);
  const into = meant && look.compiler.isObjectLiteralExpression(meant) ? meant : undefined;
  if (metadata && !into) return [];
  const at = (into ?? literal).getStart(parsed.source) + 1;
  const text = into ? ` ${version},` : ` metadata: { ${version} },`;
  return [
    {
      title: "Send the resourceVersion along, so that an outdated write is refused",
      edits: [editOf(parsed, at, at, text)],
      preferred: true,
    },
  ];
}
