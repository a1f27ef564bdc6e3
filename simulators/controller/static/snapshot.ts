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
      if (!literal || !look.compiler.isObjectLiteralExpression(literal)) return [];
      const written = writtenBack(look, literal, name);
      if (!written || /resourceVersion/.test(look.text(literal))) return [];
      const what = look.text(written).length < 40 ? `\`${look.text(written)}\`` : `what \`${name}\` holds`;
      const message = `${what} is as old as the event: written back without a resourceVersion it undoes what others have changed since`;
      return [{ code: "FL2105", severity: "warning", message, ...stretchOf(look.parsed, written), fixes: fixesOf(look, literal, name) }];
    });
  });
}

/** A whole part of the snapshot, or its list of finalizers, inside of what is written. */
function writtenBack(look: Look, literal: ts.ObjectLiteralExpression, name: string): ts.Node | undefined {
  const { compiler } = look;
  const whole = new Set([`${name}.spec`, `${name}.metadata.labels`, `${name}.metadata.annotations`]);
  for (const member of literal.properties) {
    // A spread of the whole snapshot has its resourceVersion, unless metadata is given anew.
    if (compiler.isSpreadAssignment(member) && look.text(member.expression) === name && look.member(literal, "metadata")) {
      const metadata = look.meaning(look.member(literal, "metadata") as ts.Expression);
      if (compiler.isObjectLiteralExpression(metadata) && !look.hasSpread(metadata)) return member;
    }
    if (compiler.isPropertyAssignment(member) && whole.has(look.text(member.initializer).replaceAll(/[!?]/g, ""))) return member;
  }
  for (const node of look.below(literal)) {
    if (!compiler.isPropertyAssignment(node) || !compiler.isIdentifier(node.name) || node.name.text !== "finalizers") continue;
    if (look.text(node.initializer).replaceAll(/[!?]/g, "").includes(`${name}.metadata.finalizers`)) return node;
  }
  return undefined;
}

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
