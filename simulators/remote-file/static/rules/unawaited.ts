import type ts from "typescript";
import { type Complaint, editOf } from "../../../core/source/complaint.ts";
import { isAsync } from "../../../core/source/functions.ts";
import type { FunctionNode } from "../../../core/source/owners.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import type { Fix } from "../../../../protocol/problem.ts";
import { asLoop } from "../fixes/for-of.ts";
import { calleeOf, type Context, functionAround, isLasting, isRemote, textOf } from "./context.ts";
import { droppedAt } from "./dropped.ts";

/** FL4009: the promise of a write, sync or atomic that nobody waits for. */
export function unawaitedWrites(context: Context): readonly Complaint[] {
  const { sightings, names } = context;
  const found: Complaint[] = [];
  const writers = new Set<ts.Node>();
  const told = new Set<ts.Node>();
  for (const [sighting] of sightings.calls) {
    if (!sighting || !isRemote(sighting) || !isLasting(sighting)) continue;
    if (sighting.action.mode !== "promise") continue;
    for (let fn: ts.Node | undefined = functionAround(context, sighting.call); fn; fn = functionAround(context, fn)) writers.add(fn);
    const dropped = droppedAt(names, sighting.call);
    if (!dropped || told.has(dropped.promise)) continue;
    told.add(dropped.promise);
    const each = forEachCall(context, dropped.promise);
    const message = `nobody waits for \`${sighting.action.name}\`: it may be under way when the process returns, and its error is seen by nobody`;
    found.push({
      code: "FL4009",
      severity: "error",
      message,
      ...calleeOf(context, sighting.call),
      fixes: each ? asLoop(context, each) : fixesFor(context, dropped),
    });
  }
  return [...found, ...droppedWriters(context, writers)];
}

function forEachCall({ parsed: { compiler } }: Context, node: ts.Node): ts.CallExpression | undefined {
  if (!compiler.isCallExpression(node) || !compiler.isPropertyAccessExpression(node.expression)) return undefined;
  return node.expression.name.text === "forEach" ? node : undefined;
}

/** Async functions of the file that write, and of which nobody waits for the end. */
function droppedWriters(context: Context, direct: ReadonlySet<ts.Node>): readonly Complaint[] {
  const { parsed, names, sightings } = context;
  const { compiler } = parsed;
  const writers = new Set(direct);
  const calls: { readonly node: ts.CallExpression; readonly fn: ts.Node }[] = [];
  if (writers.size === 0) return [];
  for (const node of names.calls) {
    const fn = compiler.isCallExpression(node) ? calledBy(context, node) : undefined;
    if (fn && compiler.isCallExpression(node)) calls.push({ node, fn });
  }
  for (let before = -1; before !== writers.size; ) {
    before = writers.size;
    for (const { node, fn } of calls) {
      if (!writers.has(fn)) continue;
      for (
        let outer: ts.Node | undefined = functionAround(context, node);
        outer && !writers.has(outer);
        outer = functionAround(context, outer)
      )
        writers.add(outer);
    }
  }
  return calls.flatMap(({ node, fn }): readonly Complaint[] => {
    const isEach = forEachCall(context, node) !== undefined;
    if (!writers.has(fn) || !isAsync(parsed, fn as FunctionNode) || !sightings.visited.has(fn)) return [];
    const dropped = isEach ? { by: node.parent, promise: node } : droppedAt(names, node);
    if (!dropped) return [];
    const message = isEach
      ? "`forEach` waits for none of its callbacks: their writes may be under way when the process returns, and their errors are seen by nobody"
      : `nobody waits for \`${textOf(context, node.expression)}\`, which writes: it may be under way when the process returns, and its error is seen by nobody`;
    const at = compiler.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    const fixes = isEach ? asLoop(context, node) : fixesFor(context, dropped);
    const related = writesIn(context, fn).map((write) => ({ ...calleeOf(context, write), message: "what it writes" }));
    return [{ code: "FL4009", severity: "error", message, ...stretchOf(parsed, at), related, fixes }];
  });
}

function writesIn({ sightings }: Context, fn: ts.Node): readonly (ts.CallExpression | ts.NewExpression)[] {
  return sightings.calls.flatMap(([sighting]) => {
    const isWrite = sighting && isRemote(sighting) && isLasting(sighting);
    return isWrite && fn.pos <= sighting.call.pos && sighting.call.end <= fn.end ? [sighting.call] : [];
  });
}

/** The function of the file that runs when this call is made. */
function calledBy(context: Context, node: ts.CallExpression): ts.Node | undefined {
  const { parsed, names } = context;
  const { compiler } = parsed;
  const named = names.functionCalled(node);
  if (named) return named;
  const callee = node.expression;
  const [callback] = node.arguments;
  const isEach = compiler.isPropertyAccessExpression(callee) && ["forEach", "map", "flatMap"].includes(callee.name.text);
  return isEach && callback && (compiler.isArrowFunction(callback) || compiler.isFunctionExpression(callback)) ? callback : undefined;
}

function fixesFor(context: Context, { by, promise }: { readonly by: ts.Node; readonly promise: ts.Node }): readonly Fix[] {
  const { compiler, source } = context.parsed;
  const fn = functionAround(context, by);
  if (fn && !isAsync(context.parsed, fn as FunctionNode)) return [];
  const start = promise.getStart(source);
  if (compiler.isVoidExpression(by)) {
    const from = by.getStart(source);
    return [{ title: "Replace `void` by `await`", edits: [editOf(context.parsed, from, from + "void".length, "await")], preferred: true }];
  }
  const isMap =
    compiler.isCallExpression(promise) && compiler.isPropertyAccessExpression(promise.expression) && promise.expression.name.text === "map";
  if (isMap) {
    const edits = [editOf(context.parsed, start, start, "await Promise.all("), editOf(context.parsed, promise.end, promise.end, ")")];
    return compiler.isExpressionStatement(by) ? [{ title: "Await all of them", edits, preferred: true }] : [];
  }
  const isPlain = compiler.isExpressionStatement(by) || compiler.isVariableDeclaration(by);
  return isPlain ? [{ title: "Add `await`", edits: [editOf(context.parsed, start, start, "await ")], preferred: true }] : [];
}
