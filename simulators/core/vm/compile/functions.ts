import type { FunctionCode, FunctionKind } from "../code.ts";
import { runFields } from "./calls.ts";
import { type FunctionCompiler, FunctionCompiler as Compiler } from "./context.ts";
import { emitReturn } from "./control.ts";
import { emitAwait } from "./await.ts";
import { declarePattern, orDefault } from "./patterns.ts";
import type { FunctionScope } from "./scopes.ts";
import type { acorn, FunctionNode, Node } from "./syntax.ts";
import { enter, initialise, leave, read, scopeRegister, within, write } from "./variables.ts";

/** A function object for a function expression or arrow function. */
export function closure(f: FunctionCompiler, node: acorn.FunctionExpression | acorn.ArrowFunctionExpression, to: number): number {
  const { name } = f;
  f.name = "";
  const scope = scopeOf(f, node);
  const own = node.type === "FunctionExpression" && node.id ? scope.parent?.bindings.get(node.id.name) : undefined;
  if (own === undefined || !own.isCaptured || scope.parent === undefined) {
    f.emit(
      "closure",
      [to, scopeRegister(f)],
      compileFunction(f, node, (node.type === "FunctionExpression" ? node.id?.name : undefined) ?? name),
    );
    return to;
  }
  within(f, scope.parent, () => {
    f.emit("closure", [to, scopeRegister(f)], compileFunction(f, node, own.name));
    initialise(f, own, to);
  });
  return to;
}

/** A function object for a method, getter or setter: without a `prototype`. */
export function methodClosure(f: FunctionCompiler, node: acorn.FunctionExpression, name: string, member: Node): number {
  const made = f.register();
  const source = textOf(f, member).replace(/^static\s+(?!\()/, "");
  f.emit("closure", [made, scopeRegister(f)], { ...compileFunction(f, node, name), source });
  return made;
}

/** Functions declared in a list of statements are there from its beginning. */
export function hoistFunctions(f: FunctionCompiler, statements: readonly Node[]): void {
  for (const statement of statements) {
    const node =
      statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration" ? statement.declaration : statement;
    if (node?.type !== "FunctionDeclaration") continue;
    const name = node.id?.name ?? "*default*";
    const binding = f.scope.find(name);
    if (binding === undefined) continue;
    f.scratch(() => {
      const made = f.register();
      f.at(node.start, () => f.emit("closure", [made, scopeRegister(f)], compileFunction(f, node, node.id?.name ?? "default")));
      if (binding.kind === "function") initialise(f, binding, made);
      else write(f, binding, made, node.start);
    });
  }
}

/** What `Function.prototype.toString` shows: nothing of ours. */
export const textOf = ({ module: { isOurs, source } }: FunctionCompiler, { start, end }: Node): string =>
  isOurs ? "" : source.slice(start, end);

const scopeOf = (f: FunctionCompiler, node: Node): FunctionScope => f.module.scopes.of.get(node) as FunctionScope;

export function compileFunction(outer: FunctionCompiler, node: FunctionNode, name: string, hasFields = false): FunctionCode {
  const scope = scopeOf(outer, node);
  const f = new Compiler(outer.module, scope, node.async, node.generator);
  f.offset = node.start;
  const rest = node.params.at(-1)?.type === "RestElement" ? (node.params.at(-1) as acorn.RestElement) : undefined;
  const plain = rest === undefined ? node.params : node.params.slice(0, -1);
  const start = begin(f, plain);
  if (hasFields && scope.kind === "constructor") ownFields(f);
  parameters(f, plain, rest);
  body(f, node);
  leave(f, scope, start);
  const required = node.params.findIndex((parameter) => parameter.type === "AssignmentPattern" || parameter.type === "RestElement");
  return finishFunction(f, {
    name,
    parameters: plain.length,
    length: required < 0 ? plain.length : required,
    keepsArguments: rest !== undefined || scope.bindings.has("arguments"),
    source: textOf(outer, node),
    offset: node.start,
  });
}

/** Registers of parameters and variables, and what the function knows of its call. */
function begin(f: FunctionCompiler, plain: readonly acorn.Pattern[]): number {
  const scope = f.function;
  for (const parameter of plain) {
    const register = f.register();
    const binding = parameter.type === "Identifier" ? scope.bindings.get(parameter.name) : undefined;
    if (binding === undefined || binding.isCaptured) continue;
    binding.register = register;
    f.asVariable(register);
  }
  const start = enter(f, scope);
  loadPseudo(f);
  return start;
}

/** `this`, `arguments`, `new.target` and the function itself, as far as they are used. */
export function loadPseudo(f: FunctionCompiler): void {
  for (const [name, operation] of pseudoOperations) {
    const binding = f.function.bindings.get(name);
    if (binding === undefined || binding.kind !== "pseudo" || (name === "this" && f.function.kind === "derived")) continue;
    f.scratch(() => {
      const register = binding.isCaptured ? f.register() : binding.register;
      f.emit(operation, [register]);
      initialise(f, binding, register);
    });
  }
}

const pseudoOperations = [
  ["this", "loadThis"],
  ["new.target", "loadNewTarget"],
  ["%callee", "loadCallee"],
  ["arguments", "createArguments"],
] as const;

/** Of a class that extends nothing: the fields come before everything else. */
function ownFields(f: FunctionCompiler): void {
  f.scratch(() => {
    const callee = f.register();
    const self = f.register();
    f.emit("loadCallee", [callee]);
    f.emit("loadThis", [self]);
    runFields(f, callee, self);
  });
}

function parameters(f: FunctionCompiler, plain: readonly acorn.Pattern[], rest: acorn.RestElement | undefined): void {
  for (const [register, parameter] of plain.entries()) {
    const pattern = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
    if (parameter.type === "AssignmentPattern") orDefault(f, register, parameter);
    const binding = pattern.type === "Identifier" ? f.scope.find(pattern.name) : undefined;
    if (binding === undefined || binding.register !== register || binding.isCaptured) declarePattern(f, pattern, register);
  }
  if (rest === undefined) return;
  f.scratch(() => {
    const list = f.register();
    f.emit("restArguments", [list, plain.length]);
    declarePattern(f, rest.argument, list);
  });
}

function body(f: FunctionCompiler, node: FunctionNode): void {
  const inner = f.module.scopes.bodies.get(node);
  if (inner === undefined) return statements(f, node);
  const params = f.scope;
  within(f, inner, () => {
    // A `var` with the name of a parameter begins with its value.
    for (const binding of inner.bindings.values()) {
      const parameter = binding.kind === "var" ? params.bindings.get(binding.name) : undefined;
      if (parameter !== undefined) f.scratch(() => initialise(f, binding, read(f, parameter, node.start, undefined)));
    }
    statements(f, node);
  });
}

function statements(f: FunctionCompiler, node: FunctionNode): void {
  if (f.isGenerator) f.emit("startGenerator");
  if (node.body.type === "BlockStatement") {
    hoistFunctions(f, node.body.body);
    for (const statement of node.body.body) f.statement(statement);
    f.at(node.end - 1, () => endWithout(f));
  } else {
    const { body: expression } = node;
    f.scratch(() => {
      const value = f.push(expression);
      f.at(expression.start, () => emitReturn(f, value));
    });
  }
}

/** The end of the text is reached. */
export function endWithout(f: FunctionCompiler): void {
  f.scratch(() => emitReturn(f, f.constant(f.register(), undefined)));
}

/** `return` in an async generator settles with the awaited value. */
export function awaitReturned(f: FunctionCompiler, value: number): void {
  if (f.isAsync && f.isGenerator) emitAwait(f, value, value);
}

export type CodeParts = Pick<FunctionCode, "name" | "parameters" | "length" | "keepsArguments" | "source" | "offset">;

export function finishFunction(f: FunctionCompiler, parts: CodeParts): FunctionCode {
  const kind: FunctionKind = f.function.kind;
  const { isAsync, isGenerator, registers, instructions } = f;
  const { isOurs } = f.module;
  const blank = Array.from({ length: registers }, () => undefined);
  const locals = isOurs ? [] : f.locals;
  return { ...parts, kind, isAsync, isGenerator, isOurs, registers, instructions, handlers: f.handlers(), locals, blank, late: undefined };
}
