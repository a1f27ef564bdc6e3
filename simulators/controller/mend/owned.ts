import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { ApiCall } from "../static/calls.ts";
import { readBefore } from "./deletion.ts";
import { indentOf, resourceAt, statementAround, type Subject } from "./subject.ts";

const writes = new Set(["replace", "patch", "delete"]);

/** Only what the resource owns is written: in a loop by a filter, else by a question before the write. */
export function ownedOnly(subject: Subject): readonly Fix[] {
  const { ran, parsed } = subject;
  const harm = ran.find(({ kind }) => writes.has(kind));
  const resource = harm && resourceAt(subject, harm.node);
  if (!harm || !resource) return [];
  const loop = loopAround(subject, harm.node);
  if (loop) {
    const { end } = loop.expression;
    const filter = `.filter((each) => each.metadata?.ownerReferences?.some((owner) => owner.uid === ${resource.uid}))`;
    return [{ title: "Only those that the resource owns", edits: [editOf(parsed, end, end, filter)] }];
  }
  return guarded(subject, harm, resource.uid);
}

function loopAround({ look }: Subject, node: ts.Node): ts.ForOfStatement | undefined {
  for (let at = node.parent; at && !look.compiler.isFunctionLike(at); at = at.parent)
    if (look.compiler.isForOfStatement(at)) return look.compiler.isArrayLiteralExpression(at.expression) ? undefined : at;
  return undefined;
}

/** The object was read before: its owner is looked at. */
function guarded(subject: Subject, harm: ApiCall, uid: string): readonly Fix[] {
  const { look, parsed } = subject;
  const name = readBefore(subject, harm);
  const statement = statementAround(look, harm.node);
  if (name === undefined || !statement) return [];
  const start = statement.getStart(parsed.source);
  const question = `if (!${name}?.metadata?.ownerReferences?.some((owner) => owner.uid === ${uid})) return;`;
  const isAlone = look.compiler.isIfStatement(statement.parent);
  const indent = indentOf(parsed, statement);
  const edits = isAlone
    ? [editOf(parsed, start, start, `{\n${indent}  ${question}\n${indent}  `), editOf(parsed, statement.end, statement.end, `\n${indent}}`)]
    : [editOf(parsed, start, start, `${question}\n${indent}`)];
  return [{ title: "Leave alone what the resource does not own", edits }];
}
