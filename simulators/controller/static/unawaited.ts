import type ts from "typescript";
import type { Complaint } from "../../core/source/complaint.ts";
import { editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import { type Dropped, holderOf } from "../../core/source/promises.ts";
import type { ApiCall } from "./calls.ts";
import type { Look } from "./look.ts";
import { functionOf, functionsThatReach } from "./reach.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/**
 * FL2101: a call whose promise nobody awaits.
 *
 * @param reconcilers Who starts one, from a watch for example, need not wait for it: `@requeue` says what becomes of a rejection.
 */
export function unawaited(look: Look, calls: readonly ApiCall[], reconcilers: readonly ts.Node[]): readonly Complaint[] {
  const { compiler } = look;
  const found: Complaint[] = [];
  const promises = promisesOf(look, calls, reconcilers);
  for (const { node, name } of promises) {
    const dropped = look.functionAround(node) && droppedAt(look, node);
    if (!dropped) continue;
    const at = compiler.isCallExpression(node) ? calleeName(compiler, node) : node;
    const message = `nobody waits for \`${name}\`: it may still be under way when the reconcile returns, and its failure is seen by nobody`;
    found.push({ code: "FL2101", severity: "warning", message, ...stretchOf(look.parsed, at), fixes: fixesOf(look, dropped) });
  }
  return found;
}

interface Made {
  readonly node: ts.Expression;
  readonly name: string;
}

/** Calls whose value is a promise that stands for a call of the API: the call itself, one of an async function that makes some, a `map` of those. */
function promisesOf(look: Look, calls: readonly ApiCall[], reconcilers: readonly ts.Node[]): readonly Made[] {
  const { compiler } = look;
  const reaching = functionsThatReach(look, calls);
  const made: Made[] = calls.map(({ node, method }) => ({ node, name: method }));
  for (const node of look.all) {
    if (!compiler.isCallExpression(node)) continue;
    const { expression } = node;
    if (compiler.isIdentifier(expression)) {
      const declared = look.declaration(expression.text);
      const fn = declared && functionOf(compiler, declared);
      const isStart = fn && reconcilers.includes(fn) && !isInside(look, node, reconcilers);
      if (fn && !isStart && reaching.has(fn) && look.isAsync(fn)) made.push({ node, name: expression.text });
    } else if (compiler.isPropertyAccessExpression(expression) && ["map", "forEach"].includes(expression.name.text)) {
      const [callback] = node.arguments;
      if (callback && compiler.isFunctionLike(callback) && look.isAsync(callback) && reaching.has(callback))
        made.push({ node, name: expression.name.text });
    }
  }
  return made;
}

function isInside(look: Look, node: ts.Node, functions: readonly ts.Node[]): boolean {
  for (let fn = look.functionAround(node); fn; fn = look.functionAround(fn)) if (functions.includes(fn)) return true;
  return false;
}

/** Where a promise is dropped. Undefined: somebody has it. */
function droppedAt(look: Look, call: ts.Expression): Dropped | undefined {
  const { compiler } = look;
  if (compiler.isCallExpression(call) && calledName(compiler, call) === "forEach") return { by: call, promise: call };
  const { by, at, promise } = holderOf(compiler, call);
  if (compiler.isExpressionStatement(by) || compiler.isVoidExpression(by)) return { by, promise };
  if (compiler.isVariableDeclaration(by)) return compiler.isIdentifier(by.name) && isUnused(look, by.name) ? { by, promise } : undefined;
  return compiler.isArrowFunction(by) && by.body === at && isForEach(compiler, by) ? { by, promise } : undefined;
}

const isForEach = (compiler: TypeScript, callback: ts.ArrowFunction): boolean =>
  compiler.isCallExpression(callback.parent) &&
  calledName(compiler, callback.parent) === "forEach" &&
  callback.parent.arguments[0] === callback;

const calledName = (compiler: TypeScript, { expression }: ts.CallExpression): string | undefined =>
  compiler.isPropertyAccessExpression(expression) ? expression.name.text : undefined;

const calleeName = (compiler: TypeScript, { expression }: ts.CallExpression): ts.Node =>
  compiler.isPropertyAccessExpression(expression) ? expression.name : expression;

function isUnused(look: Look, name: ts.Identifier): boolean {
  for (const node of look.all) if (look.compiler.isIdentifier(node) && node !== name && node.text === name.text) return false;
  return true;
}

function fixesOf(look: Look, { by, promise }: Dropped): Complaint["fixes"] & {} {
  const { compiler, parsed } = look;
  const fn = look.functionAround(by);
  if (!fn || !look.isAsync(fn)) return [];
  const start = promise.getStart(parsed.source);
  if (compiler.isVoidExpression(by)) {
    const from = by.getStart(parsed.source);
    return [{ title: "Replace `void` by `await`", edits: [editOf(parsed, from, from + "void".length, "await")], preferred: true }];
  }
  if (!compiler.isExpressionStatement(by)) return [];
  if (compiler.isCallExpression(promise) && calledName(compiler, promise) === "map") {
    const edits = [editOf(parsed, start, start, "await Promise.all("), editOf(parsed, promise.end, promise.end, ")")];
    return [{ title: "Await all of them", edits, preferred: true }];
  }
  return [{ title: "Add `await`", edits: [editOf(parsed, start, start, "await ")], preferred: true }];
}
