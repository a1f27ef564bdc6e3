import type ts from "typescript";
import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { type Context, statementAround } from "../rules/context.ts";
import { indentOf, lineOf, newlineOf } from "./lines.ts";
import { doesNode, isJump } from "../within.ts";

/** Opens once before the loop and closes behind it: where both stand plainly in its body, and nothing leaves it in between. */
export function hoisted(context: Context, open: ts.CallExpression | ts.NewExpression, loop: ts.Node): readonly Fix[] {
  const { parsed } = context;
  const { compiler, source, text } = parsed;
  if (!compiler.isIterationStatement(loop, false) || !compiler.isBlock(loop.statement)) return [];
  const body = loop.statement;
  const statement = statementAround(context, open);
  if (statement.parent !== body || !compiler.isVariableStatement(statement) || doesNode(compiler, body, (node) => isJump(compiler, node)))
    return [];
  const [declaration, other] = statement.declarationList.declarations;
  if (!declaration || other || !compiler.isIdentifier(declaration.name)) return [];
  const name = declaration.name.text;
  const closes = body.statements.filter((one) => closesOnly(one, name, source));
  const [close] = closes;
  if (!close || closes.length > 1 || body.statements.at(-1) !== close) return [];
  const indent = indentOf(parsed, loop);
  const newline = newlineOf(parsed);
  const at = loop.getStart(source);
  const from = lineOf(parsed, statement);
  const to = lineOf(parsed, close);
  const edits = [
    editOf(parsed, at, at, `${statement.getText(source)}${newline}${indent}`),
    editOf(parsed, from.start, from.end, ""),
    editOf(parsed, to.start, to.end, ""),
    editOf(parsed, loop.end, loop.end, `${newline}${indent}${close.getText(source)}`),
  ];
  return text.slice(from.start, from.end).includes("\n")
    ? [{ title: `Open \`${name}\` once, before the loop`, edits, preferred: true }]
    : [];
}

const closesOnly = (statement: ts.Statement, name: string, source: ts.SourceFile): boolean =>
  new RegExp(`^await\\s+${name}\\.close\\(\\);?$`).test(statement.getText(source)) ||
  new RegExp(`^(?:\\w+\\.)?closeSync\\(${name}\\);?$`).test(statement.getText(source));
