import type ts from "typescript";
import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { unwrap } from "../../../core/source/owners.ts";
import type { Context } from "../rules/context.ts";

/** The literal that gives a path its beginning: the expression itself, or that of the constant it names. */
export function literalOf(context: Context, expression: ts.Expression, depth = 0): ts.Node | undefined {
  const { compiler } = context.parsed;
  const bare = unwrap(compiler, expression);
  if (compiler.isStringLiteralLike(bare) || compiler.isTemplateExpression(bare)) {
    const head = compiler.isTemplateExpression(bare) && bare.head.text === "" ? bare.templateSpans[0]?.expression : undefined;
    return head && depth < 8 ? literalOf(context, head, depth + 1) : bare;
  }
  if (depth > 8) return undefined;
  if (compiler.isIdentifier(bare)) {
    const declaration = context.names.declarationOf(bare);
    const isConstant = declaration && compiler.isVariableDeclaration(declaration) && !context.names.isAssigned(declaration);
    return isConstant && declaration.initializer ? literalOf(context, declaration.initializer, depth + 1) : undefined;
  }
  if (compiler.isBinaryExpression(bare)) return literalOf(context, bare.left, depth + 1);
  const [first] = compiler.isCallExpression(bare) ? bare.arguments : [];
  return first && /\b(?:join|resolve)$/.test((bare as ts.CallExpression).expression.getText(context.parsed.source))
    ? literalOf(context, first, depth + 1)
    : undefined;
}

/** Another beginning for a path, in its literal. */
export function rewritten(
  { parsed }: Context,
  literal: ts.Node,
  { from, to }: { readonly from: string; readonly to: string },
  isPreferred: boolean,
): readonly Fix[] {
  const raw = literal.getText(parsed.source);
  if (!raw.slice(1).startsWith(from)) return [];
  const start = literal.getStart(parsed.source) + 1;
  const rest = /^[^`"'$]*/.exec(raw.slice(1 + from.length))?.[0] ?? "";
  const title = `Change to \`${to}${rest}\``;
  return [{ title, edits: [editOf(parsed, start, start + from.length, to)], ...(isPreferred ? { preferred: true } : {}) }];
}
