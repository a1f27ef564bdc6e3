import type ts from "typescript";
import type { DocComment } from "./comments.ts";
import type { Parsed } from "./parse.ts";
import type { TypeScript } from "./typescript.ts";

/** A function with a body, or one without (`declare`, an overload, an abstract method). */
export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.AccessorDeclaration
  | ts.ConstructorDeclaration;

/** What a comment stands before. */
export interface Owner {
  /** The function that it is, or holds. */
  readonly fn?: FunctionNode;
  /** The name that it is bound to at the top level of the module. */
  readonly name?: ts.Identifier;
  /** The type that is written for the variable. */
  readonly type?: ts.TypeNode;
  readonly isTopLevel: boolean;
  /** For messages: "a class", "a variable that is no function". */
  readonly what: string;
}

/** What each comment stands directly before; those that stand before nothing are missing. */
export function ownersOf(parsed: Parsed, comments: readonly DocComment[]): ReadonlyMap<DocComment, Owner> {
  const { compiler, source } = parsed;
  const owners = new Map<DocComment, Owner>();
  const visit = (node: ts.Node): void => {
    const start = node.getStart(source);
    const before = comments.filter((comment) => node.pos <= comment.start && comment.end <= start && !owners.has(comment));
    const owner = before.length > 0 ? ownerAt(compiler, node) : undefined;
    if (owner) for (const comment of before) owners.set(comment, owner);
    if (comments.some((comment) => node.pos <= comment.start && comment.end <= node.end)) compiler.forEachChild(node, visit);
  };
  visit(source);
  return owners;
}

function ownerAt(compiler: TypeScript, node: ts.Node): Owner | undefined {
  if (compiler.isFunctionDeclaration(node)) return functionOwner(compiler, node);
  if (compiler.isVariableStatement(node)) return variableOwner(compiler, node.declarationList.declarations, isTop(compiler, node));
  if (compiler.isVariableDeclaration(node)) return variableOwner(compiler, [node], isTop(compiler, node.parent.parent));
  if (compiler.isExportAssignment(node))
    return { ...valueOwner(compiler, node.expression), isTopLevel: false, what: "a default export without a name" };
  if (compiler.isMethodDeclaration(node) || compiler.isAccessor(node) || compiler.isConstructorDeclaration(node))
    return { fn: node, isTopLevel: false, what: compiler.isConstructorDeclaration(node) ? "a constructor" : "a method" };
  if (compiler.isPropertyDeclaration(node)) return { ...valueOwner(compiler, node.initializer), isTopLevel: false, what: "a field" };
  if (compiler.isPropertyAssignment(node)) return { ...valueOwner(compiler, node.initializer), isTopLevel: false, what: "a property" };
  if (compiler.isArrowFunction(node) || compiler.isFunctionExpression(node))
    return { fn: node, isTopLevel: false, what: "a function without a name" };
  if (compiler.isClassLike(node)) return { isTopLevel: false, what: "a class" };
  if (compiler.isInterfaceDeclaration(node) || compiler.isTypeAliasDeclaration(node)) return { isTopLevel: false, what: "a type" };
  if (compiler.isImportDeclaration(node)) return { isTopLevel: false, what: "an import" };
  return undefined;
}

function functionOwner(compiler: TypeScript, node: ts.FunctionDeclaration): Owner {
  const fn = node.body ? node : (implementationOf(compiler, node) ?? node);
  const isTopLevel = isTop(compiler, node);
  if (!node.name) return { fn, isTopLevel: false, what: "a default export without a name" };
  return { fn, name: node.name, isTopLevel, what: isTopLevel ? "a function" : "a function inside another one" };
}

/** Of overloads the tags may stand on any. */
function implementationOf(compiler: TypeScript, overload: ts.FunctionDeclaration): ts.FunctionDeclaration | undefined {
  const siblings: readonly ts.Node[] =
    compiler.isSourceFile(overload.parent) || compiler.isModuleBlock(overload.parent) ? overload.parent.statements : [];
  return siblings
    .filter((sibling) => compiler.isFunctionDeclaration(sibling))
    .find((sibling) => sibling.body !== undefined && sibling.name?.text === overload.name?.text);
}

function variableOwner(compiler: TypeScript, declarations: readonly ts.VariableDeclaration[], isTopLevel: boolean): Owner {
  const [declaration] = declarations;
  if (!declaration || declarations.length > 1) return { isTopLevel: false, what: "several variables at once" };
  const value = valueOwner(compiler, declaration.initializer);
  return {
    ...value,
    ...(compiler.isIdentifier(declaration.name) ? { name: declaration.name } : {}),
    ...(declaration.type ? { type: declaration.type } : {}),
    isTopLevel,
    what: value.fn ? "a function inside another one" : "a variable that is not a function",
  };
}

function valueOwner(compiler: TypeScript, value: ts.Expression | undefined): Pick<Owner, "fn"> {
  const bare = value && unwrap(compiler, value);
  return bare && (compiler.isArrowFunction(bare) || compiler.isFunctionExpression(bare)) ? { fn: bare } : {};
}

/** An expression without parentheses and what only speaks to the type checker. */
export function unwrap(compiler: TypeScript, expression: ts.Expression): ts.Expression {
  let bare = expression;
  while (
    compiler.isParenthesizedExpression(bare) ||
    compiler.isAsExpression(bare) ||
    compiler.isSatisfiesExpression(bare) ||
    compiler.isNonNullExpression(bare) ||
    compiler.isTypeAssertionExpression(bare)
  )
    bare = bare.expression;
  return bare;
}

const isTop = (compiler: TypeScript, statement: ts.Node): boolean => compiler.isSourceFile(statement.parent);
