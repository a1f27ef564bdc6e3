import type ts from "typescript";
import { unwrap } from "../../core/source/owners.ts";
import { assignedAt, type Declaration, type Names } from "./names.ts";
import { numberOf, type Value } from "./values.ts";

/** A loop of so many rounds is no hot one. */
export const fewRounds = 8;

/** Values of a counter are followed up to so many rounds. */
const mostRounds = 4096;

type ValueOf = (node: ts.Expression) => Value | undefined;

/** `for (let i = 0; i < 16; i++)`: the values of `i` in its rounds. Undefined: any other loop. */
export function counterOf(
  names: Names,
  loop: ts.Node,
  valueOf: ValueOf,
): { readonly name: Declaration; readonly list: readonly number[] } | undefined {
  const { compiler } = names.parsed;
  if (!compiler.isForStatement(loop) || !loop.initializer || !loop.condition || !loop.incrementor) return undefined;
  const name = counterName(names, loop);
  const condition = unwrap(compiler, loop.condition);
  if (!name || !compiler.isBinaryExpression(condition) || !isIt(names, condition.left, name)) return undefined;
  const from = name.initializer && numberOf(valueOf(name.initializer));
  const to = numberOf(valueOf(condition.right));
  const step = stepOf(names, loop.incrementor, name, valueOf);
  if (from === undefined || to === undefined || step === undefined || step === 0) return undefined;
  const goesOn = comparisons[compiler.tokenToString(condition.operatorToken.kind) ?? ""];
  if (!goesOn) return undefined;
  const list: number[] = [];
  for (let value = from; goesOn(value, to); value += step) {
    if (list.length === mostRounds) return undefined;
    list.push(value);
  }
  return { name, list };
}

const comparisons: Readonly<Record<string, (value: number, to: number) => boolean>> = {
  "<": (value, to) => value < to,
  "<=": (value, to) => value <= to,
  ">": (value, to) => value > to,
  ">=": (value, to) => value >= to,
  "!==": (value, to) => value !== to,
  "!=": (value, to) => value !== to,
};

/** The one variable that a loop declares and that only its last part changes. */
function counterName(names: Names, loop: ts.ForStatement): ts.VariableDeclaration | undefined {
  const { compiler } = names.parsed;
  if (!loop.initializer || !compiler.isVariableDeclarationList(loop.initializer)) return undefined;
  const [name, other] = loop.initializer.declarations;
  if (!name || other || !compiler.isIdentifier(name.name)) return undefined;
  return assignedIn(names, loop.statement).includes(name) ? undefined : name;
}

const isIt = (names: Names, node: ts.Expression, name: Declaration): boolean => {
  const bare = unwrap(names.parsed.compiler, node);
  return names.parsed.compiler.isIdentifier(bare) && names.declarationOf(bare) === name;
};

function stepOf(names: Names, node: ts.Expression, name: Declaration, valueOf: ValueOf): number | undefined {
  const { compiler } = names.parsed;
  const { SyntaxKind } = compiler;
  if (compiler.isPostfixUnaryExpression(node) || compiler.isPrefixUnaryExpression(node)) {
    if (!isIt(names, node.operand, name)) return undefined;
    return node.operator === SyntaxKind.PlusPlusToken ? 1 : node.operator === SyntaxKind.MinusMinusToken ? -1 : undefined;
  }
  if (!compiler.isBinaryExpression(node) || !isIt(names, node.left, name)) return undefined;
  const by = numberOf(valueOf(node.right));
  if (by === undefined) return undefined;
  if (node.operatorToken.kind === SyntaxKind.PlusEqualsToken) return by;
  return node.operatorToken.kind === SyntaxKind.MinusEqualsToken ? -by : undefined;
}

/** How often a loop goes round, when that is constant. */
export function boundOf(names: Names, loop: ts.Node, valueOf: ValueOf): number | undefined {
  const { compiler } = names.parsed;
  const counter = counterOf(names, loop, valueOf);
  if (counter) return counter.list.length;
  if (!compiler.isForOfStatement(loop)) return undefined;
  const list = valueOf(loop.expression);
  return list?.kind === "list" ? list.items?.length : undefined;
}

/** Names that a loop counts with. */
export function countedBy(names: Names, loop: ts.Node): readonly Declaration[] {
  const { compiler } = names.parsed;
  if (!compiler.isForStatement(loop) || !loop.initializer || !compiler.isVariableDeclarationList(loop.initializer)) return [];
  return loop.initializer.declarations;
}

/** Declarations that something in a node writes to. */
export function assignedIn(names: Names, node: ts.Node): readonly Declaration[] {
  const known = assigned.get(node);
  if (known) return known;
  const { compiler } = names.parsed;
  const found = new Set<Declaration>();
  const visit = (inner: ts.Node): void => {
    for (const target of assignedAt(compiler, inner)) {
      const declaration = names.declarationOf(target);
      if (declaration) found.add(declaration);
    }
    compiler.forEachChild(inner, visit);
  };
  visit(node);
  assigned.set(node, [...found]);
  return [...found];
}

/** Asked for in each round of each walk. */
const assigned = new WeakMap<ts.Node, readonly Declaration[]>();
