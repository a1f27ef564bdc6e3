import type ts from "typescript";
import { isAssignment } from "../../core/source/assignments.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { counterOf } from "./loops.ts";
import { assignedAt, type Declaration, type Names } from "./names.ts";
import type { Value } from "./values.ts";
import type { TypeScript } from "../../core/source/typescript.ts";
import { doesNode, isJump } from "./within.ts";

/** What is worked out once for each node of a file, however often a walk comes by. */
export class Identities {
  readonly #parsed: Parsed;
  readonly #numbers = new Map<ts.Node, number>();
  readonly #steady = new Map<ts.Node, boolean>();
  readonly #quiet = new Map<ts.Node, boolean>();
  readonly #facts = new Map<string, number>();

  constructor(parsed: Parsed) {
    this.#parsed = parsed;
  }

  of(node: ts.Node): number {
    const known = this.#numbers.get(node);
    if (known !== undefined) return known;
    this.#numbers.set(node, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  /** Does evaluating a node call, wait, write to or declare nothing? */
  isQuiet(node: ts.Node): boolean {
    const known = this.#quiet.get(node) ?? this.#findQuiet(node);
    this.#quiet.set(node, known);
    return known;
  }

  #findQuiet(node: ts.Node): boolean {
    const { compiler } = this.#parsed;
    if (compiler.isFunctionLike(node) || compiler.isTypeNode(node)) return true;
    const isLoud =
      compiler.isCallExpression(node) ||
      compiler.isNewExpression(node) ||
      compiler.isAwaitExpression(node) ||
      compiler.isVariableDeclaration(node) ||
      compiler.isReturnStatement(node) ||
      assignedAt(compiler, node).length > 0 ||
      isAssignment(compiler, node);
    return !isLoud && !compiler.forEachChild(node, (child) => !this.isQuiet(child));
  }

  seriesOf(
    loop: ts.Node,
    names: Names,
    valueOf: (node: ts.Expression) => Value | undefined,
  ): { readonly name: Declaration; readonly value: Value } | undefined {
    const counter = counterOf(names, loop, valueOf);
    return counter && { name: counter.name, value: { kind: "series", loop: this.of(loop), list: counter.list } };
  }

  /** Does a condition stand more than once in the file? */
  isRepeated(fact: string): boolean {
    if (this.#facts.size === 0) this.#countFacts(this.#parsed.source);
    return (this.#facts.get(fact) ?? 0) > 1;
  }

  /** Does a node stand behind no condition within the loops around it? Nothing before it in their rounds leaves them, either. */
  isSteady(node: ts.Node): boolean {
    const known = this.#steady.get(node) ?? this.#findSteady(node);
    this.#steady.set(node, known);
    return known;
  }

  #findSteady(node: ts.Node): boolean {
    const { compiler } = this.#parsed;
    let inner = node;
    for (let { parent } = node; parent && !compiler.isSourceFile(parent); { parent } = parent) {
      if (compiler.isFunctionLike(parent))
        return !compiler.isCallExpression(parent.parent) && !compiler.isParenthesizedExpression(parent.parent);
      if (compiler.isIterationStatement(parent, false)) return !jumpsBefore(compiler, parent.statement, node);
      if (compiler.isIfStatement(parent) || compiler.isConditionalExpression(parent) || compiler.isCaseOrDefaultClause(parent))
        return !isInLoop(compiler, parent);
      if (compiler.isCatchClause(parent)) return !isInLoop(compiler, parent);
      if (compiler.isBinaryExpression(parent) && parent.right === inner && isLogical(compiler, parent)) return !isInLoop(compiler, parent);
      inner = parent;
    }
    return true;
  }

  #countFacts(node: ts.Node): void {
    const { compiler } = this.#parsed;
    const condition =
      compiler.isIfStatement(node) || compiler.isWhileStatement(node) || compiler.isDoStatement(node)
        ? node.expression
        : compiler.isConditionalExpression(node) || compiler.isForStatement(node)
          ? node.condition
          : undefined;
    if (condition) this.#countIn(condition);
    compiler.forEachChild(node, (child) => this.#countFacts(child));
  }

  #countIn(condition: ts.Expression): void {
    const { compiler } = this.#parsed;
    if (compiler.isParenthesizedExpression(condition)) return this.#countIn(condition.expression);
    if (compiler.isPrefixUnaryExpression(condition)) return this.#countIn(condition.operand);
    if (compiler.isBinaryExpression(condition) && isLogical(compiler, condition)) {
      this.#countIn(condition.left);
      return this.#countIn(condition.right);
    }
    const text = condition.getText(this.#parsed.source).replace(/\s+/g, " ");
    this.#facts.set(text, (this.#facts.get(text) ?? 0) + 1);
  }
}

const isLogical = ({ SyntaxKind }: TypeScript, { operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === SyntaxKind.AmpersandAmpersandToken || kind === SyntaxKind.BarBarToken || kind === SyntaxKind.QuestionQuestionToken;

function isInLoop(compiler: TypeScript, node: ts.Node): boolean {
  for (let at = node.parent; at && !compiler.isFunctionLike(at); at = at.parent) if (compiler.isIterationStatement(at, false)) return true;
  return false;
}

const jumpsBefore = (compiler: TypeScript, body: ts.Node, node: ts.Node): boolean =>
  doesNode(compiler, body, (inner) => inner.pos < node.pos && isJump(compiler, inner));
