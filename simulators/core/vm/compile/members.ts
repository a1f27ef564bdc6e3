import { canonicalKey, type Key } from "../value.ts";
import type { FunctionCompiler } from "./context.ts";
import { stable } from "./operands.ts";
import type { acorn, Node } from "./syntax.ts";
import { read } from "./variables.ts";

/** A property that is read or written: its object and key have been evaluated. */
export type Member =
  | { readonly kind: "named"; readonly object: number; readonly key: Key; readonly offset: number }
  | { readonly kind: "element"; readonly object: number; readonly key: number; readonly offset: number }
  | { readonly kind: "private"; readonly object: number; readonly name: number; readonly text: PrivateText; readonly offset: number }
  | { readonly kind: "super"; readonly object: number; readonly callee: number; readonly key: number; readonly offset: number };

/** Evaluates object and key. `later` is evaluated before the property is used. */
export function member(f: FunctionCompiler, node: acorn.MemberExpression, later: readonly Node[] = []): Member {
  const { property } = node;
  const offset = actsAt(f, node);
  if (node.object.type === "Super") {
    const object = pseudo(f, "this", offset);
    const callee = pseudo(f, "%callee", offset);
    const key = node.computed ? f.evaluate(property) : f.constant(f.register(), nameOf(property));
    return { kind: "super", object, callee, key, offset };
  }
  const object = stable(f, node.object, node.computed ? [property, ...later] : later);
  if (node.optional) f.jump(f.chain as never, "jumpNullish", [object]);
  if (property.type === "PrivateIdentifier") {
    return { kind: "private", object, name: privateName(f, property), text: privateText(f, property), offset };
  }
  if (!node.computed) return { kind: "named", object, key: canonicalKey(nameOf(property)), offset };
  if (property.type === "Literal" && (typeof property.value === "string" || typeof property.value === "number")) {
    return { kind: "named", object, key: canonicalKey(String(property.value)), offset };
  }
  return { kind: "element", object, key: stable(f, property, later), offset };
}

/** Where a member expression is shown: at its beginning, or at the property when that is on another line. */
export function actsAt(f: FunctionCompiler, node: Node): number {
  if (node.type !== "MemberExpression") return node.start;
  return f.module.source.slice(node.start, node.property.start).includes("\n") ? node.property.start : node.start;
}

const nameOf = (property: Node): string => (property as acorn.Identifier).name;

/** A private name as errors call it, and what they say where there is none. */
export interface PrivateText {
  readonly name: string;
  readonly missing: string | undefined;
}

function privateText(f: FunctionCompiler, { name }: acorn.PrivateIdentifier): PrivateText {
  return { name: `#${name}`, missing: f.scope.find(`#${name}`)?.missing };
}

export function privateName(f: FunctionCompiler, node: acorn.PrivateIdentifier): number {
  return pseudo(f, `#${node.name}`, node.start);
}

/** The value of a variable of the language's own. */
export function pseudo(f: FunctionCompiler, name: string, position: number): number {
  const binding = f.scope.find(name);
  return binding === undefined ? f.constant(f.register(), undefined) : read(f, binding, position, undefined);
}

export function getMember(f: FunctionCompiler, node: acorn.MemberExpression, to: number): number {
  return f.scratch(() => load(f, member(f, node), to));
}

export function load(f: FunctionCompiler, from: Member, to: number): number {
  f.at(from.offset, () => {
    switch (from.kind) {
      case "named":
        return f.emit("getProperty", [to, from.object], from.key);
      case "element":
        return f.emit("getElement", [to, from.object, from.key]);
      case "private":
        return f.emit("getPrivate", [to, from.object, from.name], from.text);
      case "super":
        return f.emit("getSuper", [to, from.callee, from.object, from.key]);
    }
  });
  return to;
}

export function store(f: FunctionCompiler, into: Member, value: number): void {
  f.at(into.offset, () => {
    switch (into.kind) {
      case "named":
        return f.emit("setProperty", [into.object, value], into.key);
      case "element":
        return f.emit("setElement", [into.object, into.key, value]);
      case "private":
        return f.emit("setPrivate", [into.object, into.name, value], into.text);
      case "super":
        return f.emit("setSuper", [into.callee, into.object, into.key, value]);
    }
  });
}

/** `a?.b.c`: what comes after `?.` is left out when `a` is null or undefined. */
export function chain(f: FunctionCompiler, node: acorn.ChainExpression, to: number): number {
  const end = f.label();
  inChain(
    f,
    () => f.evaluateInto(node.expression, to),
    end,
    () => f.constant(to, undefined),
  );
  return to;
}

/** Emits `whole`; if the chain ends early, `short` instead of the rest of it. */
export function inChain(f: FunctionCompiler, whole: () => void, end: ReturnType<FunctionCompiler["label"]>, short: () => void): void {
  const outer = f.chain;
  const early = f.label();
  f.chain = early;
  whole();
  f.chain = outer;
  f.jump(end);
  f.place(early);
  short();
  f.place(end);
}

/** `delete` of a property; of anything else it is true. */
export function deleteMember(f: FunctionCompiler, argument: Node, to: number): number {
  if (argument.type === "ChainExpression") {
    inChain(
      f,
      () => deleteMember(f, argument.expression, to),
      f.label(),
      () => f.constant(to, true),
    );
    return to;
  }
  if (argument.type !== "MemberExpression") {
    f.evaluate(argument);
    return f.constant(to, true);
  }
  const target = member(f, argument);
  if (target.kind === "named") f.emit("deleteProperty", [to, target.object], target.key);
  else if (target.kind === "element") f.emit("deleteElement", [to, target.object, target.key]);
  else f.emit("throwError", [], { name: "ReferenceError", message: "Unsupported reference to 'super'" });
  return to;
}
