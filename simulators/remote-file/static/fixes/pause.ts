import type ts from "typescript";
import type { Fix, TextEdit } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { isAsync } from "../../../core/source/functions.ts";
import type { FunctionNode } from "../../../core/source/owners.ts";
import { type Context, functionAround } from "../rules/context.ts";
import { indentOf, newlineOf, stepOf } from "./lines.ts";
import type { TypeScript } from "../../../core/source/typescript.ts";

const mostAttempts = 100;

/** A pause in each round, and at most a hundred of them. */
export function pausedAndBounded(context: Context, loop: ts.ForStatement | ts.WhileStatement | ts.DoStatement): readonly Fix[] {
  const { parsed } = context;
  const { compiler, source } = parsed;
  const fn = functionAround(context, loop);
  if (compiler.isDoStatement(loop) || (fn && !isAsync(parsed, fn as FunctionNode))) return [];
  if (!compiler.isBlock(loop.parent) && !compiler.isSourceFile(loop.parent)) return [];
  const condition = compiler.isForStatement(loop) ? loop.condition : loop.expression;
  if (compiler.isForStatement(loop) && (loop.initializer || loop.incrementor)) return [];
  const sleep = sleepOf(context);
  const newline = newlineOf(parsed);
  const indent = indentOf(parsed, loop);
  const step = stepOf(parsed);
  const isEndless = !condition || condition.kind === compiler.SyntaxKind.TrueKeyword;
  const counter = freeName(context, "attempt");
  const pause = `await ${sleep.call};`;
  const start = loop.getStart(source);
  const bodyStart = loop.statement.getStart(source);
  const giveUp = `throw new Error("gave up after ${mostAttempts} attempts");`;
  const test = `${counter} === ${mostAttempts}`;
  const edits: TextEdit[] = [...sleep.edits];
  // Where a condition ends the loop, the last round gives up; otherwise what stands behind the loop is reached by that alone.
  const head = isEndless
    ? `for (let ${counter} = 0; ; ${counter}++) `
    : `for (let ${counter} = 0; ${condition.getText(source)}; ${counter}++) `;
  edits.push(editOf(parsed, start, bodyStart, head));
  const lines = `${newline}${indent}${step}if (${test}) ${giveUp}`;
  if (compiler.isBlock(loop.statement)) {
    const close = loop.statement.end - 1;
    edits.push(editOf(parsed, bodyStart + 1, bodyStart + 1, lines));
    edits.push(editOf(parsed, close, close, `${step}${pause}${newline}${indent}`));
    if (hasContinue(compiler, loop.statement)) return [];
  } else {
    const inner = compiler.isEmptyStatement(loop.statement) ? "" : `${newline}${indent}${step}${loop.statement.getText(source)}`;
    edits.push(editOf(parsed, bodyStart, loop.statement.end, `{${lines}${inner}${newline}${indent}${step}${pause}${newline}${indent}}`));
  }
  return [{ title: `Pause in each round, and give up after ${mostAttempts}`, edits, preferred: true }];
}

/** The pause of the file, or one that is imported. */
function sleepOf({ parsed }: Context): { readonly call: string; readonly edits: readonly TextEdit[] } {
  const { compiler, source } = parsed;
  for (const statement of source.statements) {
    if (!compiler.isImportDeclaration(statement) || !compiler.isStringLiteral(statement.moduleSpecifier)) continue;
    if (!/^(?:node:)?timers\/promises$/.test(statement.moduleSpecifier.text)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !compiler.isNamedImports(bindings)) continue;
    const found = bindings.elements.find((one) => (one.propertyName ?? one.name).text === "setTimeout");
    if (found) return { call: `${found.name.text}(1)`, edits: [] };
  }
  const last = source.statements.filter((statement) => compiler.isImportDeclaration(statement)).at(-1);
  const at = last ? last.end : 0;
  const newline = newlineOf(parsed);
  const line = 'import { setTimeout as pause } from "node:timers/promises";';
  return { call: "pause(1)", edits: [editOf(parsed, at, at, last ? `${newline}${line}` : `${line}${newline}`)] };
}

function freeName({ parsed: { text } }: Context, wanted: string): string {
  let name = wanted;
  while (new RegExp(`\\b${name}\\b`).test(text)) name += "s";
  return name;
}

function hasContinue(compiler: TypeScript, node: ts.Node): boolean {
  if (compiler.isContinueStatement(node)) return true;
  if (compiler.isFunctionLike(node) || compiler.isIterationStatement(node, false)) return false;
  return compiler.forEachChild(node, (child) => hasContinue(compiler, child)) ?? false;
}
