import type ts from "typescript";
import type { TypeScript } from "./typescript.ts";

/** A promise that nobody has. */
export interface Dropped {
  /** The statement, `void`, variable or callback that drops it. */
  readonly by: ts.Node;
  /** The promise with what is chained to it. */
  readonly promise: ts.Node;
}

/** What a promise is part of, through parentheses, choices, and what is chained to it. */
export interface Held {
  readonly by: ts.Node;
  /** What stands in `by`. */
  readonly at: ts.Node;
  /** The promise with what is chained to it. */
  readonly promise: ts.Node;
}

const chained = new Set(["then", "catch", "finally"]);

export function holderOf(compiler: TypeScript, promise: ts.Node): Held {
  const { SyntaxKind } = compiler;
  const passing = [SyntaxKind.AmpersandAmpersandToken, SyntaxKind.BarBarToken, SyntaxKind.QuestionQuestionToken, SyntaxKind.CommaToken];
  let at = promise;
  let whole = promise;
  for (;;) {
    const { parent } = at;
    const isPlain =
      compiler.isParenthesizedExpression(parent) ||
      compiler.isAsExpression(parent) ||
      compiler.isNonNullExpression(parent) ||
      compiler.isSatisfiesExpression(parent) ||
      (compiler.isConditionalExpression(parent) && parent.condition !== at) ||
      (compiler.isBinaryExpression(parent) && parent.right === at && passing.some((kind) => kind === parent.operatorToken.kind));
    const isChained =
      compiler.isPropertyAccessExpression(parent) &&
      parent.expression === at &&
      chained.has(parent.name.text) &&
      compiler.isCallExpression(parent.parent);
    if (isPlain) at = parent;
    else if (isChained) whole = at = parent.parent;
    else return { by: parent, at, promise: whole };
  }
}
