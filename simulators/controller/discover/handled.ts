import type ts from "typescript";
import type { FunctionNode } from "../../core/source/owners.ts";
import type { Look } from "../static/look.ts";
import { calledByNameOrMethod } from "../static/reach.ts";
import { changeEvents, functionAt, nameOf, sourcesOf } from "./callbacks.ts";

/** Paths of collections whose informers have a handler that calls a reconcile function, itself or through others: their events start a reconcile. */
export function handledPaths(look: Look, reconcile: FunctionNode): readonly string[] {
  const { compiler } = look;
  const { informers } = sourcesOf(look);
  if (informers.size === 0) return [];
  const paths = new Set<string>();
  for (const node of look.all) {
    if (!compiler.isCallExpression(node) || !compiler.isPropertyAccessExpression(node.expression) || node.expression.name.text !== "on")
      continue;
    const name = nameOf(compiler, node.expression.expression);
    const path = name === undefined ? undefined : informers.get(name);
    const [event, handler] = node.arguments;
    const isChange =
      event !== undefined && compiler.isStringLiteralLike(event) && (changeEvents.has(event.text) || event.text === "delete");
    const text = path && textOf(look, path);
    if (!handler || !isChange || text === undefined) continue;
    const fn = functionAt(look, handler);
    if (fn && (fn === reconcile || reaches(look, fn, reconcile, new Set()))) paths.add(text);
  }
  return [...paths];
}

function textOf(look: Look, expression: ts.Expression): string | undefined {
  const meant = look.meaning(expression);
  return look.compiler.isStringLiteralLike(meant) ? meant.text : undefined;
}

/** Does a function call another one of the file, or hand it on? */
function reaches(look: Look, from: ts.Node, to: ts.Node, seen: Set<ts.Node>): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const { compiler } = look;
  for (const node of look.below(from)) {
    const called = compiler.isCallExpression(node)
      ? calledByNameOrMethod(look, node)
      : compiler.isIdentifier(node) && compiler.isCallExpression(node.parent)
        ? functionAt(look, node)
        : undefined;
    if (called && (called === to || reaches(look, called, to, seen))) return true;
  }
  return false;
}
