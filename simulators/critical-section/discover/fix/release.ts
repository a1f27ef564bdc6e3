import type ts from "typescript";
import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { enclosing } from "../paths.ts";
import type { Parsed, Stretch } from "../../../core/source/parse.ts";
import { isStatementList, nodeAt } from "./runs.ts";
import { indentAt, indentStep, lineEnd } from "./text.ts";

/** A lock that is taken, used and given back, in one block. */
interface Locking {
  readonly use: readonly ts.Statement[];
  readonly release: readonly ts.Statement[];
  /** The `return` behind it. */
  readonly tail: readonly ts.Statement[];
}

/** FL1021: a lock that an exception leaves taken is given back in `finally`. */
export function releaseInFinally(parsed: Parsed, places: readonly Stretch[]): readonly Fix[] {
  const locking = places.map((place) => lockingAround(parsed, place)).find((found) => found !== undefined);
  if (!locking) return [];
  const { source, text } = parsed;
  const { use, release, tail } = locking;
  const [first, last] = [use[0], [...release, ...tail].at(-1)];
  if (!first || !last) return [];
  const start = first.getStart(source);
  const indent = indentAt(text, start);
  const line = lineEnd(text);
  const inner = (statements: readonly ts.Statement[]): string => statements.map((one) => shifted(parsed, one, indent)).join("");
  const body = `try {${inner([...use, ...tail])}${line}${indent}} finally {${inner(release)}${line}${indent}}`;
  return [{ title: "Release in `finally`", edits: [editOf(parsed, start, last.end, body)], preferred: true }];
}

/** A statement on lines of its own, one step to the right. */
function shifted({ source, text }: Parsed, statement: ts.Statement, indent: string): string {
  const step = indentStep(text);
  return `${lineEnd(text)}${indent}${step}${statement.getText(source).replace(/(\r?\n)(?=[ \t]*\S)/g, `$1${step}`)}`;
}

function lockingAround(parsed: Parsed, place: Stretch): Locking | undefined {
  const { compiler } = parsed;
  const fn = enclosing(parsed, nodeAt(parsed, place));
  const visit = (node: ts.Node): Locking | undefined => {
    if (node !== fn && compiler.isFunctionLike(node)) return undefined;
    const own = isStatementList(compiler, node) ? lockingIn(parsed, node.statements) : undefined;
    return own ?? compiler.forEachChild(node, visit);
  };
  return visit(fn);
}

function lockingIn(parsed: Parsed, statements: readonly ts.Statement[]): Locking | undefined {
  for (const [index, take] of statements.entries()) {
    const released = statements.findIndex((other, at) => index + 1 < at && gives(parsed, take, other));
    if (released === -1) continue;
    const use = statements.slice(index + 1, released);
    const rest = statements.slice(released);
    const returned = rest.findIndex((statement) => parsed.compiler.isReturnStatement(statement));
    const release = returned === -1 ? rest : rest.slice(0, returned);
    if (mayThrow(parsed, use) && release.every((statement) => parsed.compiler.isExpressionStatement(statement))) {
      return { use, release, tail: returned === -1 ? [] : rest.slice(returned) };
    }
  }
  return undefined;
}

/** `held = true` and `held = false`; `lock.acquire()` and `lock.release()`; `const release = await lock()` and `release()`. */
function gives(parsed: Parsed, take: ts.Statement, give: ts.Statement): boolean {
  const taken = takenBy(parsed, take);
  if (taken === undefined || !parsed.compiler.isExpressionStatement(give)) return false;
  return taken.includes(give.expression.getText(parsed.source).replace(/\s+/g, ""));
}

/** The expressions that give back what a statement takes. */
function takenBy({ compiler, source }: Parsed, statement: ts.Statement): readonly string[] | undefined {
  const { SyntaxKind } = compiler;
  if (compiler.isVariableStatement(statement)) {
    const [declaration] = statement.declarationList.declarations;
    const isAwaited = declaration?.initializer && compiler.isAwaitExpression(declaration.initializer);
    return isAwaited ? [`${declaration.name.getText(source)}()`] : undefined;
  }
  if (!compiler.isExpressionStatement(statement)) return undefined;
  const bare = compiler.isAwaitExpression(statement.expression) ? statement.expression.expression : statement.expression;
  if (compiler.isBinaryExpression(bare) && bare.operatorToken.kind === SyntaxKind.EqualsToken) {
    const target = bare.left.getText(source).replace(/\s+/g, "");
    return bare.right.kind === SyntaxKind.TrueKeyword ? [`${target}=false`] : undefined;
  }
  if (!compiler.isCallExpression(bare)) return undefined;
  const { expression } = bare;
  const [receiver, method] = compiler.isPropertyAccessExpression(expression)
    ? [`${expression.expression.getText(source)}.`, expression.name.text]
    : ["", expression.getText(source)];
  const opposite = opposites.get(method);
  return opposite?.map((name) =>
    `${receiver}${name}(${bare.arguments.map((argument) => argument.getText(source)).join(",")})`.replace(/\s+/g, ""),
  );
}

const opposites: ReadonlyMap<string, readonly string[]> = new Map([
  ["acquire", ["release"]],
  ["lock", ["unlock", "release"]],
  ["enter", ["leave", "exit"]],
  ["take", ["give", "release"]],
  ["wait", ["signal", "post"]],
]);

/** Calls may throw, awaits may reject. */
function mayThrow({ compiler }: Parsed, statements: readonly ts.Statement[]): boolean {
  const visit = (node: ts.Node): boolean => {
    if (compiler.isFunctionLike(node)) return false;
    return (
      compiler.isCallExpression(node) ||
      compiler.isAwaitExpression(node) ||
      compiler.isThrowStatement(node) ||
      (compiler.forEachChild(node, visit) ?? false)
    );
  };
  return statements.some(visit);
}
