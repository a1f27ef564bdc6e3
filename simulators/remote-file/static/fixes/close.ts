import type ts from "typescript";
import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { type Context, statementAround } from "../rules/context.ts";
import { deeper, indentOf, lineOf, newlineOf, stepOf } from "./lines.ts";
import type { TypeScript } from "../../../core/source/typescript.ts";

/** Closes in `finally`, or by `await using`: for `const file = await open(…)` in a block. */
export function closedOnAllPaths(context: Context, open: ts.CallExpression | ts.NewExpression): readonly Fix[] {
  const { parsed } = context;
  const { compiler, source, text } = parsed;
  const statement = statementAround(context, open);
  const block = statement.parent;
  if (!compiler.isVariableStatement(statement) || !compiler.isBlock(block)) return [];
  const [declaration, other] = statement.declarationList.declarations;
  if (!declaration?.initializer || other || !compiler.isIdentifier(declaration.name)) return [];
  const name = declaration.name.text;
  const isAwaited = compiler.isAwaitExpression(declaration.initializer) && declaration.initializer.expression === open;
  const isSync = declaration.initializer === open && open.expression.getText(source).endsWith("openSync");
  if (!isAwaited && !isSync) return [];
  const rest = block.statements.slice(block.statements.indexOf(statement) + 1);
  const closes = closesIn(compiler, rest, name, source);
  // A name that the rest declares may be used behind it, but there is nothing behind the rest of a block.
  const first = rest[0];
  const last = rest.at(-1);
  if (!first || !last) return [];
  const close = isAwaited ? `await ${name}.close();` : `${open.expression.getText(source).replace(/openSync$/, "closeSync")}(${name});`;
  // A number that is closed twice may be somebody else's by then.
  const all = rest.reduce(
    (sum, one) => sum + [...one.getText(source).matchAll(new RegExp(`\\bclose(?:Sync)?\\(\\s*${name}\\b`, "g"))].length,
    0,
  );
  if (isSync && closes.length < all) return [];
  if (isSync && !open.expression.getText(source).includes(".") && closes.length === 0) return [];
  return [inFinally(context, first, last, closes, close), ...(isAwaited ? disposed(context, statement, closes, source, text) : [])];
}

function inFinally(context: Context, first: ts.Statement, last: ts.Statement, closes: readonly ts.Statement[], close: string): Fix {
  const { parsed } = context;
  const { text, source } = parsed;
  const newline = newlineOf(parsed);
  const indent = indentOf(parsed, first);
  const step = stepOf(parsed);
  const from = lineOf(parsed, first).start;
  let body = "";
  let at = from;
  for (const statement of closes) {
    const { start, end } = lineOf(parsed, statement);
    body += text.slice(at, start);
    at = end;
  }
  body += text.slice(at, last.end);
  const lines = deeper(body.trimEnd(), step);
  const head = text.slice(from, first.getStart(source));
  const newText = `${head === "" ? "" : indent}try {${newline}${head === "" ? indent + step : ""}${lines}${newline}${indent}} finally {${newline}${indent}${step}${close}${newline}${indent}}`;
  return { title: "Close in `finally`", edits: [editOf(parsed, from, last.end, newText)], preferred: true };
}

function disposed(
  context: Context,
  statement: ts.VariableStatement,
  closes: readonly ts.Statement[],
  source: ts.SourceFile,
  text: string,
): readonly Fix[] {
  const { parsed } = context;
  const start = statement.declarationList.getStart(source);
  const keyword = /^(?:const|let)\b/.exec(text.slice(start))?.[0];
  if (keyword !== "const") return [];
  const removed = closes.map((close) => {
    const { start: from, end } = lineOf(parsed, close);
    return editOf(parsed, from, end, "");
  });
  return [{ title: "Change to `await using`", edits: [editOf(parsed, start, start + keyword.length, "await using"), ...removed] }];
}

/** Statements of their own that close, in blocks. */
function closesIn(compiler: TypeScript, statements: readonly ts.Statement[], name: string, source: ts.SourceFile): readonly ts.Statement[] {
  const found: ts.Statement[] = [];
  const pattern = new RegExp(`^(?:await\\s+${name}\\.close\\(\\)|(?:\\w+\\.)?closeSync\\(${name}\\));?$`);
  const visit = (node: ts.Node): void => {
    if (compiler.isFunctionLike(node)) return;
    if (compiler.isExpressionStatement(node) && pattern.test(node.getText(source)) && compiler.isBlock(node.parent)) found.push(node);
    else compiler.forEachChild(node, visit);
  };
  for (const statement of statements) visit(statement);
  return found;
}
