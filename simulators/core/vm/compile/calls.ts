import type { FunctionCompiler } from "./context.ts";
import { appendAll } from "./iteration.ts";
import { actsAt, load, member, pseudo } from "./members.ts";
import type { acorn, Node } from "./syntax.ts";
import { initialise } from "./variables.ts";

/** Arguments: in registers, or, with a spread among them, in an array. */
type Arguments =
  | { readonly kind: "registers"; readonly first: number; readonly count: number }
  | { readonly kind: "array"; readonly register: number };

export function call(f: FunctionCompiler, node: acorn.CallExpression, to: number): number {
  if (node.callee.type === "Super") return f.scratch(() => superCall(f, node, to));
  const own = f.module.isOurs ? ownCall(f, node, to) : undefined;
  if (own !== undefined) return own;
  return f.scratch(() => {
    const { callee, self } = calleeOf(f, node.callee as acorn.Expression);
    if (node.optional) f.jump(f.chain as never, "jumpNullish", [callee]);
    const args = argumentsOf(f, node.arguments);
    const text = calleeText(f, node.callee);
    f.at(actsAt(f, node.callee), () => {
      if (args.kind === "registers") f.emit("call", [to, callee, self, args.first, args.count], text);
      else f.emit("callSpread", [to, callee, self, args.register], text);
    });
    return to;
  });
}

/** In the prelude: `$call(f, self, …)` calls `f`, `$construct(f, …)` makes an object. */
function ownCall(f: FunctionCompiler, node: acorn.CallExpression, to: number): number | undefined {
  if (node.callee.type !== "Identifier" || node.callee.name !== "$call") return undefined;
  return f.scratch(() => {
    const [target, receiver, ...rest] = node.arguments as [acorn.Expression, acorn.Expression, ...acorn.Expression[]];
    const callee = f.push(target);
    const self = f.push(receiver);
    const args = argumentsOf(f, rest);
    if (args.kind === "registers") f.emit("call", [to, callee, self, args.first, args.count], calleeText(f, target));
    else f.emit("callSpread", [to, callee, self, args.register], calleeText(f, target));
    return to;
  });
}

/** What is called, and its `this` (-1: undefined), both unchanged by what comes later. */
function calleeOf(f: FunctionCompiler, node: acorn.Expression): { readonly callee: number; readonly self: number } {
  if (node.type === "MemberExpression") {
    const callee = f.register();
    const from = member(f, node);
    load(f, from, callee);
    return { callee, self: lasting(f, from.object) };
  }
  if (node.type === "ChainExpression" && node.expression.type === "MemberExpression") return chainedCallee(f, node.expression);
  return { callee: f.push(node), self: -1 };
}

/** A variable's register may be assigned in an argument. */
function lasting(f: FunctionCompiler, register: number): number {
  if (!f.isVariable(register)) return register;
  const copy = f.register();
  f.move(copy, register);
  return copy;
}

/** `(a?.b)()`: `this` is still `a`. */
function chainedCallee(f: FunctionCompiler, node: acorn.MemberExpression): { readonly callee: number; readonly self: number } {
  const callee = f.register();
  const self = f.register();
  const outer = f.chain;
  const early = f.label();
  const end = f.label();
  f.chain = early;
  f.scratch(() => {
    const from = member(f, node);
    load(f, from, callee);
    f.move(self, from.object);
  });
  f.chain = outer;
  f.jump(end);
  f.place(early);
  f.constant(callee, undefined);
  f.place(end);
  return { callee, self };
}

export function argumentsOf(f: FunctionCompiler, nodes: readonly (acorn.Expression | acorn.SpreadElement)[]): Arguments {
  if (nodes.some((node) => node.type === "SpreadElement")) return { kind: "array", register: listOf(f, nodes) };
  const first = f.used;
  for (const node of nodes) f.push(node);
  return { kind: "registers", first, count: nodes.length };
}

/** An array of the values, spreads included. */
export function listOf(f: FunctionCompiler, nodes: readonly (Node | null)[], into?: number, isCall = into === undefined): number {
  const list = into ?? f.register();
  const spread = nodes.findIndex((node) => node === null || node.type === "SpreadElement");
  const plain = spread < 0 ? nodes : nodes.slice(0, spread);
  f.scratch(() => {
    const first = f.used;
    for (const node of plain) f.push(node as Node);
    f.emit("newArray", [list, -1, -1, first, plain.length]);
  });
  for (const node of nodes.slice(plain.length)) {
    f.scratch(() => {
      if (node === null) f.emit("appendHole", [list]);
      else if (node.type === "SpreadElement")
        f.at(node.argument.start, () => appendAll(f, list, f.push(node.argument), spreadText(f, node.argument, isCall)));
      else f.emit("append", [list, f.push(node)]);
    });
  }
  return list;
}

/** V8 has other words for a spread among arguments than in a literal. */
const spreadText = (f: FunctionCompiler, node: Node, isCall: boolean): string => (isCall ? "..." : "") + calleeText(f, node);

export function construct(f: FunctionCompiler, node: acorn.NewExpression, to: number): number {
  return f.scratch(() => {
    const callee = f.push(node.callee);
    const args = argumentsOf(f, node.arguments);
    const text = calleeText(f, node.callee);
    f.at(node.start, () => {
      if (args.kind === "registers") f.emit("construct", [to, callee, -1, args.first, args.count], text);
      else f.emit("constructSpread", [to, callee, -1, args.register], text);
    });
    return to;
  });
}

/** Calls the parent's constructor; what it answers is `this` from now on, and gets the fields of the class. */
function superCall(f: FunctionCompiler, node: acorn.CallExpression, to: number): number {
  const callee = pseudo(f, "%callee", node.start);
  const newTarget = pseudo(f, "new.target", node.start);
  const args = argumentsOf(f, node.arguments);
  emitSuperCall(f, to, callee, newTarget, args);
  return to;
}

export function emitSuperCall(f: FunctionCompiler, to: number, callee: number, newTarget: number, args: Arguments): void {
  if (args.kind === "registers") f.emit("superCall", [to, callee, newTarget, args.first, args.count]);
  else f.emit("superCallSpread", [to, callee, newTarget, args.register]);
  const self = f.scope.find("this");
  if (self !== undefined) {
    if (self.isCaptured) initialise(f, self, to);
    else {
      f.emit("checkNoThis", [self.register]);
      initialise(f, self, to);
    }
  }
  runFields(f, callee, to);
}

/** Sets the fields that the class of the constructor `callee` declares, on the new object `self`. */
export function runFields(f: FunctionCompiler, callee: number, self: number): void {
  f.scratch(() => {
    const none = f.label();
    const fields = f.register();
    f.emit("getFields", [fields, callee]);
    f.jump(none, "jumpUndefined", [fields]);
    f.emit("call", [f.register(), fields, self, f.used, 0], "");
    f.place(none);
  });
}

export function taggedTemplate(f: FunctionCompiler, node: acorn.TaggedTemplateExpression, to: number): number {
  return f.scratch(() => {
    const { callee, self } = calleeOf(f, node.tag);
    const first = f.register();
    const { quasis, expressions } = node.quasi;
    const parts = {
      cooked: quasis.map(({ value }) => value.cooked ?? undefined),
      raw: quasis.map(({ value }) => value.raw),
      made: undefined,
    };
    f.emit("templateObject", [first], parts);
    for (const each of expressions) f.push(each);
    f.at(actsAt(f, node.tag), () => f.emit("call", [to, callee, self, first, 1 + expressions.length], calleeText(f, node.tag)));
    return to;
  });
}

/** What error messages call it: "account.withdraw", as V8 does. */
export function calleeText(f: FunctionCompiler, node: Node): string {
  // Names in the prelude say nothing to the user.
  if (!f.module.namesCalls) return "";
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all other kinds of nodes are treated alike
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "ThisExpression":
      return "this";
    case "Super":
      return "super";
    case "Literal":
      return typeof node.value === "string" ? JSON.stringify(node.value) : String(node.raw);
    case "CallExpression":
      return `${calleeText(f, node.callee)}(...)`;
    case "ChainExpression":
      return calleeText(f, node.expression);
    case "MemberExpression":
      return memberText(f, node);
    case "SequenceExpression":
      return `(${node.expressions.map((each) => calleeText(f, each)).join(" , ")})`;
    case "ArrayExpression":
      return `[${node.elements.map((each) => (each === null ? "" : calleeText(f, each))).join(",")}]`;
    case "ObjectExpression":
      return `{${node.properties.map((each) => (each.type === "Property" ? calleeText(f, each.value) : "(intermediate value)")).join("")}}`;
    default:
      return "(intermediate value)";
  }
}

function memberText(f: FunctionCompiler, node: acorn.MemberExpression): string {
  const object = node.object.type === "Super" ? "(intermediate value)" : calleeText(f, node.object);
  const dot = node.optional ? "?." : node.computed ? "" : ".";
  if (!node.computed)
    return `${object}${dot}${node.property.type === "PrivateIdentifier" ? "#" : ""}${(node.property as acorn.Identifier).name}`;
  const key =
    node.property.type === "Literal" || node.property.type === "Identifier" ? calleeText(f, node.property) : "(intermediate value)";
  return node.property.type === "Literal" && typeof node.property.value === "string"
    ? `${object}.${node.property.value}`
    : `${object}${dot}[${key}]`;
}
