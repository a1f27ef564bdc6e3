import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { offsetAt } from "../../core/lines.ts";
import { indentOf, type Subject } from "./subject.ts";

/** A failure that is caught and forgotten is thrown again: each alone, then all; what is done `finally` is only done after success. */
export function rethrown(subject: Subject): readonly Fix[] {
  const { look, parsed, problem } = subject;
  const { compiler } = look;
  const place = offsetAt(parsed.lines, parsed.text, problem.range.start);
  const tries = look.all.filter((node) => compiler.isTryStatement(node)).sort((a, b) => distance(a, place) - distance(b, place));
  const unwrapping = tries.flatMap((node) => (node.finallyBlock && !node.catchClause ? [unwrapped(subject, node)] : []));
  const catches = tries.flatMap(({ catchClause }) =>
    catchClause && !throwsIn(look, catchClause.block) ? [caughtAgain(subject, catchClause)] : [],
  );
  const title = "Throw the error again, so that the reconcile is tried again";
  const all =
    catches.length > 1 ? [{ title: "Throw all caught errors again, so that the reconcile is tried again", edits: catches.flat() }] : [];
  return [...unwrapping, ...catches.map((edits) => ({ title, edits })), ...all, ...tries.flatMap((node) => triedForEver(subject, node))];
}

/** `for (;;) try { … } catch (error) { if (…) throw error; }`: what is tried again in a loop is decided on what was read before it. */
function triedForEver({ look, parsed }: Subject, { catchClause, parent }: ts.TryStatement): readonly Fix[] {
  const { compiler } = look;
  const loop = compiler.isBlock(parent) ? parent.parent : parent;
  const condition = catchClause?.block.statements.find((statement) => compiler.isIfStatement(statement));
  if (!compiler.isIterationStatement(loop, false) || !condition || !compiler.isIfStatement(condition)) return [];
  const { thenStatement, elseStatement } = condition;
  const only = compiler.isBlock(thenStatement) ? thenStatement.statements[0] : thenStatement;
  if (elseStatement || !only || !compiler.isThrowStatement(only)) return [];
  const edits = [editOf(parsed, condition.getStart(parsed.source), condition.end, look.text(only))];
  return [{ title: "Leave it to the next reconcile, which reads anew, to try again", edits }];
}

/** Innermost around a place first, then the others. */
const distance = ({ pos, end }: ts.Node, place: number): number =>
  pos <= place && place < end ? end - pos : Number.MAX_SAFE_INTEGER - 1_000_000 + pos / 1e9;

/** Does a handler throw anything itself? */
export function throwsIn(look: Subject["look"], body: ts.Node): boolean {
  for (const node of look.below(body, false)) if (look.compiler.isThrowStatement(node)) return true;
  return false;
}

function caughtAgain(subject: Subject, { variableDeclaration, block }: ts.CatchClause): readonly TextEdit[] {
  const { look, parsed } = subject;
  const own = variableDeclaration && look.compiler.isIdentifier(variableDeclaration.name) ? variableDeclaration.name.text : undefined;
  const open = block.getStart(parsed.source);
  return [...(variableDeclaration ? [] : [editOf(parsed, open, open, "(error) ")]), ...throwAgain(subject, block, own ?? "error")];
}

/** At the end of the handler, in place of a `return` that stands there. */
export function throwAgain({ look, parsed }: Subject, block: ts.Block, error: string): readonly TextEdit[] {
  const statement = `throw ${error};`;
  const last = block.statements.at(-1);
  if (last && look.compiler.isReturnStatement(last)) return [editOf(parsed, last.getStart(parsed.source), last.end, statement)];
  const indent = last ? indentOf(parsed, last) : `${indentOf(parsed, block)}  `;
  const at = last?.end ?? block.getStart(parsed.source) + 1;
  const isOneLine = !look.text(block).includes("\n");
  const text = isOneLine ? ` ${statement}${last ? "" : " "}` : `\n${indent}${statement}`;
  return [editOf(parsed, at, at, text)];
}

/** `try { a } finally { b }` → `a; b`. */
function unwrapped({ parsed }: Subject, node: ts.TryStatement): Fix {
  const { source, text } = parsed;
  const indent = indentOf(parsed, node);
  const inside = [node.tryBlock, node.finallyBlock as ts.Block].flatMap(({ statements }) => {
    const [first, last] = [statements[0], statements.at(-1)];
    return first && last ? [outdented(text.slice(first.getStart(source), last.end), indentOf(parsed, first), indent)] : [];
  });
  return {
    title: "Only do it when what is before it has succeeded",
    edits: [editOf(parsed, node.getStart(source), node.end, inside.join(`\n${indent}`))],
  };
}

const outdented = (text: string, from: string, to: string): string => text.replaceAll(`\n${from}`, `\n${to}`);
