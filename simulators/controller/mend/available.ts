import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import type { ApiCall } from "../static/calls.ts";
import { kindOf } from "./reached.ts";
import { indentOf, resultName, statementAround, type Subject } from "./subject.ts";

/** What is said of a workload that is there, and what of one that is not. */
const opposites: Readonly<Record<string, string>> = { Ready: "Pending", Available: "Pending", Running: "Pending", True: "False" };

/** Of each kind the number of pods that are there, beside how many are wanted. */
const counts: Readonly<Record<string, string>> = {
  Deployment: "availableReplicas",
  ReplicaSet: "availableReplicas",
  StatefulSet: "readyReplicas",
};

/** `phase: "Ready"` → only once the workload that the same function reads or makes is available, `"Pending"` until then. */
export function saidOnceAvailable(subject: Subject): readonly Fix[] {
  const { look } = subject;
  return look.all.flatMap((node): readonly Fix[] => {
    const opposite = saysReady(subject, node);
    const edits = opposite === undefined ? undefined : asked(subject, node, opposite);
    const title = `Say ${look.text(node)} only once it is available, "${opposite}" until then`;
    return edits ? [{ title, edits }] : [];
  });
}

/** A text as the value of `phase`, `state` or `status`, the only one or the one that is said otherwise. */
function saysReady({ look }: Subject, node: ts.Node): string | undefined {
  const { compiler } = look;
  if (!compiler.isStringLiteralLike(node)) return undefined;
  let at: ts.Node = node;
  while (compiler.isParenthesizedExpression(at.parent) || compiler.isAsExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (compiler.isConditionalExpression(parent)) return parent.whenFalse === at ? opposites[node.text] : undefined;
  const isValue = (compiler.isPropertyAssignment(parent) || compiler.isVariableDeclaration(parent)) && parent.initializer === at;
  return isValue && /^(?:phase|state|status)$/.test(look.text(parent.name)) ? opposites[node.text] : undefined;
}

function asked(subject: Subject, node: ts.Node, opposite: string): readonly TextEdit[] | undefined {
  const { look, parsed } = subject;
  const { compiler } = look;
  const { start, end } = stretchOf(parsed, node);
  const instead = (name: string, count: string): TextEdit =>
    editOf(parsed, start, end, `${available(name, count)} ? ${look.text(node)} : "${opposite}"`);
  if (isAskedAlready(subject, node)) return [editOf(parsed, start, end, `"${opposite}"`)];
  const fn = look.functionAround(node);
  const reads = subject.calls.filter(
    (call) => look.functionAround(call.node) === fn && call.node.end < node.pos && call.kind === "read" && counts[kindOf(subject, call)],
  );
  const call = reads.at(-1);
  const count = call && counts[kindOf(subject, call)];
  if (!call || count === undefined) return undefined;
  const name = resultName(look, call.node);
  if (name !== undefined) return [instead(name, count)];
  const statement = statementAround(look, node);
  const free = ["workload", "current", "present"].find((each) => look.declaration(each) === undefined);
  const read = awaited(subject, call);
  if (!statement || !compiler.isBlock(statement.parent) || free === undefined || read === undefined) return undefined;
  const at = statement.getStart(parsed.source);
  return [editOf(parsed, at, at, `const ${free} = ${read};\n${indentOf(parsed, statement)}`), instead(free, count)];
}

/** The other branch says the same. */
function isAskedAlready({ look: { compiler } }: Subject, node: ts.Node): boolean {
  for (let at = node; at && !compiler.isStatement(at); at = at.parent) if (compiler.isConditionalExpression(at)) return true;
  return false;
}

const available = (name: string, count: string): string =>
  `${name}?.status?.observedGeneration === ${name}?.metadata?.generation && (${name}?.status?.${count} ?? 0) >= (${name}?.spec?.replicas ?? 1)`;

/** `await orMissing(apps.readNamespacedDeployment(…))`, as it is written around the call. */
function awaited({ look }: Subject, { node }: ApiCall): string | undefined {
  const { compiler } = look;
  for (let at: ts.Node = node.parent; at && !compiler.isStatement(at) && !compiler.isFunctionLike(at); at = at.parent)
    if (compiler.isAwaitExpression(at)) return look.text(at);
  return undefined;
}
