import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { ApiCall } from "../static/calls.ts";
import { indentOf, resourceAt, resultName, statementAround, type Subject } from "./subject.ts";

/** A deletion by name becomes one of the object that was seen; where none was seen, of one that the resource owns. */
export function sureDeletion(subject: Subject): readonly Fix[] {
  const edits = preconditions(subject);
  const sure: readonly Fix[] = edits.length > 0 ? [{ title: "Delete only the object that was seen (`preconditions`)", edits }] : [];
  return [...sure, ...seenFirst(subject)];
}

/** For every deletion of the failing run whose object is known by a variable. */
export function preconditions(subject: Subject): readonly TextEdit[] {
  return subject.ran.flatMap((call) => {
    if (call.kind !== "delete") return [];
    const uid = uidOf(subject, call);
    return uid === undefined ? [] : (withPreconditions(subject, call, uid) ?? []);
  });
}

/** `claim.metadata!.uid!` of the object that a deletion is meant for. */
function uidOf(subject: Subject, call: ApiCall): string | undefined {
  const name = nameArgument(subject, call);
  const [, metadata] = (name && /^(.*\bmetadata[!?]?)\.name!?$/s.exec(subject.look.text(name))) ?? [];
  if (metadata !== undefined) return `${metadata}.uid${call.style === "kube" ? "" : "!"}`;
  const seen = readBefore(subject, call);
  return seen === undefined ? undefined : `${seen}.metadata${call.style === "kube" ? ".uid" : "!.uid!"}`;
}

function nameArgument({ look }: Subject, { node, style }: ApiCall): ts.Expression | undefined {
  const key = node.arguments[style === "kube" ? 2 : 0];
  if (key && look.compiler.isObjectLiteralExpression(key)) return look.member(key, "name");
  return style === "kube" ? undefined : key;
}

/** The variable that holds the same object as it was read before in the same function. */
export function readBefore({ look, calls }: Subject, call: ApiCall): string | undefined {
  const fn = look.functionAround(call.node);
  const wanted = targetOf(look, call);
  const read = calls.findLast(
    (other) =>
      other.kind === "read" && look.functionAround(other.node) === fn && other.node.end < call.node.pos && targetOf(look, other) === wanted,
  );
  return read && resultName(look, read.node);
}

/** Kind and name of what a call is about, as text. */
function targetOf(look: Subject["look"], { node, style, method }: ApiCall): string {
  const { compiler } = look;
  if (style === "kube") {
    const [first, kind, key] = node.arguments;
    return [first, kind, key].map((each) => each && squeezed(look.text(each))).join();
  }
  const kind = method.replace(/^(?:read|get|delete|replace|patch)/, "");
  const [first] = node.arguments;
  if (first && compiler.isObjectLiteralExpression(first)) {
    const parts = first.properties.filter((member) => !(member.name && compiler.isIdentifier(member.name) && member.name.text === "body"));
    return `${kind} ${parts
      .map((member) => squeezed(look.text(member)))
      .sort()
      .join()}`;
  }
  return `${kind} ${node.arguments
    .slice(0, /Namespaced/.test(kind) ? 2 : 1)
    .map((each) => squeezed(look.text(each)))
    .join()}`;
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, " ");

/** Places of the body among the positional arguments of a deletion of a client 0.x: after name, namespace, pretty, dryRun, grace period, orphans and policy. */
const bodyIndex = 7;

function withPreconditions({ look, parsed }: Subject, { node, style, method }: ApiCall, uid: string): readonly TextEdit[] | undefined {
  const { compiler } = look;
  const last = node.arguments.at(-1);
  const [first] = node.arguments;
  if (!first || !last || /CustomObject/.test(method)) return undefined;
  if (style === "kube")
    return node.arguments.length === 3 ? [editOf(parsed, last.end, last.end, `, { preconditions: { uid: ${uid} } }`)] : undefined;
  if (compiler.isObjectLiteralExpression(first)) {
    const end = first.properties.at(-1)?.end;
    if (end === undefined || look.member(first, "body")) return undefined;
    return [editOf(parsed, end, end, `, body: { preconditions: { uid: ${uid} } }`)];
  }
  const isNamespaced = /Namespaced/.test(method);
  const wanted = isNamespaced ? bodyIndex : bodyIndex - 1;
  if (wanted <= node.arguments.length) return undefined;
  const blanks = Array.from({ length: wanted - node.arguments.length }, () => "undefined");
  return [editOf(parsed, last.end, last.end, `, ${[...blanks, `{ preconditions: { uid: ${uid} } }`].join(", ")}`)];
}

/** `await remove(x)` → read it, look whether the resource owns it, and delete just that. */
function seenFirst(subject: Subject): readonly Fix[] {
  const { look, parsed, ran } = subject;
  const call = ran.find(({ kind }) => kind === "delete");
  const resource = call && resourceAt(subject, call.node);
  const statement = call && statementAround(look, call.node);
  if (!call || !resource || !statement || !look.compiler.isExpressionStatement(statement)) return [];
  if (uidOf(subject, call) !== undefined || /CustomObject/.test(call.method)) return [];
  const { expression } = call.node;
  if (!look.compiler.isPropertyAccessExpression(expression)) return [];
  const whole = look.text(statement.expression);
  const method = look.text(expression.name);
  const isOld = call.style === "client" && !look.compiler.isObjectLiteralExpression(call.node.arguments[0] as ts.Expression);
  const read = whole.replace(`.${method}(`, call.style === "kube" ? ".get(" : `.${method.replace(/^delete/, "read")}(`);
  const name = ["current", "seen", "present"].find((each) => look.declaration(each) === undefined) ?? "object";
  const meant = isOld ? `${name}?.body` : `${name}?`;
  const edits = withPreconditions(
    subject,
    call,
    isOld ? `${name}.body.metadata!.uid!` : `${name}.metadata${call.style === "kube" ? ".uid" : "!.uid!"}`,
  );
  const [edit] = edits ?? [];
  if (!edit) return [];
  const indent = indentOf(parsed, statement);
  const start = statement.getStart(parsed.source);
  const before = [
    `const ${name} = ${read};`,
    `if (${meant}.metadata?.ownerReferences?.some((owner) => owner.uid === ${resource.uid})) {`,
    "  ",
  ].join(`\n${indent}`);
  return [
    {
      title: "Delete it only if the resource owns it",
      edits: [editOf(parsed, start, start, before), edit, editOf(parsed, statement.end, statement.end, `\n${indent}}`)],
    },
  ];
}
