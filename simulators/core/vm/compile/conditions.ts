import type { Label } from "./builder.ts";
import type { FunctionCompiler } from "./context.ts";
import { stable } from "./operands.ts";
import type { Node } from "./syntax.ts";

/** Goes to `label` if the truth of `test` is `when`; without making the truth values between. */
export function condition(f: FunctionCompiler, test: Node, label: Label, when: boolean): void {
  f.scratch(() => {
    if (test.type === "UnaryExpression" && test.operator === "!") return condition(f, test.argument, label, !when);
    if (test.type === "LogicalExpression" && test.operator !== "??") return both(f, test.operator, test.left, test.right, label, when);
    if (test.type === "BinaryExpression" && test.operator === "<" && test.left.type !== "PrivateIdentifier") {
      const { left, right } = test;
      const first = stable(f, left, [right]);
      const second = f.evaluate(right);
      return void f.at(test.start, () => f.jump(label, when ? "jumpLess" : "jumpNotLess", [-1, first, second]));
    }
    const value = f.evaluate(test);
    f.jump(label, when ? "jumpTrue" : "jumpFalse", [value]);
  });
}

function both(f: FunctionCompiler, operator: "&&" | "||", left: Node, right: Node, label: Label, when: boolean): void {
  // `a && b` is false, and `a || b` true, as soon as one of them is.
  if ((operator === "&&") !== when) {
    condition(f, left, label, when);
    condition(f, right, label, when);
    return;
  }
  const skip = f.label();
  condition(f, left, skip, !when);
  condition(f, right, label, when);
  f.place(skip);
}
