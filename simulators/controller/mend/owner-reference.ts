import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { bodyOf } from "../static/blind-replace.ts";
import { metadataOf, resourceAt, type Subject } from "./subject.ts";

/** What is created gets the resource as its owner, so that it goes with it. */
export function ownerReferences(subject: Subject): readonly Fix[] {
  const { look, calls, ran } = subject;
  const known = new Map<ts.Node, TextEdit>();
  const made = [...ran, ...calls].filter(({ kind }) => kind === "create");
  for (const call of made) {
    const body = bodyOf(look, call) ?? (call.style === "client" ? call.node.arguments[1] : undefined);
    const literal = body && metadataOf(subject, body);
    if (!literal || known.has(literal) || look.member(literal, "ownerReferences") || look.hasSpread(literal)) continue;
    const edit = owner(subject, literal);
    if (edit) known.set(literal, edit);
  }
  const edits = [...known.values()];
  return edits.length === 0 ? [] : [{ title: "Make the resource the owner of what it creates", edits }];
}

function owner(subject: Subject, literal: ts.ObjectLiteralExpression): TextEdit | undefined {
  const { tagged, parsed } = subject;
  const [controller] = tagged;
  const resource = resourceAt(subject, literal);
  const end = literal.properties.at(-1)?.end;
  if (!controller || !resource || end === undefined || tagged.length > 1) return undefined;
  const { apiVersion, kind } = controller.payload.resource;
  const reference = `{ apiVersion: "${apiVersion}", kind: "${kind}", name: ${resource.name}, uid: ${resource.uid}, controller: true }`;
  return editOf(parsed, end, end, `, ownerReferences: [${reference}]`);
}
