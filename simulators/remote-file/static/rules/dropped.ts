import type ts from "typescript";
import type { Names } from "../names.ts";

/** A promise that nobody has. */
export interface Dropped {
  /** The statement, `void` or variable that drops it. */
  readonly by: ts.Node;
  /** The promise with what is chained to it. */
  readonly promise: ts.Node;
}

const chained = new Set(["then", "catch", "finally"]);
const combining = new Set(["all", "allSettled", "race", "any"]);

/** Where a promise is dropped. Undefined: somebody has it, or may have it. */
export function droppedAt(names: Names, promise: ts.Expression): Dropped | undefined {
  const { compiler } = names.parsed;
  const { SyntaxKind } = compiler;
  let at: ts.Node = promise;
  let whole: ts.Node = promise;
  for (let { parent } = at; parent; { parent } = at) {
    if (compiler.isExpressionStatement(parent) || compiler.isVoidExpression(parent)) return { by: parent, promise: whole };
    const isPlain =
      compiler.isParenthesizedExpression(parent) ||
      compiler.isAsExpression(parent) ||
      compiler.isNonNullExpression(parent) ||
      compiler.isSatisfiesExpression(parent) ||
      (compiler.isConditionalExpression(parent) && parent.condition !== at) ||
      (compiler.isBinaryExpression(parent) &&
        parent.right === at &&
        [SyntaxKind.AmpersandAmpersandToken, SyntaxKind.BarBarToken, SyntaxKind.QuestionQuestionToken, SyntaxKind.CommaToken].includes(
          parent.operatorToken.kind,
        ));
    if (isPlain) at = parent;
    else if (
      compiler.isPropertyAccessExpression(parent) &&
      parent.expression === at &&
      chained.has(parent.name.text) &&
      compiler.isCallExpression(parent.parent)
    )
      whole = at = parent.parent;
    else if (isCombined(compiler, parent)) whole = at = parent.parent;
    else if (isCombining(compiler, parent)) whole = at = parent;
    else if (compiler.isArrowFunction(parent) && parent.body === at) {
      const call = parent.parent;
      if (!compiler.isCallExpression(call) || call.arguments[0] !== parent || !compiler.isPropertyAccessExpression(call.expression))
        return undefined;
      const method = call.expression.name.text;
      if (method === "forEach") return { by: call.parent, promise: call };
      if (method !== "map" && method !== "flatMap") return undefined;
      whole = at = call;
    } else if (compiler.isVariableDeclaration(parent)) {
      return compiler.isIdentifier(parent.name) && isUnused(names, parent.name) ? { by: parent, promise: whole } : undefined;
    } else if (compiler.isCallExpression(parent) && isPushed(compiler, parent)) {
      const list = compiler.isPropertyAccessExpression(parent.expression) ? parent.expression.expression : undefined;
      return list && compiler.isIdentifier(list) && isOnlyPushed(names, list) ? { by: parent, promise: whole } : undefined;
    } else return undefined;
  }
  return undefined;
}

/** An element of the array of `Promise.all([…])`. */
function isCombined(compiler: typeof ts, node: ts.Node): node is ts.ArrayLiteralExpression {
  return compiler.isArrayLiteralExpression(node) && isCombining(compiler, node.parent);
}

/** `Promise.all(…)`. */
const isCombining = (compiler: typeof ts, node: ts.Node): node is ts.CallExpression =>
  compiler.isCallExpression(node) &&
  compiler.isPropertyAccessExpression(node.expression) &&
  compiler.isIdentifier(node.expression.expression) &&
  node.expression.expression.text === "Promise" &&
  combining.has(node.expression.name.text);

const isPushed = (compiler: typeof ts, { expression }: ts.CallExpression): boolean =>
  compiler.isPropertyAccessExpression(expression) && (expression.name.text === "push" || expression.name.text === "add");

function usesOf(
  { parsed, declarationOf }: Pick<Names, "parsed"> & { declarationOf: Names["declarationOf"] },
  name: ts.Identifier,
): readonly ts.Identifier[] {
  const { compiler, source } = parsed;
  const declaration = declarationOf(name);
  const uses: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (compiler.isIdentifier(node) && node.text === name.text && declarationOf(node) === declaration) uses.push(node);
    compiler.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

const within = (names: Names) => ({ parsed: names.parsed, declarationOf: (use: ts.Identifier) => names.declarationOf(use) });

const isUnused = (names: Names, name: ts.Identifier): boolean => usesOf(within(names), name).every((use) => use === name);

/** An array that is filled, and that nobody looks into. */
function isOnlyPushed(names: Names, list: ts.Identifier): boolean {
  const { compiler } = names.parsed;
  const declaration = names.declarationOf(list);
  if (!declaration || !compiler.isVariableDeclaration(declaration)) return false;
  return usesOf(within(names), list).every((use) => {
    const { parent } = use;
    if (parent === declaration) return true;
    return compiler.isPropertyAccessExpression(parent) && compiler.isCallExpression(parent.parent) && isPushed(compiler, parent.parent);
  });
}
