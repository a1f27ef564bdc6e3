import type ts from "typescript";
import type { Fix, TextEdit } from "../../../../protocol/problem.ts";
import { suspensions } from "../awaits.ts";
import { type Bindings, bindingsOf, libraryCall } from "../bindings.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { enclosing } from "../paths.ts";
import type { Parsed, Stretch } from "../../../core/source/parse.ts";
import { importOf } from "./imports.ts";
import { declaredIn, escapesOf, isBody, isStatementList, mayBeWrapped, nodeAt, statementOf, usesAny } from "./runs.ts";
import { indentAt, indentStep, lineEnd, semicolon, wholeLine } from "./text.ts";

/** `beginCritical();` … `endCritical();` in one block; without an end the lines go up to the end of the block. */
interface Pair {
  readonly begin: ts.Statement;
  readonly between: readonly ts.Statement[];
  readonly end?: ts.Statement;
  readonly behind: readonly ts.Statement[];
  readonly block: ts.Node;
}

/** FL1017: ways to end the section on every path. */
export function endOnEveryPath(parsed: Parsed, place: Stretch): readonly Fix[] {
  const bindings = bindingsOf(parsed);
  const { compiler } = parsed;
  const node = nodeAt(parsed, place);
  if (compiler.isSourceFile(node)) return [];
  const call = compiler.isExpressionStatement(node) ? node.expression : node.parent;
  if (compiler.isCallExpression(call) && libraryCall(parsed, bindings, call) === "critical") return [useIt(parsed, call)];
  const pair = pairAround(parsed, bindings, node);
  if (!pair) return [];
  return [...asCriticalSection(parsed, bindings, pair), ...asTryFinally(parsed, bindings, pair)].map((fix, index) =>
    index === 0 ? { ...fix, preferred: true } : fix,
  );
}

function useIt(parsed: Parsed, call: ts.CallExpression): Fix {
  const start = call.getStart(parsed.source);
  return { title: "Write `using _ = critical()`", edits: [editOf(parsed, start, start, "using _ = ")], preferred: true };
}

/** The pair that the place is in: its begin stands directly in a block of the same function. */
function pairAround(parsed: Parsed, bindings: Bindings, node: ts.Node): Pair | undefined {
  const { compiler, source } = parsed;
  for (let inner = statementOf(parsed, node); inner; inner = statementOf(parsed, inner.parent)) {
    const block = inner.parent;
    if (!isStatementList(compiler, block)) return undefined;
    const statements: readonly ts.Statement[] = block.statements;
    const upTo = statements.slice(0, statements.indexOf(inner) + 1);
    const begin = upTo.findLast((statement) => isCallOf(parsed, bindings, statement, "beginCritical"));
    if (begin) {
      const rest = statements.slice(statements.indexOf(begin) + 1);
      const end = rest.find((statement) => isCallOf(parsed, bindings, statement, "endCritical"));
      const between = end ? rest.slice(0, rest.indexOf(end)) : rest;
      return { begin, between, ...(end ? { end } : {}), behind: end ? rest.slice(rest.indexOf(end) + 1) : [], block };
    }
    if (block.parent === enclosing(parsed, inner) || inner.getStart(source) === 0) return undefined;
  }
  return undefined;
}

function isCallOf(parsed: Parsed, bindings: Bindings, statement: ts.Statement, name: "beginCritical" | "endCritical"): boolean {
  return parsed.compiler.isExpressionStatement(statement) && libraryCall(parsed, bindings, statement.expression) === name;
}

function asCriticalSection(parsed: Parsed, bindings: Bindings, pair: Pair): readonly Fix[] {
  const { between, behind, block } = pair;
  const section = importOf(parsed, "criticalSection");
  const { returns, jumps } = escapesOf(parsed, between);
  const isTail = behind.length === 0 && isBody(parsed, block);
  if (!section || jumps || (returns && !isTail) || between.some((one) => suspensions(parsed, one).length > 0 || !mayBeWrapped(parsed, one)))
    return [];
  if (behind.some((statement) => usesAny(parsed, statement, declaredIn(parsed, between)))) return [];
  const opening = `${returns ? "return " : ""}${section.local}(() => {`;
  const edits = replaced(parsed, bindings, pair, opening, `})${semicolon(parsed)}`);
  return edits ? [{ title: "Make it a `criticalSection`", edits: [...section.edits, ...edits] }] : [];
}

function asTryFinally(parsed: Parsed, bindings: Bindings, pair: Pair): readonly Fix[] {
  const { source } = parsed;
  const { begin, between, end, behind } = pair;
  if (behind.some((statement) => usesAny(parsed, statement, declaredIn(parsed, between)))) return [];
  const indent = indentAt(parsed.text, begin.getStart(source));
  const line = lineEnd(parsed.text);
  const closing = end ? end.getText(source) : begin.getText(source).replace(/beginCritical/, "endCritical");
  const edits = replaced(
    parsed,
    bindings,
    pair,
    `${begin.getText(source)}${line}${indent}try {`,
    `} finally {${line}${indent}${indentStep(parsed.text)}${closing}${line}${indent}}`,
  );
  const ended = end ? [] : (importOf(parsed, "endCritical")?.edits ?? []);
  return edits ? [{ title: "End the section in `finally`", edits: [...ended, ...edits] }] : [];
}

/** New lines in place of begin and end, the statements between moved to the right and without ends of their own. */
function replaced(
  parsed: Parsed,
  bindings: Bindings,
  { begin, between, end }: Pair,
  opening: string,
  closing: string,
): readonly TextEdit[] | undefined {
  const { compiler, source, text } = parsed;
  const first = between[0];
  const last = between.at(-1);
  if (!first || !last) return undefined;
  const inner: ts.Statement[] = [];
  let hasOthers = false;
  const visit = (node: ts.Node): void => {
    if (compiler.isFunctionLike(node)) return;
    if (compiler.isExpressionStatement(node) && isCallOf(parsed, bindings, node, "endCritical") && isStatementList(compiler, node.parent))
      inner.push(node);
    else if (["beginCritical", "endCritical"].includes(libraryCall(parsed, bindings, node) ?? "")) hasOthers = true;
    else compiler.forEachChild(node, visit);
  };
  between.forEach(visit);
  if (hasOthers) return undefined;
  const indent = indentAt(text, begin.getStart(source));
  const line = lineEnd(text);
  const removed = inner.map((statement) => wholeLine(text, { start: statement.getStart(source), end: statement.end }));
  const starts = lineStartsWithin(text, begin.end, last.end).filter(
    (at) => !removed.some(({ start, end: stop }) => start <= at && at < stop),
  );
  const edits = [
    editOf(parsed, begin.getStart(source), begin.end, opening),
    ...starts.map((at) => editOf(parsed, at, at, indentStep(text))),
    ...removed.map((place) => editOf(parsed, place.start, place.end, "")),
  ];
  return [
    ...edits,
    end ? editOf(parsed, end.getStart(source), end.end, closing) : editOf(parsed, last.end, last.end, `${line}${indent}${closing}`),
  ];
}

/** Of lines with something on them. */
function lineStartsWithin(text: string, from: number, to: number): readonly number[] {
  return [...text.slice(from, to).matchAll(/\n(?=[ \t]*\S)/g)].map((match) => from + match.index + 1);
}
