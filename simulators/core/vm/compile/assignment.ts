import type { OperationName } from "../effects.ts";
import type { FunctionCompiler } from "./context.ts";
import { load, member, store } from "./members.ts";
import { stable } from "./operands.ts";
import { binaryOperations, skips } from "./operators.ts";
import { assignPattern } from "./patterns.ts";
import type { acorn, Node } from "./syntax.ts";
import { homeOf, write } from "./variables.ts";

export function assignment(f: FunctionCompiler, node: acorn.AssignmentExpression, to: number): number {
  if (node.operator === "=") return plain(f, node, to);
  const operator = node.operator.slice(0, -1);
  if (operator === "&&" || operator === "||" || operator === "??") return logicalAssignment(f, node, skips[operator], to);
  return compound(f, node, binaryOperations[operator] as OperationName, to);
}

function plain(f: FunctionCompiler, node: acorn.AssignmentExpression, to: number): number {
  const { left, right } = node;
  if (left.type === "Identifier") {
    assignName(f, left, (into) => f.evaluateNamed(right, left.name, into), to);
    return to;
  }
  if (left.type === "MemberExpression") {
    f.scratch(() => {
      const target = member(f, left, [right]);
      f.evaluateInto(right, to);
      store(f, target, to);
    });
    return to;
  }
  f.evaluateInto(right, to);
  f.scratch(() => assignPattern(f, left, to, right));
  return to;
}

/** Assigns what `emit` makes; it is in `to` as well. */
function assignName(f: FunctionCompiler, target: acorn.Identifier, emit: (into: number) => number, to: number): void {
  emit(to);
  writeName(f, target, to);
}

export function writeName(f: FunctionCompiler, target: acorn.Identifier, value: number): void {
  const binding = f.scope.find(target.name);
  if (binding !== undefined) write(f, binding, value, target.start);
  else f.at(target.start, () => f.emit("setGlobal", [value], target.name));
}

/** A statement `x = …` needs the value nowhere else: it is made where the variable is. */
export function assignmentStatement(f: FunctionCompiler, node: Node): boolean {
  if (node.type !== "AssignmentExpression" || node.left.type !== "Identifier" || node.operator !== "=") return false;
  const binding = f.scope.find(node.left.name);
  if (binding === undefined || binding.imported !== undefined || binding.needsHole) return false;
  const home = binding.kind === "let" || binding.kind === "var" || binding.kind === "parameter" ? homeOf(binding) : undefined;
  if (home === undefined) return false;
  f.evaluateNamed(node.right, node.left.name, home);
  return true;
}

function compound(f: FunctionCompiler, node: acorn.AssignmentExpression, operation: OperationName, to: number): number {
  const { left, right } = node;
  return f.scratch(() => {
    if (left.type === "Identifier") {
      const before = stable(f, left, [right]);
      f.at(node.start, () => f.emit(operation, [to, before, f.evaluate(right)]));
      writeName(f, left, to);
      return to;
    }
    const target = member(f, left as acorn.MemberExpression, [right]);
    const before = load(f, target, f.register());
    const value = f.evaluate(right);
    f.emit(operation, [to, before, value]);
    store(f, target, to);
    return to;
  });
}

function logicalAssignment(f: FunctionCompiler, node: acorn.AssignmentExpression, skip: OperationName, to: number): number {
  const { left, right } = node;
  const end = f.label();
  f.scratch(() => {
    if (left.type === "Identifier") {
      f.evaluateInto(left, to);
      f.jump(end, skip, [to]);
      assignName(f, left, (into) => f.evaluateNamed(right, left.name, into), to);
    } else {
      const target = member(f, left as acorn.MemberExpression, [right]);
      load(f, target, to);
      f.jump(end, skip, [to]);
      f.evaluateInto(right, to);
      store(f, target, to);
    }
  });
  f.place(end);
  return to;
}

/** `++` and `--`: the value after, or before for the postfix form, is in `to`. */
export function update(f: FunctionCompiler, node: acorn.UpdateExpression, to: number): number {
  const { argument, operator, prefix } = node;
  const operation = operator === "++" ? "increment" : "decrement";
  return f.scratch(() => {
    const target = argument.type === "Identifier" ? undefined : member(f, argument as acorn.MemberExpression);
    const before = target === undefined ? f.evaluate(argument) : load(f, target, f.register());
    const after = prefix ? to : f.register();
    if (!prefix) f.emit("toNumeric", [to, before]);
    f.emit(operation, [after, prefix ? before : to]);
    if (target === undefined) writeName(f, argument as acorn.Identifier, after);
    else store(f, target, after);
    return to;
  });
}

/** A statement `x += 1` or `x++` on a variable in a register. */
export function updateStatement(f: FunctionCompiler, node: Node): boolean {
  if (node.type === "UpdateExpression") {
    const register = simpleRegister(f, node.argument);
    if (register === undefined) return false;
    f.at(node.start, () => f.emit(node.operator === "++" ? "increment" : "decrement", [register, register]));
    return true;
  }
  if (node.type !== "AssignmentExpression") return false;
  const operation = binaryOperations[node.operator.slice(0, -1)];
  const register = simpleRegister(f, node.left);
  if (operation === undefined || register === undefined) return false;
  const before = stable(f, node.left, [node.right]);
  const value = f.evaluate(node.right);
  f.at(node.start, () => f.emit(operation, [register, before, value]));
  return true;
}

/** The register of a variable that needs no checks. */
function simpleRegister(f: FunctionCompiler, node: Node): number | undefined {
  const binding = node.type === "Identifier" ? f.scope.find(node.name) : undefined;
  if (binding === undefined || binding.imported !== undefined || binding.isCaptured || binding.needsHole) return undefined;
  return binding.kind === "let" || binding.kind === "var" || binding.kind === "parameter" ? binding.register : undefined;
}
