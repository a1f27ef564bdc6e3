import type ts from "typescript";
import { type Dropped, holderOf } from "../../../core/source/promises.ts";
import type { Names } from "../names.ts";
import type { TypeScript } from "../../../core/source/typescript.ts";

const combining = new Set(["all", "allSettled", "race", "any"]);

/** Where a promise is dropped. Undefined: somebody has it, or may have it. */
export function droppedAt(names: Names, call: ts.Node): Dropped | undefined {
  const { compiler } = names.parsed;
  const { by, at, promise } = holderOf(compiler, call);
  if (compiler.isExpressionStatement(by) || compiler.isVoidExpression(by)) return { by, promise };
  if (isCombined(compiler, by)) return droppedAt(names, by.parent);
  if (isCombining(compiler, by)) return droppedAt(names, by);
  if (compiler.isVariableDeclaration(by)) return compiler.isIdentifier(by.name) && isUnused(names, by.name) ? { by, promise } : undefined;
  if (compiler.isArrowFunction(by)) return by.body === at ? droppedByCaller(names, by) : undefined;
  const list =
    compiler.isCallExpression(by) && isPushed(compiler, by) && compiler.isPropertyAccessExpression(by.expression)
      ? by.expression.expression
      : undefined;
  return list && compiler.isIdentifier(list) && isOnlyPushed(names, list) ? { by, promise } : undefined;
}

/** What a callback answers is dropped by `forEach`, and with the list that `map` makes of it. */
function droppedByCaller(names: Names, callback: ts.ArrowFunction): Dropped | undefined {
  const { compiler } = names.parsed;
  const call = callback.parent;
  if (!compiler.isCallExpression(call) || call.arguments[0] !== callback || !compiler.isPropertyAccessExpression(call.expression))
    return undefined;
  const method = call.expression.name.text;
  if (method === "forEach") return { by: call.parent, promise: call };
  return method === "map" || method === "flatMap" ? droppedAt(names, call) : undefined;
}

/** An element of the array of `Promise.all([…])`. */
function isCombined(compiler: TypeScript, node: ts.Node): node is ts.ArrayLiteralExpression {
  return compiler.isArrayLiteralExpression(node) && isCombining(compiler, node.parent);
}

/** `Promise.all(…)`. */
const isCombining = (compiler: TypeScript, node: ts.Node): node is ts.CallExpression =>
  compiler.isCallExpression(node) &&
  compiler.isPropertyAccessExpression(node.expression) &&
  compiler.isIdentifier(node.expression.expression) &&
  node.expression.expression.text === "Promise" &&
  combining.has(node.expression.name.text);

const isPushed = (compiler: TypeScript, { expression }: ts.CallExpression): boolean =>
  compiler.isPropertyAccessExpression(expression) && (expression.name.text === "push" || expression.name.text === "add");

const isUnused = (names: Names, name: ts.Identifier): boolean => names.usesOf(name).every((use) => use === name);

/** An array that is filled, and that nobody looks into. */
function isOnlyPushed(names: Names, list: ts.Identifier): boolean {
  const { compiler } = names.parsed;
  const declaration = names.declarationOf(list);
  if (!declaration || !compiler.isVariableDeclaration(declaration)) return false;
  return names.usesOf(list).every((use) => {
    const { parent } = use;
    if (parent === declaration) return true;
    return compiler.isPropertyAccessExpression(parent) && compiler.isCallExpression(parent.parent) && isPushed(compiler, parent.parent);
  });
}
