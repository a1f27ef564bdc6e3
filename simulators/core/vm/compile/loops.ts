import type { FunctionCompiler } from "./context.ts";
import type { Label } from "./builder.ts";
import { calleeText } from "./calls.ts";
import { close, closingOnThrow, iterationOf, step } from "./iteration.ts";
import { assignPattern, declarePattern } from "./patterns.ts";
import type { ScopeInfo } from "./scopes.ts";
import type { acorn, Node } from "./syntax.ts";
import { within } from "./variables.ts";

/** Emits the body of a loop, which `break` and `continue` leave. */
function body(f: FunctionCompiler, labels: readonly string[], end: Label, next: Label, node: Node): void {
  f.control.push({ kind: "jump", labels: ["", ...labels], end, next });
  f.statement(node);
  f.control.pop();
}

export function whileLoop(f: FunctionCompiler, node: acorn.WhileStatement, labels: readonly string[]): void {
  const [again, end] = [f.label(), f.label()];
  f.place(again);
  f.jumpUnless(node.test, end);
  body(f, labels, end, again, node.body);
  f.jump(again);
  f.place(end);
}

export function doWhileLoop(f: FunctionCompiler, node: acorn.DoWhileStatement, labels: readonly string[]): void {
  const [again, next, end] = [f.label(), f.label(), f.label()];
  f.place(again);
  body(f, labels, end, next, node.body);
  f.place(next);
  f.jumpIf(node.test, again);
  f.place(end);
}

export function forLoop(f: FunctionCompiler, node: acorn.ForStatement, labels: readonly string[]): void {
  const scope = f.module.scopes.of.get(node) as ScopeInfo;
  within(f, scope, () => {
    if (node.init) f.statement(node.init.type === "VariableDeclaration" ? node.init : asStatement(node.init));
    const [again, test, next, end] = [f.label(), f.label(), f.label(), f.label()];
    // Each round has its own copy of variables that functions made in it may keep.
    const own = f.scopeRegisters.get(scope);
    if (own !== undefined) f.emit("copyScope", [own, own]);
    f.jump(test);
    f.place(again);
    body(f, labels, end, next, node.body);
    f.place(next);
    if (own !== undefined) f.emit("copyScope", [own, own]);
    if (node.update) f.statement(asStatement(node.update));
    f.place(test);
    if (node.test) f.jumpIf(node.test, again);
    else f.jump(again);
    f.place(end);
  });
}

const asStatement = (expression: acorn.Expression): Node => ({
  type: "ExpressionStatement",
  expression,
  start: expression.start,
  end: expression.end,
});

export function forEachLoop(f: FunctionCompiler, node: acorn.ForInStatement | acorn.ForOfStatement, labels: readonly string[]): void {
  const scope = f.module.scopes.of.get(node) as ScopeInfo;
  const source = f.register();
  // The variables are there already while the expression is evaluated, but cannot be used.
  within(f, scope, () => f.evaluateInto(node.right, source));
  for (const binding of scope.bindings.values()) binding.register = -1;
  f.scopeRegisters.delete(scope);
  if (node.type === "ForInStatement") forIn(f, node, scope, source, labels);
  else f.at(node.right.start, () => forOf(f, node, scope, source, labels));
}

function forOf(f: FunctionCompiler, node: acorn.ForOfStatement, scope: ScopeInfo, source: number, labels: readonly string[]): void {
  const iteration = iterationOf(f, source, calleeText(f, node.right), node.await);
  const [again, end] = [f.label(), f.label()];
  const item = f.register();
  f.place(again);
  step(f, iteration, item, end);
  // The loop's own control comes first: `break` leaves both, `continue` only what is inside.
  f.control.push({ kind: "jump", labels: ["", ...labels], end, next: undefined });
  const depth = f.depth;
  f.control.push({ kind: "iterator", depth, close: () => close(f, iteration) });
  closingOnThrow(f, iteration, undefined, () => {
    const next = f.label();
    f.control.push({ kind: "jump", labels: ["", ...labels], end: undefined, next });
    round(f, node, scope, item);
    f.control.pop();
    f.place(next);
  });
  f.control.pop();
  f.control.pop();
  f.jump(again);
  f.place(end);
}

/** One round: the variables of the head get the value, then the body runs. */
function round(f: FunctionCompiler, node: acorn.ForInStatement | acorn.ForOfStatement, scope: ScopeInfo, item: number): void {
  within(f, scope, () => {
    const { left } = node;
    f.at(left.start, () => {
      if (left.type === "VariableDeclaration") {
        const [declaration] = left.declarations;
        if (declaration === undefined) return;
        if (left.kind === "var") assignPattern(f, declaration.id, item);
        else declarePattern(f, declaration.id, item);
      } else assignPattern(f, left, item);
    });
    f.statement(node.body);
  });
}

function forIn(f: FunctionCompiler, node: acorn.ForInStatement, scope: ScopeInfo, source: number, labels: readonly string[]): void {
  const [again, end] = [f.label(), f.label()];
  const keys = f.register();
  const at = f.constant(f.register(), 0);
  const item = f.register();
  f.emit("keysForIn", [keys, source]);
  f.place(again);
  f.jump(end, "nextForIn", [item, keys, at, source]);
  f.control.push({ kind: "jump", labels: ["", ...labels], end, next: again });
  round(f, node, scope, item);
  f.control.pop();
  f.jump(again);
  f.place(end);
}
