import type ts from "typescript";
import { enclosing } from "../paths.ts";
import type { Parsed, Stretch } from "../../../core/source/parse.ts";
import { boundNames } from "../../../core/source/scope.ts";
import type { TypeScript } from "../../../core/source/typescript.ts";

/** Statements that follow one another in one block. */
export interface Run {
  readonly block: StatementList;
  readonly statements: readonly ts.Statement[];
}

type StatementList = ts.Block | ts.CaseOrDefaultClause;

/** The innermost node whose text contains a stretch. */
export function nodeAt({ compiler, source }: Parsed, { start, end }: Stretch): ts.Node {
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = compiler.forEachChild(node, (child) =>
      child.getStart(source) <= start && end <= child.end ? child : undefined,
    );
    if (!inner) return node;
    node = inner;
  }
}

/** The node itself or the nearest around it for which this is true, within one function. */
export function around<Found extends ts.Node>(parsed: Parsed, node: ts.Node, is: (node: ts.Node) => node is Found): Found | undefined {
  for (let outer = node; ; outer = outer.parent) {
    if (is(outer)) return outer;
    if (parsed.compiler.isFunctionLike(outer) || parsed.compiler.isSourceFile(outer)) return undefined;
  }
}

/** The fewest statements of one block that contain all of these places; an expression when they are in an arrow function without a block. */
export function runAround(parsed: Parsed, places: readonly Stretch[]): Run | ts.Expression | undefined {
  const { compiler, source } = parsed;
  const start = Math.min(...places.map((place) => place.start));
  const end = Math.max(...places.map((place) => place.end));
  for (let node = nodeAt(parsed, { start, end }); !compiler.isSourceFile(node); node = node.parent) {
    if (isStatementList(compiler, node)) {
      const statements = node.statements.filter((statement) => start < statement.end && statement.getStart(source) < end);
      if (statements.length > 0) return { block: node, statements };
    }
    const { parent } = node;
    if (compiler.isArrowFunction(parent) && parent.body === node && !compiler.isBlock(node)) return parent.body as ts.Expression;
  }
  return undefined;
}

export const isStatementList = (compiler: TypeScript, node: ts.Node): node is StatementList =>
  compiler.isBlock(node) || compiler.isCaseClause(node) || compiler.isDefaultClause(node);

/** The statement of a block that a node is part of. */
export function statementOf({ compiler }: Parsed, node: ts.Node): ts.Statement | undefined {
  for (let inner = node; !compiler.isSourceFile(inner); inner = inner.parent) {
    if (isStatementList(compiler, inner.parent) && compiler.isStatement(inner)) return inner;
  }
  return undefined;
}

/** The run with the statements behind it that use what it declares; and theirs. */
export function withUsers(parsed: Parsed, { block, statements }: Run): Run {
  const all: readonly ts.Statement[] = block.statements;
  const first = all.indexOf(statements[0] ?? (all[0] as ts.Statement));
  let last = first + statements.length - 1;
  for (let index = last + 1; index < all.length; index++) {
    const statement = all[index];
    if (statement && usesAny(parsed, statement, declaredIn(parsed, all.slice(first, last + 1)))) last = index;
  }
  return { block, statements: all.slice(first, last + 1) };
}

/** Names that statements declare for their block. */
export function declaredIn({ compiler }: Parsed, statements: readonly ts.Statement[]): ReadonlySet<string> {
  const names = statements.flatMap((statement) => {
    if (compiler.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => boundNames(compiler, name));
    const isNamed =
      compiler.isFunctionDeclaration(statement) || compiler.isClassDeclaration(statement) || compiler.isEnumDeclaration(statement);
    return isNamed && statement.name ? [statement.name.text] : [];
  });
  return new Set(names);
}

/** May a node use one of these names? Names of properties do not count, shadowing does. */
export function usesAny({ compiler }: Parsed, node: ts.Node, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  const visit = (inner: ts.Node): boolean => {
    if (!compiler.isIdentifier(inner)) return compiler.forEachChild(inner, visit) ?? false;
    const isMember = compiler.isPropertyAccessExpression(inner.parent) && inner.parent.name === inner;
    const isKey = compiler.isPropertyAssignment(inner.parent) && inner.parent.name === inner;
    return !isMember && !isKey && names.has(inner.text);
  };
  return visit(node);
}

/** Ways in which statements leave themselves: by `return`, or by `break` and `continue` of something around them. */
export function escapesOf({ compiler }: Parsed, statements: readonly ts.Node[]): { readonly returns: boolean; readonly jumps: boolean } {
  let returns = false;
  let jumps = false;
  const visit = (node: ts.Node, loops: number, breakable: number, labels: readonly string[]): void => {
    if (compiler.isFunctionLike(node) || compiler.isClassLike(node)) return;
    if (compiler.isReturnStatement(node)) returns = true;
    if (compiler.isBreakStatement(node) && (node.label ? !labels.includes(node.label.text) : breakable === 0)) jumps = true;
    if (compiler.isContinueStatement(node) && (node.label ? !labels.includes(node.label.text) : loops === 0)) jumps = true;
    const isLoop = compiler.isIterationStatement(node, false);
    const own = compiler.isLabeledStatement(node) ? [...labels, node.label.text] : labels;
    const deeper = isLoop || compiler.isSwitchStatement(node) ? 1 : 0;
    compiler.forEachChild(node, (child) => visit(child, loops + (isLoop ? 1 : 0), breakable + deeper, own));
  };
  for (const statement of statements) visit(statement, 0, 0, []);
  return { returns, jumps };
}

/** Is this block the body of a function? */
export const isBody = ({ compiler }: Parsed, block: ts.Node): boolean => compiler.isBlock(block) && compiler.isFunctionLike(block.parent);

/** The stretch of a run, from its first token to its last. */
export const stretchOfRun = ({ source }: Parsed, statements: readonly ts.Statement[]): Stretch => ({
  start: statements[0]?.getStart(source) ?? 0,
  end: statements.at(-1)?.end ?? 0,
});

/** What calls `super()` cannot go into another function; outside of functions nothing is wrapped. */
export function mayBeWrapped(parsed: Parsed, node: ts.Node): boolean {
  const { compiler } = parsed;
  const callsSuper = (inner: ts.Node): boolean =>
    (inner.kind === compiler.SyntaxKind.SuperKeyword && compiler.isCallExpression(inner.parent)) ||
    (compiler.forEachChild(inner, callsSuper) ?? false);
  return !compiler.isSourceFile(enclosing(parsed, node)) && !callsSuper(node);
}
