import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { unwrap } from "../../core/source/owners.ts";
import { stretchOf } from "../../core/source/parse.ts";
import { callsBelow } from "./reached.ts";
import type { Subject } from "./subject.ts";

/** What is followed in one direction only: `if (wanted > current) write(wanted)` → `!==`; `if (paused && !current.suspend) write({ suspend: true })` → both values. */
export function bothWays(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  return look.all.flatMap((node): readonly Fix[] => {
    if (!compiler.isIfStatement(node) || !compiler.isBinaryExpression(node.expression)) return [];
    if (!callsBelow(subject, node.thenStatement).some(({ kind }) => kind === "replace" || kind === "patch")) return [];
    const edits = anyDifference(subject, node.expression) ?? bothValues(subject, node.expression, node.thenStatement);
    const { line } = parsed.source.getLineAndCharacterOfPosition(node.getStart(parsed.source));
    return edits ? [{ title: `Follow it in both directions (line ${line + 1})`, edits }] : [];
  });
}

function anyDifference({ look: { compiler }, parsed }: Subject, { operatorToken }: ts.BinaryExpression): readonly TextEdit[] | undefined {
  const { GreaterThanToken, LessThanToken } = compiler.SyntaxKind;
  if (operatorToken.kind !== GreaterThanToken && operatorToken.kind !== LessThanToken) return undefined;
  const { start, end } = stretchOf(parsed, operatorToken);
  return [editOf(parsed, start, end, "!==")];
}

/** `a && !b.x` with `x: true` written → `a !== (b.x ?? false)` with `x: a`. */
function bothValues(
  { look, parsed }: Subject,
  { left, operatorToken, right }: ts.BinaryExpression,
  branch: ts.Statement,
): readonly TextEdit[] | undefined {
  const { compiler } = look;
  const { AmpersandAmpersandToken, ExclamationToken, TrueKeyword } = compiler.SyntaxKind;
  if (operatorToken.kind !== AmpersandAmpersandToken || !compiler.isPrefixUnaryExpression(right) || right.operator !== ExclamationToken)
    return undefined;
  const current = unwrap(compiler, right.operand);
  if (!compiler.isPropertyAccessExpression(current) || compiler.isBinaryExpression(unwrap(compiler, left))) return undefined;
  const written = look
    .below(branch)
    .find(
      (node): node is ts.PropertyAssignment =>
        compiler.isPropertyAssignment(node) && look.text(node.name) === current.name.text && node.initializer.kind === TrueKeyword,
    );
  if (!written) return undefined;
  const value = stretchOf(parsed, written.initializer);
  return [
    editOf(parsed, left.end, right.end, ` !== (${look.text(current)} ?? false)`),
    editOf(parsed, value.start, value.end, look.text(left)),
  ];
}
