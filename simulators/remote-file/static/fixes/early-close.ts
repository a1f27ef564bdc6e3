import type ts from "typescript";
import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { type Context, functionAround, statementAround } from "../rules/context.ts";
import { lineOf } from "./lines.ts";
import type { TypeScript } from "../../../core/source/typescript.ts";

/** Takes out a statement that only closes, when another one closes later; otherwise it goes behind the last use. */
export function withoutEarlyClose(context: Context, close: ts.Node): readonly Fix[] {
  const { compiler, source } = context.parsed;
  const statement = statementAround(context, close);
  const handle = closedName(compiler, close);
  if (!handle || !compiler.isExpressionStatement(statement)) return [];
  const around = functionAround(context, statement) ?? source;
  const isClosedLater = context.names.usesOf(handle, around).some((use) => statement.end <= use.pos && isClosing(compiler, use));
  return isClosedLater ? removed(context, statement) : moved(context, statement, handle);
}

/** With the `if` that stands for it alone. */
function removed({ parsed }: Context, statement: ts.Statement): readonly Fix[] {
  const { compiler } = parsed;
  const { parent } = statement;
  if (compiler.isIfStatement(parent) && parent.elseStatement) return [];
  const whole = compiler.isIfStatement(parent) ? parent : statement;
  if (!compiler.isBlock(whole.parent) && !compiler.isSourceFile(whole.parent)) return [];
  const { start, end } = lineOf(parsed, whole);
  return [{ title: "Remove the early `close`", edits: [editOf(parsed, start, end, "")], preferred: true }];
}

function moved(context: Context, statement: ts.Statement, handle: ts.Identifier): readonly Fix[] {
  const { parsed } = context;
  const { compiler, text } = parsed;
  const { parent } = statement;
  if (!compiler.isBlock(parent)) return [];
  const last = parent.statements.filter((one) => statement.end <= one.pos && context.names.usesOf(handle, one).length > 0).at(-1);
  if (!last || compiler.isReturnStatement(last)) return [];
  const from = lineOf(parsed, statement);
  const to = lineOf(parsed, last);
  const line = text.slice(from.start, from.end);
  if (!line.endsWith("\n") || !text.slice(to.start, to.end).endsWith("\n")) return [];
  const edits = [editOf(parsed, from.start, from.end, ""), editOf(parsed, to.end, to.end, line)];
  return [{ title: "Close behind the last use", edits, preferred: true }];
}

/** `file` of `file.close()`, `fd` of `closeSync(fd)`. */
function closedName(compiler: TypeScript, close: ts.Node): ts.Identifier | undefined {
  if (!compiler.isCallExpression(close)) return undefined;
  const [argument] = close.arguments;
  const target = argument ?? (compiler.isPropertyAccessExpression(close.expression) ? close.expression.expression : undefined);
  return target && compiler.isIdentifier(target) ? target : undefined;
}

function isClosing(compiler: TypeScript, { parent, text }: ts.Identifier): boolean {
  if (compiler.isPropertyAccessExpression(parent)) return parent.name.text === "close" && compiler.isCallExpression(parent.parent);
  return compiler.isCallExpression(parent) && new RegExp(`\\bclose(?:Sync)?\\(\\s*${text}\\b`).test(parent.getText());
}
