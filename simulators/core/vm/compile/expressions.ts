import type { FunctionCompiler } from "./context.ts";
import { assignment, update } from "./assignment.ts";
import { call, construct, taggedTemplate } from "./calls.ts";
import { classExpression } from "./classes.ts";
import { arrayLiteral, objectLiteral, regularExpression, templateLiteral } from "./literals.ts";
import { chain, getMember } from "./members.ts";
import { binary, logical, unary } from "./operators.ts";
import { awaitValue, yieldValue } from "./suspension.ts";
import type { acorn, Node } from "./syntax.ts";
import { read } from "./variables.ts";
import { closure } from "./functions.ts";

/** Compiles an expression; see `Language.expression`. */
export function expression(f: FunctionCompiler, node: Node, into: number | undefined): number {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all other kinds of nodes are treated alike
  switch (node.type) {
    case "Identifier":
      return identifier(f, node, into);
    case "ThisExpression":
      return thisValue(f, node.start, into);
    default:
      return f.at(node.start, () => compound(f, node, into ?? f.register()));
  }
}

/** Expressions whose value is made: it goes to the register `to`. */
function compound(f: FunctionCompiler, node: Node, to: number): number {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all other kinds of nodes are treated alike
  switch (node.type) {
    case "Literal":
      if (node.regex) return regularExpression(f, node, to);
      return f.constant(to, node.bigint === undefined || node.bigint === null ? node.value : BigInt(node.bigint));
    case "TemplateLiteral":
      return templateLiteral(f, node, to);
    case "TaggedTemplateExpression":
      return taggedTemplate(f, node, to);
    case "ArrayExpression":
      return arrayLiteral(f, node, to);
    case "ObjectExpression":
      return objectLiteral(f, node, to);
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return closure(f, node, to);
    case "ClassExpression":
      return classExpression(f, node, to);
    case "UnaryExpression":
      return unary(f, node, to);
    case "UpdateExpression":
      return update(f, node, to);
    case "BinaryExpression":
      return binary(f, node, to);
    case "LogicalExpression":
      return logical(f, node, to);
    case "AssignmentExpression":
      return assignment(f, node, to);
    case "ConditionalExpression":
      return conditional(f, node, to);
    case "SequenceExpression":
      return sequence(f, node, to);
    case "ParenthesizedExpression":
      return f.evaluateInto(node.expression, to);
    case "MemberExpression":
      return getMember(f, node, to);
    case "ChainExpression":
      return chain(f, node, to);
    case "CallExpression":
      return call(f, node, to);
    case "NewExpression":
      return construct(f, node, to);
    case "AwaitExpression":
      return awaitValue(f, node, to);
    case "YieldExpression":
      return yieldValue(f, node, to);
    case "MetaProperty":
      return meta(f, node, to);
    case "ImportExpression":
      f.emit("notModelled", [], "import() loads code while the program runs");
      return f.constant(to, undefined);
    default:
      throw new Error(`no expression: ${node.type}`);
  }
}

function identifier(f: FunctionCompiler, node: acorn.Identifier, into: number | undefined): number {
  const binding = f.scope.find(node.name);
  if (binding !== undefined) return read(f, binding, node.start, into);
  const to = into ?? f.register();
  return f.at(node.start, () => {
    if (node.name === "undefined") return f.constant(to, undefined);
    if (f.module.isIntrinsic(node.name)) f.emit("getIntrinsic", [to], node.name);
    else f.emit("getGlobal", [to], node.name);
    return to;
  });
}

function thisValue(f: FunctionCompiler, position: number, into: number | undefined): number {
  const binding = f.scope.find("this");
  return binding === undefined ? f.constant(into ?? f.register(), undefined) : read(f, binding, position, into);
}

function conditional(f: FunctionCompiler, node: acorn.ConditionalExpression, to: number): number {
  const otherwise = f.label();
  const end = f.label();
  f.jumpUnless(node.test, otherwise);
  f.evaluateInto(node.consequent, to);
  f.jump(end);
  f.place(otherwise);
  f.evaluateInto(node.alternate, to);
  f.place(end);
  return to;
}

function sequence(f: FunctionCompiler, node: acorn.SequenceExpression, to: number): number {
  const last = node.expressions.at(-1) as Node;
  for (const each of node.expressions.slice(0, -1)) f.scratch(() => f.evaluate(each));
  return f.evaluateInto(last, to);
}

function meta(f: FunctionCompiler, node: acorn.MetaProperty, to: number): number {
  if (node.meta.name === "import") {
    f.emit("importMeta", [to]);
    return to;
  }
  const binding = f.scope.find("new.target");
  return binding === undefined ? f.constant(to, undefined) : read(f, binding, node.start, to);
}
