import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { bodyOf } from "../static/blind-replace.ts";
import { takenForCreated } from "./once.ts";
import { metadataOf, resourceAt, type Subject } from "./subject.ts";

/** `generateName` makes another object whenever it is asked: with a name made of the owner's uid there can only be one, and a second attempt is no failure. */
export function ownName(subject: Subject): readonly Fix[] {
  const { look, ran } = subject;
  for (const call of ran) {
    const body = call.kind === "create" ? (bodyOf(look, call) ?? call.node.arguments[1]) : undefined;
    const literal = body && metadataOf(subject, body);
    const name = literal && named(subject, literal);
    const once = name && takenForCreated(subject, call, name.newText.replace(/^name: /, ""));
    if (name && once?.length)
      return [
        {
          title: "Name it after its owner instead of letting the server choose, so that it is made once",
          edits: [name, ...once.map(({ at, text }) => editOf(subject.parsed, at, at, text))],
        },
      ];
  }
  return [];
}

function named(subject: Subject, literal: ts.ObjectLiteralExpression): TextEdit | undefined {
  const { look, parsed } = subject;
  const { compiler } = look;
  const member = literal.properties.find(({ name }) => name && compiler.isIdentifier(name) && name.text === "generateName");
  const resource = resourceAt(subject, literal);
  if (!member || !compiler.isPropertyAssignment(member) || !resource) return undefined;
  const { initializer } = member;
  if (!compiler.isStringLiteralLike(initializer) && !compiler.isTemplateExpression(initializer)) return undefined;
  const prefix = look.text(initializer).slice(1, -1);
  return editOf(parsed, member.getStart(parsed.source), member.end, `name: \`${prefix}\${${resource.uid}.slice(0, 8)}\``);
}
