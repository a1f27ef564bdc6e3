import { canonicalKey } from "../value.ts";
import { calleeText } from "./calls.ts";
import type { FunctionCompiler } from "./context.ts";
import { close, closingOnThrow, type Iteration, iterationOf, step } from "./iteration.ts";
import { keyRegister } from "./keys.ts";
import { member, type Member, store } from "./members.ts";
import { type acorn, type Node, staticKey } from "./syntax.ts";
import { initialise, write } from "./variables.ts";

/** What is done with a name in a pattern: declared or assigned. */
type Bind = (f: FunctionCompiler, target: acorn.Identifier, value: number) => void;

/** Takes the value in register `value` apart into variables that are declared here. `from`: the expression it comes from. */
export function declarePattern(f: FunctionCompiler, pattern: acorn.Pattern, value: number, from?: Node): void {
  bindPattern(f, pattern, value, declareName, from, true);
}

/** Takes it apart into variables and properties that are there. */
export function assignPattern(f: FunctionCompiler, pattern: acorn.Pattern, value: number, from?: Node): void {
  bindPattern(f, pattern, value, assignName, from, true);
}

const declareName: Bind = (f, target, value) => {
  const binding = f.scope.find(target.name);
  if (binding === undefined) throw new Error(`${target.name} is not declared`);
  initialise(f, binding, value);
};

const assignName: Bind = (f, target, value) => {
  const binding = f.scope.find(target.name);
  if (binding !== undefined) write(f, binding, value, target.start);
  else f.at(target.start, () => f.emit("setGlobal", [value], target.name));
};

function bindPattern(
  f: FunctionCompiler,
  pattern: acorn.Pattern,
  value: number,
  bind: Bind,
  from: Node | undefined,
  isWhole = false,
): void {
  switch (pattern.type) {
    case "Identifier":
      return bind(f, pattern, value);
    case "MemberExpression":
      return f.scratch(() => store(f, member(f, pattern), value));
    case "ObjectPattern":
      return f.at(pattern.start, () => f.scratch(() => objectPattern(f, pattern, value, bind, from, isWhole)));
    case "ArrayPattern":
      return f.at(pattern.start, () => f.scratch(() => arrayPattern(f, pattern, value, bind, from)));
    case "AssignmentPattern":
      return f.scratch(() => {
        const copy = f.register();
        f.move(copy, value);
        orDefault(f, copy, pattern);
        bindPattern(f, pattern.left, copy, bind, undefined);
      });
    case "RestElement":
      return bindPattern(f, pattern.argument, value, bind, undefined);
  }
}

/** Puts the default value into `register` if there is none. */
export function orDefault(f: FunctionCompiler, register: number, { left, right }: acorn.AssignmentPattern): void {
  const has = f.label();
  f.jump(has, "jumpNotUndefined", [register]);
  f.evaluateNamed(right, left.type === "Identifier" ? left.name : "", register);
  f.place(has);
}

/** Where an element of a pattern goes. Objects and keys of properties are evaluated before the value is read. */
function prepare(f: FunctionCompiler, pattern: acorn.Pattern): Member | undefined {
  const target = pattern.type === "AssignmentPattern" ? pattern.left : pattern;
  return target.type === "MemberExpression" ? member(f, target, pattern.type === "AssignmentPattern" ? [pattern.right] : []) : undefined;
}

/** Binds the value in `value`, a register of its own. */
function finish(f: FunctionCompiler, pattern: acorn.Pattern, target: Member | undefined, value: number, bind: Bind): void {
  if (pattern.type === "AssignmentPattern") orDefault(f, value, pattern);
  if (target !== undefined) store(f, target, value);
  else bindPattern(f, pattern.type === "AssignmentPattern" ? pattern.left : pattern, value, bind, undefined);
}

function objectPattern(
  f: FunctionCompiler,
  pattern: acorn.ObjectPattern,
  value: number,
  bind: Bind,
  from: Node | undefined,
  isWhole: boolean,
): void {
  const [first] = pattern.properties;
  const property = first?.type === "Property" ? staticKey(first) : undefined;
  // In the middle of a pattern, V8 leaves it to the first property.
  if (isWhole || property === undefined)
    f.emit("requireObject", [value], { property, text: from === undefined ? undefined : calleeText(f, from) });
  const keys: number[] = [];
  const hasRest = pattern.properties.at(-1)?.type === "RestElement";
  for (const each of pattern.properties) {
    if (each.type === "RestElement") return restOf(f, each, value, keys, bind);
    // Keys are kept for the rest, all others are given back.
    const take = (): void => {
      const name = staticKey(each);
      const key = name === undefined || hasRest ? keyRegister(f, each.key, name) : -1;
      keys.push(key);
      f.scratch(() => {
        const target = prepare(f, each.value);
        const item = f.register();
        f.at(each.start, () => {
          if (name === undefined) f.emit("getElement", [item, value, key]);
          else f.emit("getProperty", [item, value], canonicalKey(name));
        });
        finish(f, each.value, target, item, bind);
      });
    };
    if (hasRest) take();
    else f.scratch(take);
  }
}

function restOf(f: FunctionCompiler, rest: acorn.RestElement, value: number, keys: readonly number[], bind: Bind): void {
  const target = prepare(f, rest.argument);
  const first = f.used;
  for (const key of keys) f.move(f.register(), key);
  const item = f.register();
  f.emit("restProperties", [item, value, -1, first, keys.length]);
  finish(f, rest.argument, target, item, bind);
}

function arrayPattern(f: FunctionCompiler, pattern: acorn.ArrayPattern, value: number, bind: Bind, from: Node | undefined): void {
  const iteration = iterationOf(f, value, from === undefined ? "" : calleeText(f, from), false);
  const isDone = f.constant(f.register(), false);
  const depth = f.depth;
  const guarded = (emit: () => void): void => {
    // `yield` in a default value may be left by `return()`.
    f.control.push({ kind: "iterator", depth, close: () => closeUnless(f, iteration, isDone) });
    closingOnThrow(f, iteration, isDone, emit);
    f.control.pop();
  };
  for (const element of pattern.elements) {
    f.scratch(() => {
      const item = f.register();
      let target: Member | undefined;
      const place = element?.type === "RestElement" ? element.argument : element;
      const isEvaluated = place !== null && (place.type === "AssignmentPattern" ? place.left : place).type === "MemberExpression";
      if (isEvaluated) guarded(() => (target = prepare(f, place)));
      if (element?.type === "RestElement") collect(f, iteration, isDone, item);
      else advance(f, iteration, isDone, item);
      if (place === null) return;
      if (isPlain(place)) finish(f, place, target, item, bind);
      else guarded(() => finish(f, place, target, item, bind));
    });
  }
  closeUnless(f, iteration, isDone);
}

/** Binding it runs no code of the user's that could throw. */
const isPlain = (pattern: acorn.Pattern): boolean => pattern.type === "Identifier";

function closeUnless(f: FunctionCompiler, iteration: Iteration, isDone: number): void {
  const skip = f.label();
  f.jump(skip, "jumpTrue", [isDone]);
  close(f, iteration);
  f.place(skip);
}

/** The next value, undefined after the last one. While it is fetched, the iterator counts as done: if it throws, it is not closed. */
function advance(f: FunctionCompiler, iteration: Iteration, isDone: number, item: number): void {
  const [ended, have] = [f.label(), f.label()];
  f.jump(ended, "jumpTrue", [isDone]);
  step(f, iteration, item, ended);
  f.jump(have);
  f.place(ended);
  f.constant(isDone, true);
  f.constant(item, undefined);
  f.place(have);
}

/** All values that are left, in an array. */
function collect(f: FunctionCompiler, iteration: Iteration, isDone: number, item: number): void {
  const [again, ended] = [f.label(), f.label()];
  f.emit("newArray", [item, -1, -1, f.used, 0]);
  f.jump(ended, "jumpTrue", [isDone]);
  f.scratch(() => {
    const next = f.register();
    f.place(again);
    step(f, iteration, next, ended);
    f.emit("append", [item, next]);
    f.jump(again);
  });
  f.place(ended);
  f.constant(isDone, true);
}
