import type ts from "typescript";
import type { Fix, TextEdit } from "../../../../protocol/problem.ts";
import { suspensions } from "../awaits.ts";
import { bindingsOf, libraryCall } from "../bindings.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { enclosing } from "../paths.ts";
import type { Parsed, Stretch } from "../../../core/source/parse.ts";
import { declaredIn, nodeAt, statementOf, usesAny } from "./runs.ts";
import { indentAt, lineEnd, semicolon, wholeLine } from "./text.ts";

/** The section that an effect stands in, written as `criticalSection(() => { … })`. */
interface Effect {
  readonly statement: ts.Statement;
  readonly body: ts.Block;
  readonly call: ts.CallExpression;
  /** The statement that the call is all of, or returns, or names. */
  readonly outer: ts.Statement;
}

/** FL1005: does what cannot be taken back once the section is over. */
export function moveEffectOut(parsed: Parsed, place: Stretch): readonly Fix[] {
  const effect = effectAt(parsed, place);
  const edits = effect && (usesOnlyOutside(parsed, effect) ? moveBehind(parsed, effect, "") : moveWithResult(parsed, effect));
  return edits ? [{ title: "Move the effect behind the section", edits, preferred: true }] : [];
}

function effectAt(parsed: Parsed, place: Stretch): Effect | undefined {
  const { compiler } = parsed;
  const statement = statementOf(parsed, nodeAt(parsed, place));
  const body = statement?.parent;
  if (!statement || !body || !compiler.isExpressionStatement(statement) || suspensions(parsed, statement).length > 0) return undefined;
  const fn = enclosing(parsed, statement);
  if (!compiler.isBlock(body) || body.parent !== fn || (!compiler.isArrowFunction(fn) && !compiler.isFunctionExpression(fn)))
    return undefined;
  const call = fn.parent;
  if (!compiler.isCallExpression(call) || libraryCall(parsed, bindingsOf(parsed), call) !== "criticalSection") return undefined;
  const outer = statementOf(parsed, call);
  return outer ? { statement, body, call, outer } : undefined;
}

const usesOnlyOutside = (parsed: Parsed, { statement, body }: Effect): boolean =>
  !usesAny(parsed, statement, declaredIn(parsed, body.statements));

/** @param result Statement that goes behind the effect: the return that the section no longer is. */
function moveBehind(parsed: Parsed, { statement, outer, call }: Effect, result: string): readonly TextEdit[] | undefined {
  const { compiler, source, text } = parsed;
  const isReturned = compiler.isReturnStatement(outer);
  if (isReturned && result === "") return undefined;
  const isWhole = compiler.isExpressionStatement(outer) && outer.expression === call;
  const isNamed = compiler.isVariableStatement(outer) && outer.declarationList.declarations.some(({ initializer }) => initializer === call);
  if (!isWhole && !isNamed && !isReturned) return undefined;
  const line = wholeLine(text, { start: statement.getStart(source), end: statement.end });
  const indent = indentAt(text, outer.getStart(source));
  const behind = [statement.getText(source), result].filter((one) => one !== "").map((one) => `${lineEnd(text)}${indent}${one}`);
  return [editOf(parsed, line.start, line.end, ""), editOf(parsed, outer.end, outer.end, behind.join(""))];
}

/** The effect needs one name that the section declares: it becomes the section's result. */
function moveWithResult(parsed: Parsed, effect: Effect): readonly TextEdit[] | undefined {
  const { compiler, source, text } = parsed;
  const { statement, body, call, outer } = effect;
  const needed = [...declaredIn(parsed, body.statements)].filter((name) => usesAny(parsed, statement, new Set([name])));
  const [name, ...others] = needed;
  if (name === undefined || others.length > 0 || isTaken(parsed, outer, name)) return undefined;
  const last = body.statements.at(-1);
  const returned = last && compiler.isReturnStatement(last) ? last.expression : undefined;
  const isReturned = returned !== undefined && compiler.isIdentifier(returned) && returned.text === name;
  const end = semicolon(parsed);
  if (compiler.isReturnStatement(outer) && outer.expression === call && isReturned) {
    const moved = moveBehind(parsed, effect, `return ${name}${end}`);
    return moved && [...moved, editOf(parsed, outer.getStart(source), call.getStart(source), `const ${name} = `)];
  }
  if (!compiler.isExpressionStatement(outer) || outer.expression !== call || returned || returnsInside(parsed, body) || !last)
    return undefined;
  const moved = moveBehind(parsed, effect, "");
  const indent = indentAt(text, statement.getStart(source));
  const at = last === statement ? statement.getStart(source) : last.end;
  const result = last === statement ? undefined : editOf(parsed, at, at, `${lineEnd(text)}${indent}return ${name}${end}`);
  if (!moved) return undefined;
  const named = editOf(parsed, call.getStart(source), call.getStart(source), `const ${name} = `);
  // Where the effect is the last statement, the return takes its place.
  const [removed, ...rest] = moved;
  const replaced = editOf(parsed, statement.getStart(source), statement.end, `return ${name}${end}`);
  return result ? [...moved, result, named] : removed ? [replaced, ...rest, named] : undefined;
}

function returnsInside({ compiler }: Parsed, body: ts.Block): boolean {
  const visit = (node: ts.Node): boolean => {
    if (compiler.isFunctionLike(node) || compiler.isClassLike(node)) return false;
    return compiler.isReturnStatement(node) || (compiler.forEachChild(node, visit) ?? false);
  };
  return body.statements.some(visit);
}

/** Does the code around the section use the name for something else? */
function isTaken(parsed: Parsed, outer: ts.Statement, name: string): boolean {
  const { compiler } = parsed;
  const block = outer.parent;
  if (!("statements" in block)) return true;
  const others = (block.statements as ts.NodeArray<ts.Statement>).filter((statement) => statement !== outer);
  const fn = enclosing(parsed, outer);
  const isParameter = !compiler.isSourceFile(fn) && fn.parameters.some((parameter) => parameter.name.getText(parsed.source) === name);
  return isParameter || others.some((statement) => usesAny(parsed, statement, new Set([name])));
}
