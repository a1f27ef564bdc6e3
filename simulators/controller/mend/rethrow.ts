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
  const tries = [...look.below(parsed.source)]
    .filter((node) => compiler.isTryStatement(node))
    .sort((a, b) => distance(a, place) - distance(b, place));
  const unwrapping = tries.flatMap((node) => (node.finallyBlock && !node.catchClause ? [unwrapped(subject, node)] : []));
  const catches = tries.flatMap(({ catchClause }) =>
    catchClause && !throws(subject, catchClause.block) ? [throwAgain(subject, catchClause)] : [],
  );
  const title = "Throw the error again, so that the reconcile is tried again";
  const all =
    catches.length > 1 ? [{ title: "Throw all caught errors again, so that the reconcile is tried again", edits: catches.flat() }] : [];
  return [...unwrapping, ...catches.map((edits) => ({ title, edits })), ...all];
}

/** Innermost around a place first, then the others. */
const distance = ({ pos, end }: ts.Node, place: number): number =>
  pos <= place && place < end ? end - pos : Number.MAX_SAFE_INTEGER - 1_000_000 + pos / 1e9;

function throws({ look }: Subject, block: ts.Block): boolean {
  for (const node of look.below(block, false)) if (look.compiler.isThrowStatement(node)) return true;
  return false;
}

/** At the end of the handler, in place of a `return` that stands there. */
function throwAgain({ look, parsed }: Subject, { variableDeclaration, block }: ts.CatchClause): readonly TextEdit[] {
  const { compiler } = look;
  const { source } = parsed;
  const own = variableDeclaration && compiler.isIdentifier(variableDeclaration.name) ? variableDeclaration.name.text : undefined;
  const open = block.getStart(source);
  const name = own === undefined && !variableDeclaration ? [editOf(parsed, open, open, "(error) ")] : [];
  const statement = `throw ${own ?? "error"};`;
  const last = block.statements.at(-1);
  if (last && compiler.isReturnStatement(last) && !last.expression)
    return [...name, editOf(parsed, last.getStart(source), last.end, statement)];
  const indent = last ? indentOf(parsed, last) : `${indentOf(parsed, block)}  `;
  const at = last?.end ?? open + 1;
  const isOneLine = !look.text(block).includes("\n");
  const text = isOneLine ? ` ${statement}${last ? "" : " "}` : `\n${indent}${statement}`;
  return [...name, editOf(parsed, at, at, text)];
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
