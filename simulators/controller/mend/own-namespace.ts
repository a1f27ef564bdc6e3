import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import { bodyOf } from "../static/blind-replace.ts";
import { metadataOf, resourceAt, type Subject } from "./subject.ts";

/** What has the resource as its owner is made in the namespace of the resource: an owner elsewhere is taken for one that has gone. */
export function ownNamespace(subject: Subject): readonly Fix[] {
  const { look, calls } = subject;
  const edits = new Map<ts.Node, TextEdit>();
  for (const call of calls) {
    const body = call.kind === "create" ? (bodyOf(look, call) ?? call.node.arguments[call.style === "kube" ? 0 : 1]) : undefined;
    const metadata = body && metadataOf(subject, body);
    if (!metadata || !look.member(metadata, "ownerReferences")) continue;
    const [first] = call.node.arguments;
    const options = first && look.compiler.isObjectLiteralExpression(first) ? look.member(first, "namespace") : first;
    for (const place of [look.member(metadata, "namespace"), call.style === "client" ? options : undefined]) {
      const known = place && fixedAt(subject, place);
      const edit = known && ownedBy(subject, known);
      if (known && edit) edits.set(known, edit);
    }
  }
  return edits.size === 0 ? [] : [{ title: "Create it in the namespace of its owner", edits: [...edits.values()] }];
}

/** Where a namespace that is written down stands: in its place, or at the constant of the same function. */
function fixedAt({ look }: Subject, place: ts.Expression): ts.Expression | undefined {
  const { compiler } = look;
  if (compiler.isStringLiteralLike(place)) return place;
  const meant = look.meaning(place);
  if (!compiler.isStringLiteralLike(meant)) return undefined;
  return look.functionAround(meant) === look.functionAround(place) ? meant : place;
}

function ownedBy(subject: Subject, place: ts.Expression): TextEdit | undefined {
  const { parsed, look } = subject;
  const resource = resourceAt(subject, place);
  if (!resource?.name.endsWith(".metadata.name")) return undefined;
  const { start, end } = stretchOf(parsed, place);
  const namespace = resource.name.replace(/name$/, "namespace");
  return editOf(parsed, start, end, look.compiler.isShorthandPropertyAssignment(place.parent) ? `namespace: ${namespace}` : namespace);
}
