import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { Subject } from "./subject.ts";

/** `xs.forEach(async (x) => { … });` → `for (const x of xs) { … }`. */
export function awaitedLoops(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  const { source } = parsed;
  const fixes: Fix[] = [];
  for (const node of look.all) {
    if (!compiler.isExpressionStatement(node) || !compiler.isCallExpression(node.expression)) continue;
    const { expression, arguments: given } = node.expression;
    const [callback] = given;
    if (!compiler.isPropertyAccessExpression(expression) || expression.name.text !== "forEach" || !callback) continue;
    const around = look.functionAround(node);
    if (!compiler.isArrowFunction(callback) || !compiler.isBlock(callback.body) || !around || !look.isAsync(around)) continue;
    const [parameter] = callback.parameters;
    if (!look.isAsync(callback) || callback.parameters.length !== 1 || !parameter || returns(look, callback.body)) continue;
    const head = `for (const ${look.text(parameter.name)} of ${look.text(expression.expression)}) `;
    fixes.push({
      title: "Use `for … of`, which waits for each",
      edits: [editOf(parsed, node.getStart(source), callback.body.getStart(source), head), editOf(parsed, callback.body.end, node.end, "")],
    });
  }
  return fixes;
}

function returns(look: Subject["look"], body: ts.Block): boolean {
  for (const node of look.below(body, false)) if (look.compiler.isReturnStatement(node)) return true;
  return false;
}
