import type { OperationName } from "../effects.ts";
import type { FunctionCompiler } from "./context.ts";
import { deleteMember } from "./members.ts";
import { stable } from "./operands.ts";
import type { acorn, Node } from "./syntax.ts";

export const binaryOperations: Readonly<Record<string, OperationName>> = {
  "==": "equal",
  "!=": "notEqual",
  "===": "strictEqual",
  "!==": "strictNotEqual",
  "<": "less",
  "<=": "lessEqual",
  ">": "greater",
  ">=": "greaterEqual",
  "<<": "shiftLeft",
  ">>": "shiftRight",
  ">>>": "shiftRightUnsigned",
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "remainder",
  "**": "exponentiate",
  "|": "bitOr",
  "^": "bitXor",
  "&": "bitAnd",
  in: "in",
  instanceof: "instanceof",
};

export function binary(f: FunctionCompiler, node: acorn.BinaryExpression, to: number): number {
  return f.scratch(() => {
    if (node.left.type === "PrivateIdentifier") {
      const name = f.evaluate({ ...node.left, type: "Identifier", name: `#${node.left.name}` });
      f.emit("hasPrivate", [to, f.evaluate(node.right), name], `#${node.left.name}`);
      return to;
    }
    const left = stable(f, node.left, [node.right]);
    const right = f.evaluate(node.right);
    const instruction = f.emit(binaryOperations[node.operator] as OperationName, [to, left, right]);
    if (node.operator === "instanceof") instruction.constant = f.module.source.slice(node.right.start, node.right.end);
    return to;
  });
}

export function logical(f: FunctionCompiler, node: acorn.LogicalExpression, to: number): number {
  const end = f.label();
  f.evaluateInto(node.left, to);
  f.jump(end, skips[node.operator], [to]);
  f.evaluateInto(node.right, to);
  f.place(end);
  return to;
}

/** When the right side is left out. */
export const skips: Readonly<Record<acorn.LogicalOperator, OperationName>> = {
  "&&": "jumpFalse",
  "||": "jumpTrue",
  "??": "jumpNotNullish",
};

const unaryOperations: Readonly<Record<"-" | "+" | "!" | "~", OperationName>> = {
  "-": "negate",
  "+": "toNumber",
  "!": "not",
  "~": "bitNot",
};

export function unary(f: FunctionCompiler, node: acorn.UnaryExpression, to: number): number {
  const { argument, operator } = node;
  return f.scratch(() => {
    switch (operator) {
      case "typeof":
        return typeOf(f, argument, to);
      case "void":
        f.evaluate(argument);
        return f.constant(to, undefined);
      case "delete":
        return deleteMember(f, argument, to);
      case "-":
        if (argument.type === "Literal" && typeof argument.value === "number") return f.constant(to, -argument.value);
        break;
      case "+":
      case "!":
      case "~":
        break;
    }
    f.emit(unaryOperations[operator], [to, f.evaluate(argument)]);
    return to;
  });
}

/** Of a name that is declared nowhere: "undefined". */
function typeOf(f: FunctionCompiler, argument: Node, to: number): number {
  if (argument.type === "Identifier" && f.scope.find(argument.name) === undefined && !f.module.isIntrinsic(argument.name)) {
    f.emit("typeofGlobal", [to], argument.name);
    return to;
  }
  f.emit("typeof", [to, f.evaluate(argument)]);
  return to;
}
