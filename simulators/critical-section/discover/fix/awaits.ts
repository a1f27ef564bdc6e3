import type ts from "typescript";
import type { Fix, TextEdit } from "../../../../protocol/problem.ts";
import { suspensions } from "../awaits.ts";
import { type Bindings, bindingsOf, libraryCall } from "../bindings.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { asyncKeyword } from "../../../core/source/functions.ts";
import { enclosing } from "../paths.ts";
import type { Parsed, Stretch } from "../../../core/source/parse.ts";
import { around, declaredIn, nodeAt, statementOf, usesAny } from "./runs.ts";
import { freshName, indentAt, lineEnd, semicolon, wholeLine } from "./text.ts";

/** FL1006: awaits what the section needs before it begins. */
export function awaitBeforeSection(parsed: Parsed, place: Stretch): readonly Fix[] {
  const node = nodeAt(parsed, place);
  const fn = parsed.compiler.isFunctionLike(node) ? node : enclosing(parsed, node);
  const call = sectionCall(parsed, fn);
  return call ? beforeCall(parsed, call, fn as ts.ArrowFunction | ts.FunctionExpression) : beforeMarkedLines(parsed, place);
}

/** The call of `criticalSection` that a function is written in. */
function sectionCall(parsed: Parsed, fn: ts.Node): ts.CallExpression | undefined {
  const { compiler } = parsed;
  const isInline = compiler.isArrowFunction(fn) || compiler.isFunctionExpression(fn);
  if (!isInline || !compiler.isCallExpression(fn.parent)) return undefined;
  return libraryCall(parsed, bindingsOf(parsed), fn.parent) === "criticalSection" ? fn.parent : undefined;
}

function beforeCall(parsed: Parsed, call: ts.CallExpression, fn: ts.ArrowFunction | ts.FunctionExpression): readonly Fix[] {
  const { compiler, source, text } = parsed;
  const keyword = asyncKeyword(parsed, fn);
  const outer = statementOf(parsed, call);
  if (!keyword || !outer || !isSuspendable(parsed, call)) return [];
  const statements: readonly ts.Statement[] = compiler.isBlock(fn.body) ? fn.body.statements : [];
  const moved = statements.filter((statement) => suspensions(parsed, statement).length > 0);
  if (!compiler.isBlock(fn.body) && suspensions(parsed, fn.body).length > 0) return [];
  const inside = declaredIn(parsed, statements);
  const movedNames = declaredIn(parsed, moved);
  const kept = new Set([...inside].filter((name) => !movedNames.has(name)));
  if (!moved.every((statement) => isPlainAwait(parsed, statement) && !usesAny(parsed, statement, kept))) return [];
  const end = keyword.end + (/^\s*/.exec(text.slice(keyword.end))?.[0].length ?? 0);
  const edits: TextEdit[] = [...moveBefore(parsed, moved, outer), editOf(parsed, keyword.getStart(source), end, "")];
  if (compiler.isAwaitExpression(call.parent)) edits.push(editOf(parsed, call.parent.getStart(source), call.getStart(source), ""));
  const title = moved.length === 0 ? "Remove `async` from the section" : "Await before the section";
  return [{ title, edits, preferred: true }];
}

/** `using _ = critical()` and `beginCritical()`: the statements behind it in its block. */
function beforeMarkedLines(parsed: Parsed, place: Stretch): readonly Fix[] {
  const bindings = bindingsOf(parsed);
  const moved = statementOf(parsed, nodeAt(parsed, place));
  const block = moved?.parent;
  if (!moved || !block || !("statements" in block)) return [];
  const statements = block.statements as ts.NodeArray<ts.Statement>;
  const before = statements.slice(0, statements.indexOf(moved));
  const marker = before.findLast((statement) => opensSection(parsed, bindings, statement));
  if (!marker) return [];
  const between = before.slice(before.indexOf(marker) + 1);
  if (!isPlainAwait(parsed, moved) || usesAny(parsed, moved, declaredIn(parsed, between))) return [];
  return [{ title: "Await before the section", edits: moveBefore(parsed, [moved], marker), preferred: true }];
}

function opensSection(parsed: Parsed, bindings: Bindings, statement: ts.Statement): boolean {
  const { compiler } = parsed;
  const calls = compiler.isExpressionStatement(statement)
    ? [statement.expression]
    : compiler.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ initializer }) => initializer)
      : [];
  return calls.some((call) => call && ["critical", "beginCritical"].includes(libraryCall(parsed, bindings, call) ?? ""));
}

/** `const x = await …;`, `await …;`: moved as a whole without leaving anything behind. */
function isPlainAwait({ compiler }: Parsed, statement: ts.Statement): boolean {
  if (compiler.isExpressionStatement(statement)) return compiler.isAwaitExpression(statement.expression);
  return (
    compiler.isVariableStatement(statement) &&
    statement.declarationList.declarations.every(({ initializer }) => initializer && compiler.isAwaitExpression(initializer))
  );
}

/** May the code around a node await? */
function isSuspendable(parsed: Parsed, node: ts.Node): boolean {
  const fn = enclosing(parsed, node);
  return !parsed.compiler.isSourceFile(fn) && asyncKeyword(parsed, fn as ts.FunctionDeclaration) !== undefined;
}

function moveBefore(parsed: Parsed, statements: readonly ts.Statement[], target: ts.Statement): readonly TextEdit[] {
  const { source, text } = parsed;
  const at = target.getStart(source);
  const indent = indentAt(text, at);
  const moved = statements.map((statement) => `${statement.getText(source)}${lineEnd(text)}${indent}`).join("");
  return [
    ...(moved === "" ? [] : [editOf(parsed, at, at, moved)]),
    ...statements.map((statement) => {
      const line = wholeLine(text, { start: statement.getStart(source), end: statement.end });
      return editOf(parsed, line.start, line.end, "");
    }),
  ];
}

/**
 * Lost update over an await: reads again, behind the await, what is written back.
 *
 * @param places The read, then the write.
 */
export function readAfterAwait(parsed: Parsed, places: readonly Stretch[]): readonly Fix[] {
  const [read, write] = places;
  if (!read || !write) return [];
  return [...awaitFirst(parsed, write), ...moveRead(parsed, read, write)].slice(0, 1);
}

/** `total += await f()`: the total is read before the await. */
function awaitFirst(parsed: Parsed, write: Stretch): readonly Fix[] {
  const { compiler, source, text } = parsed;
  const statement = around(parsed, nodeAt(parsed, write), compiler.isExpressionStatement);
  const assignment = statement?.expression;
  if (!statement || !assignment || !compiler.isBinaryExpression(assignment)) return [];
  const kind = assignment.operatorToken.kind;
  if (kind < compiler.SyntaxKind.FirstAssignment || compiler.SyntaxKind.LastAssignment < kind) return [];
  const [place, ...others] = suspensions(parsed, assignment.right);
  if (!place || others.length > 0 || place.word !== "await") return [];
  const awaited = around(parsed, nodeAt(parsed, place), compiler.isAwaitExpression);
  if (!awaited || !compiler.isStatement(statement) || statementOf(parsed, statement) !== statement) return [];
  const name = freshName(text, "awaited");
  const start = statement.getStart(source);
  const whole = compiler.isParenthesizedExpression(awaited.parent) ? awaited.parent : awaited;
  return [
    {
      title: "Await first, then read and write",
      edits: [
        editOf(
          parsed,
          start,
          start,
          `const ${name} = ${awaited.getText(source)}${semicolon(parsed)}${lineEnd(text)}${indentAt(text, start)}`,
        ),
        editOf(parsed, whole.getStart(source), whole.end, name),
      ],
      preferred: true,
    },
  ];
}

function moveRead(parsed: Parsed, read: Stretch, write: Stretch): readonly Fix[] {
  const { compiler, source } = parsed;
  const declaration = around(parsed, nodeAt(parsed, read), compiler.isVariableStatement);
  const target = statementOf(parsed, nodeAt(parsed, write));
  if (!declaration || !target || enclosing(parsed, declaration) !== enclosing(parsed, target)) return [];
  const fn = enclosing(parsed, declaration);
  if ([declaration, target].some((statement) => suspensions(parsed, statement).length > 0)) return [];
  const isBetween = ({ start }: Stretch) => declaration.end <= start && start < target.getStart(source);
  const body = "body" in fn && fn.body ? fn.body : undefined;
  if (!body || !suspensions(parsed, body).some(isBetween)) return [];
  const names = declaredIn(parsed, [declaration]);
  if (usedOutside(parsed, body, names, declaration, target)) return [];
  return [{ title: "Read again after the await", edits: moveBefore(parsed, [declaration], target), preferred: true }];
}

function usedOutside(parsed: Parsed, body: ts.Node, names: ReadonlySet<string>, declaration: ts.Node, target: ts.Node): boolean {
  const { compiler } = parsed;
  const isUsed = (node: ts.Node): boolean => {
    if (node === declaration || node === target) return false;
    if (compiler.isIdentifier(node)) return names.has(node.text) && usesAny(parsed, node, names);
    return compiler.forEachChild(node, isUsed) ?? false;
  };
  return isUsed(body);
}
