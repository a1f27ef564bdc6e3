import type ts from "typescript";
import type { Fix, TextEdit } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import type { Parsed, Stretch } from "../../../core/source/parse.ts";
import { isShadowed } from "../../../core/source/scope.ts";
import { around, nodeAt } from "./runs.ts";
import { freshName, indentAt, indentStep, lineEnd, semicolon } from "./text.ts";

/** `if (this.#token === undefined) this.#token = await refresh();` */
interface Filling {
  readonly assignment: ts.ExpressionStatement;
  /** The cache: a field of `this`, or a variable of the module. */
  readonly cache: ts.PropertyAccessExpression | ts.Identifier;
  /** What is awaited. */
  readonly work: ts.Expression;
}

/** Check, await, store: callers that come in between share the promise instead of starting the work again. */
export function cachePromise(parsed: Parsed, places: readonly Stretch[]): readonly Fix[] {
  const filling = places.map((place) => fillingAt(parsed, place)).find((found) => found !== undefined);
  const declaration = filling && declarationOf(parsed, filling.cache);
  if (!filling || !declaration) return [];
  const { source, text } = parsed;
  const { assignment, cache, work } = filling;
  const name = cacheName(parsed, cache);
  const pending = freshName(text, `${name.startsWith("#") ? "#" : ""}pending${capital(name.replace("#", ""))}`);
  const type = isTyped(parsed) ? promiseType(parsed, work, declaration) : "";
  if (type === undefined) return [];
  const access = cache.kind === parsed.compiler.SyntaxKind.Identifier ? pending : `this.${pending}`;
  const start = assignment.getStart(source);
  const indent = indentAt(text, start);
  const [end, line, step] = [semicolon(parsed), lineEnd(text), indentStep(text)];
  const lines = [
    `${access} ??= ${work.getText(source)}${end}`,
    "try {",
    `${step}${cache.getText(source)} = await ${access}${end}`,
    "} finally {",
    `${step}${access} = undefined${end}`,
    "}",
  ];
  const isBare = parsed.compiler.isIfStatement(assignment.parent);
  const body = lines.map((one) => (isBare ? step : "") + one).join(`${line}${indent}`);
  return [
    {
      title: "Share the promise of the first caller",
      edits: [
        declare(parsed, declaration, pending, type),
        editOf(parsed, start, assignment.end, isBare ? `{${line}${indent}${body}${line}${indent}}` : body),
      ],
      preferred: true,
    },
  ];
}

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const isTyped = ({ path }: Parsed): boolean => /\.[cm]?tsx?$/.test(path);

function fillingAt(parsed: Parsed, place: Stretch): Filling | undefined {
  const { compiler, source } = parsed;
  const node = nodeAt(parsed, place);
  const test = around(parsed, node, compiler.isIfStatement) ?? ifBehind(parsed, node);
  if (!test || test.elseStatement) return undefined;
  const then = test.thenStatement;
  const only = compiler.isBlock(then) ? then.statements[0] : then;
  if ((compiler.isBlock(then) && then.statements.length !== 1) || !only || !compiler.isExpressionStatement(only)) return undefined;
  const { expression } = only;
  if (!compiler.isBinaryExpression(expression) || expression.operatorToken.kind !== compiler.SyntaxKind.EqualsToken) return undefined;
  const { left, right } = expression;
  const isField = compiler.isPropertyAccessExpression(left) && left.expression.kind === compiler.SyntaxKind.ThisKeyword;
  if (!compiler.isAwaitExpression(right) || (!isField && !compiler.isIdentifier(left))) return undefined;
  if (!test.expression.getText(source).includes(left.getText(source))) return undefined;
  return { assignment: only, cache: left, work: right.expression };
}

/** The place may be the call of the function that fills the cache, or anywhere in it: its only `if` will do. */
function ifBehind(parsed: Parsed, node: ts.Node): ts.IfStatement | undefined {
  const { compiler } = parsed;
  const body = around(parsed, node, compiler.isBlock);
  const tests = body?.statements.filter((statement) => compiler.isIfStatement(statement)) ?? [];
  return tests.length === 1 ? tests[0] : undefined;
}

function cacheName({ source }: Parsed, cache: Filling["cache"]): string {
  return "name" in cache ? cache.name.getText(source) : cache.text;
}

function declarationOf(parsed: Parsed, cache: Filling["cache"]): ts.PropertyDeclaration | ts.VariableStatement | undefined {
  const { compiler, source } = parsed;
  if (compiler.isIdentifier(cache)) {
    if (isShadowed(parsed, cache)) return undefined;
    return source.statements
      .filter((statement) => compiler.isVariableStatement(statement))
      .find(({ declarationList: { declarations } }) => declarations.length === 1 && declarations[0]?.name.getText(source) === cache.text);
  }
  let outer: ts.Node = cache;
  while (!compiler.isClassLike(outer) && !compiler.isSourceFile(outer)) outer = outer.parent;
  if (!compiler.isClassLike(outer)) return undefined;
  return outer.members
    .filter((member) => compiler.isPropertyDeclaration(member))
    .find((member) => member.name.getText(source) === cache.name.getText(source));
}

/** Of the promise. Undefined when nothing in the text says it. */
function promiseType(parsed: Parsed, work: ts.Expression, declaration: ts.PropertyDeclaration | ts.VariableStatement): string | undefined {
  const { compiler, source } = parsed;
  if (compiler.isCallExpression(work) && compiler.isIdentifier(work.expression) && !isShadowed(parsed, work.expression)) {
    return `: ReturnType<typeof ${work.expression.text}> | undefined`;
  }
  const type = compiler.isPropertyDeclaration(declaration) ? declaration.type : declaration.declarationList.declarations[0]?.type;
  return type && `: Promise<NonNullable<${type.getText(source)}>> | undefined`;
}

function declare(parsed: Parsed, declaration: ts.PropertyDeclaration | ts.VariableStatement, name: string, type: string): TextEdit {
  const { compiler, source, text } = parsed;
  const keyword = compiler.isPropertyDeclaration(declaration) ? "" : "let ";
  const indent = indentAt(text, declaration.getStart(source));
  const isPrivate =
    compiler.isPropertyDeclaration(declaration) && declaration.modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.PrivateKeyword);
  return editOf(
    parsed,
    declaration.end,
    declaration.end,
    `${lineEnd(text)}${indent}${isPrivate ? "private " : ""}${keyword}${name}${type}${semicolon(parsed)}`,
  );
}
