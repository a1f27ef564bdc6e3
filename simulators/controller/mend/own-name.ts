import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { bodyOf } from "../static/blind-replace.ts";
import type { ApiCall } from "../static/calls.ts";
import { metadataOf, resourceAt, type Subject } from "./subject.ts";

/** `generateName` makes another object whenever it is asked: with a name made of the owner's uid there can only be one, and a second attempt is no failure. */
export function ownName(subject: Subject): readonly Fix[] {
  const { look, ran } = subject;
  for (const call of ran) {
    const body = call.kind === "create" ? (bodyOf(look, call) ?? call.node.arguments[1]) : undefined;
    const literal = body && metadataOf(subject, body);
    const edits = literal && [...named(subject, literal), ...madeOnce(subject, call)];
    if (edits && edits.length > 1)
      return [{ title: "Name it after its owner instead of letting the server choose, so that it is made once", edits }];
  }
  return [];
}

function named(subject: Subject, literal: ts.ObjectLiteralExpression): readonly TextEdit[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  const member = literal.properties.find(({ name }) => name && compiler.isIdentifier(name) && name.text === "generateName");
  const resource = resourceAt(subject, literal);
  if (!member || !compiler.isPropertyAssignment(member) || !resource) return [];
  const { initializer } = member;
  if (!compiler.isStringLiteralLike(initializer) && !compiler.isTemplateExpression(initializer)) return [];
  const prefix = look.text(initializer).slice(1, -1);
  return [editOf(parsed, member.getStart(parsed.source), member.end, `name: \`${prefix}\${${resource.uid}.slice(0, 8)}\``)];
}

/** That it is there already is what was wanted. */
function madeOnce({ look, parsed }: Subject, { node, style }: ApiCall): readonly TextEdit[] {
  const { compiler } = look;
  const { parent } = node;
  if (style !== "client" || !compiler.isAwaitExpression(parent) || !compiler.isExpressionStatement(parent.parent)) return [];
  const [first] = node.arguments;
  const field = first && compiler.isObjectLiteralExpression(first) ? "code" : "statusCode";
  const type = /\.[cm]?tsx?$/.test(parsed.path) ? `: { ${field}?: number }` : "";
  return [editOf(parsed, node.end, node.end, `.catch((error${type}) => {\n    if (error.${field} !== 409) throw error;\n  })`)];
}
