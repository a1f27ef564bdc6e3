import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import type { Subject } from "./subject.ts";

/** `Math.round(sites / sitesPerWorker)` → `Math.ceil(…)`: of what carries something there must be enough. */
export function roundedUp({ look, parsed }: Subject): readonly Fix[] {
  const { compiler } = look;
  const { SlashToken } = compiler.SyntaxKind;
  const edits = look.all.flatMap((node): readonly TextEdit[] => {
    if (!compiler.isCallExpression(node) || !compiler.isPropertyAccessExpression(node.expression)) return [];
    const [quotient] = node.arguments;
    const isRounded = /^Math\.(?:round|floor|trunc)$/.test(look.text(node.expression));
    if (!isRounded || !quotient || !compiler.isBinaryExpression(quotient) || quotient.operatorToken.kind !== SlashToken) return [];
    const { start, end } = stretchOf(parsed, node.expression.name);
    return [editOf(parsed, start, end, "ceil")];
  });
  return edits.map((edit) => ({ title: "Round up, so that it is enough", edits: [edit] }));
}
