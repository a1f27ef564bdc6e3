import { assignmentStatement, updateStatement } from "./assignment.ts";
import { classExpression } from "./classes.ts";
import type { FunctionCompiler } from "./context.ts";
import { leaveFunction, leaveTo } from "./control.ts";
import { awaitReturned, hoistFunctions } from "./functions.ts";
import { doWhileLoop, forEachLoop, forLoop, whileLoop } from "./loops.ts";
import { declarePattern } from "./patterns.ts";
import type { acorn, Node } from "./syntax.ts";
import { tryStatement } from "./try.ts";
import { homeOf, initialise, within } from "./variables.ts";

/** Compiles a statement. */
export function statement(f: FunctionCompiler, node: Node): void {
  const labels = f.labels;
  f.labels = [];
  f.at(node.start, () => {
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all other kinds of nodes are treated alike
    switch (node.type) {
      case "ExpressionStatement":
        return expressionStatement(f, node.expression);
      case "VariableDeclaration":
        return declaration(f, node);
      case "FunctionDeclaration":
      case "EmptyStatement":
      case "DebuggerStatement":
        return;
      case "ClassDeclaration":
        return classDeclaration(f, node);
      case "ReturnStatement":
        return returnStatement(f, node);
      case "IfStatement":
        return ifStatement(f, node);
      case "BlockStatement":
        return labelled(f, labels, () => block(f, node));
      case "ForStatement":
        return forLoop(f, node, labels);
      case "ForInStatement":
      case "ForOfStatement":
        return forEachLoop(f, node, labels);
      case "WhileStatement":
        return whileLoop(f, node, labels);
      case "DoWhileStatement":
        return doWhileLoop(f, node, labels);
      case "BreakStatement":
        return leaveTo(f, "break", node.label?.name);
      case "ContinueStatement":
        return leaveTo(f, "continue", node.label?.name);
      case "ThrowStatement":
        return void f.emit("throw", [f.evaluate(node.argument)]);
      case "TryStatement":
        return labelled(f, labels, () => tryStatement(f, node));
      case "SwitchStatement":
        return switchStatement(f, node, labels);
      case "LabeledStatement":
        return labeledStatement(f, node, labels);
      case "ExportNamedDeclaration":
        if (node.declaration) statement(f, node.declaration);
        return;
      case "ExportDefaultDeclaration":
        return exportDefault(f, node);
      case "ImportDeclaration":
        return;
      default:
        throw new Error(`no statement: ${node.type}`);
    }
  });
}

function expressionStatement(f: FunctionCompiler, node: Node): void {
  if (!assignmentStatement(f, node) && !updateStatement(f, node)) f.evaluate(node);
}

function declaration(f: FunctionCompiler, node: acorn.VariableDeclaration): void {
  for (const { id, init } of node.declarations) f.scratch(() => declare(f, node.kind, id, init ?? undefined));
}

function declare(f: FunctionCompiler, kind: string, id: acorn.Pattern, init: acorn.Expression | undefined): void {
  if (id.type !== "Identifier") {
    if (init !== undefined) declarePattern(f, id, f.evaluate(init), init);
    return;
  }
  const binding = f.scope.find(id.name);
  if (binding === undefined) throw new Error(`${id.name} is not declared`);
  if (init === undefined) {
    if (kind === "var") return;
    const home = homeOf(binding) ?? f.register();
    initialise(f, binding, f.constant(home, undefined));
    return;
  }
  const value = f.evaluateNamed(init, id.name, homeOf(binding) ?? f.register());
  f.at(id.start, () => initialise(f, binding, value));
}

function classDeclaration(f: FunctionCompiler, node: acorn.ClassDeclaration | acorn.AnonymousClassDeclaration): void {
  const made = classExpression(f, node, f.register());
  const binding = node.id === null ? undefined : f.scope.find(node.id.name);
  if (binding !== undefined) initialise(f, binding, made);
}

function exportDefault(f: FunctionCompiler, node: acorn.ExportDefaultDeclaration): void {
  const { declaration: value } = node;
  if (value.type === "FunctionDeclaration") return;
  if (value.type === "ClassDeclaration" && value.id !== null) return classDeclaration(f, value);
  const binding = f.scope.find("*default*");
  if (binding === undefined) return;
  const made = f.register();
  if (value.type === "ClassDeclaration") {
    f.name = "default";
    classExpression(f, value, made);
  } else f.evaluateNamed(value, "default", made);
  initialise(f, binding, made);
}

function returnStatement(f: FunctionCompiler, node: acorn.ReturnStatement): void {
  const value = f.register();
  if (node.argument) {
    f.evaluateInto(node.argument, value);
    awaitReturned(f, value);
  } else f.constant(value, undefined);
  leaveFunction(f, value);
}

function ifStatement(f: FunctionCompiler, node: acorn.IfStatement): void {
  const otherwise = f.label();
  f.jumpUnless(node.test, otherwise);
  f.statement(node.consequent);
  if (!node.alternate) return f.place(otherwise);
  const end = f.label();
  f.jump(end);
  f.place(otherwise);
  f.statement(node.alternate);
  f.place(end);
}

function block(f: FunctionCompiler, node: acorn.BlockStatement): void {
  const scope = f.module.scopes.of.get(node);
  const emit = (): void => {
    hoistFunctions(f, node.body);
    for (const each of node.body) f.statement(each);
  };
  if (scope === undefined || scope.bindings.size === 0) emit();
  else within(f, scope, emit);
}

/** A statement that only labelled `break`s leave. */
function labelled(f: FunctionCompiler, labels: readonly string[], emit: () => void): void {
  if (labels.length === 0) return emit();
  const end = f.label();
  f.control.push({ kind: "jump", labels, end, next: undefined });
  emit();
  f.control.pop();
  f.place(end);
}

function labeledStatement(f: FunctionCompiler, node: acorn.LabeledStatement, labels: readonly string[]): void {
  const all = [...labels, node.label.name];
  if (takesLabels.test(node.body.type)) {
    f.labels = all;
    f.statement(node.body);
  } else labelled(f, all, () => f.statement(node.body));
}

const takesLabels = /^(For|ForIn|ForOf|While|DoWhile|Switch|Labeled|Block|Try)Statement$/;

function switchStatement(f: FunctionCompiler, node: acorn.SwitchStatement, labels: readonly string[]): void {
  const end = f.label();
  const value = f.push(node.discriminant);
  const scope = f.module.scopes.of.get(node);
  if (scope === undefined) throw new Error("a switch has a scope");
  // "": an unlabelled break ends it.
  f.control.push({ kind: "jump", labels: [...labels, ""], end, next: undefined });
  within(f, scope, () => {
    hoistFunctions(
      f,
      node.cases.flatMap(({ consequent }) => consequent),
    );
    const bodies = node.cases.map(() => f.label());
    for (const [index, { test }] of node.cases.entries()) {
      if (!test) continue;
      f.scratch(() => {
        const same = f.register();
        f.emit("strictEqual", [same, value, f.evaluate(test)]);
        f.jump(bodies[index] as never, "jumpTrue", [same]);
      });
    }
    const fallback = bodies[node.cases.findIndex(({ test }) => !test)];
    f.jump(fallback ?? end);
    for (const [index, { consequent }] of node.cases.entries()) {
      f.place(bodies[index] as never);
      for (const each of consequent) f.statement(each);
    }
  });
  f.control.pop();
  f.place(end);
}
