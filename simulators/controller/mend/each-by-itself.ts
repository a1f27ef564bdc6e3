import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { isReturn, withoutLine } from "./guards.ts";
import { type Insertion, takenForCreated } from "./once.ts";
import { callsBelow } from "./reached.ts";
import { indentOf, type Subject } from "./subject.ts";

const title = "Create each by itself, and take one that is there already (409) for created";

/** `if (!(await exists(a))) { create a; create b; }`, `if (await exists(a)) return; create a; create b;`: that the one is there says nothing of the other. */
export function eachByItself(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  return look.all.flatMap((node): readonly Fix[] => {
    if (!compiler.isIfStatement(node) || node.elseStatement || !compiler.isBlock(node.parent) || !asksForObjects(subject, node)) return [];
    if (!isReturn(compiler, node.thenStatement)) return unguarded(subject, node);
    const { statements } = node.parent;
    const made = creations(subject, statements.slice(statements.indexOf(node) + 1));
    return made ? [{ title, edits: [withoutLine(parsed, node), ...made.map((each) => inserted(subject, each))] }] : [];
  });
}

/** Is what decides an answer of the cluster, and not what is asked for? */
function asksForObjects(subject: Subject, { expression }: ts.IfStatement): boolean {
  const { look } = subject;
  const { compiler } = look;
  if (/\b(?:deletionTimestamp|isDeleting)\b/.test(look.text(expression))) return false;
  const mentioned = [expression, ...look.below(expression)].flatMap((node) => {
    const declared = compiler.isIdentifier(node) ? look.declaration(node.text) : undefined;
    return declared && compiler.isVariableDeclaration(declared) ? [declared] : [];
  });
  return [expression, ...mentioned].some((node) => callsBelow(subject, node).some(({ kind }) => kind === "read" || kind === "list"));
}

/** What makes every creation below harmless where it has taken place. Undefined: there are not two, the run makes none of them, or an answer is used. */
function creations(subject: Subject, statements: readonly ts.Statement[]): readonly Insertion[] | undefined {
  const calls = new Set(statements.flatMap((statement) => callsBelow(subject, statement).filter(({ kind }) => kind === "create")));
  const count = statements.flatMap((statement) => callsBelow(subject, statement).filter(({ kind }) => kind === "create")).length;
  if (count < 2 || !subject.ran.some((call) => calls.has(call))) return undefined;
  const insertions = [...calls].map((call) => takenForCreated(subject, call));
  return insertions.some((each) => each === undefined) ? undefined : insertions.flatMap((each) => each ?? []);
}

const inserted = ({ parsed }: Subject, { at, text }: Insertion): TextEdit => editOf(parsed, at, at, text);

/** The body of the `if` in its place. */
function unguarded(subject: Subject, node: ts.IfStatement): readonly Fix[] {
  const { look, parsed } = subject;
  const { source } = parsed;
  const statements = look.compiler.isBlock(node.thenStatement) ? [...node.thenStatement.statements] : [node.thenStatement];
  const made = creations(subject, statements);
  const [first, last] = [statements[0], statements.at(-1)];
  if (!made || !first || !last) return [];
  const isInside = ({ at }: Insertion): boolean => first.pos <= at && at <= last.end;
  const body = textWith(parsed.text, first.getStart(source), last.end, made.filter(isInside));
  const moved = body.replaceAll(`\n${indentOf(parsed, first)}`, `\n${indentOf(parsed, node)}`);
  const outside = made.filter((each) => !isInside(each)).map((each) => inserted(subject, each));
  return [{ title, edits: [...outside, editOf(parsed, node.getStart(source), node.end, moved)] }];
}

function textWith(text: string, start: number, end: number, insertions: readonly Insertion[]): string {
  const places = [...insertions].sort((a, b) => a.at - b.at);
  const pieces = places.map(({ at, text: inserted }, index) => text.slice(places[index - 1]?.at ?? start, at) + inserted);
  return pieces.join("") + text.slice(places.at(-1)?.at ?? start, end);
}
