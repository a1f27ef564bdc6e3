import type ts from "typescript";
import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { isAsync } from "../../../core/source/functions.ts";
import type { FunctionNode } from "../../../core/source/owners.ts";
import { type Context, functionAround } from "../rules/context.ts";
import { doesNode } from "../within.ts";

/** `list.forEach(async (item) => { … });` as a loop that waits. */
export function asLoop(context: Context, call: ts.CallExpression): readonly Fix[] {
  const { parsed } = context;
  const { compiler, source } = parsed;
  const [callback, other] = call.arguments;
  const statement = call.parent;
  const outer = functionAround(context, call);
  if (!callback || other || !compiler.isArrowFunction(callback) || !compiler.isExpressionStatement(statement)) return [];
  if ((outer && !isAsync(parsed, outer as FunctionNode)) || !compiler.isPropertyAccessExpression(call.expression)) return [];
  const [item, index, more] = callback.parameters;
  if (!item || more || doesNode(compiler, callback.body, (node) => compiler.isReturnStatement(node))) return [];
  const list = call.expression.expression.getText(source);
  const name = item.name.getText(source);
  const head = index ? `[${index.name.getText(source)}, ${name}] of ${list}.entries()` : `${name} of ${list}`;
  const body = compiler.isBlock(callback.body)
    ? callback.body.getText(source)
    : `await ${callback.body.getText(source).replace(/^await\s+/, "")};`;

  const edits = [editOf(parsed, statement.getStart(source), statement.end, `for (const ${head}) ${body}`)];
  return [{ title: "Change to `for … of`, which waits", edits, preferred: true }];
}
