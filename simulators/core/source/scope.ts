import type ts from "typescript";
import type { Parsed } from "./parse.ts";
import type { TypeScript } from "./typescript.ts";

/** Does a declaration inside the module, nearer than its top level, take this name? */
export function isShadowed({ compiler }: Parsed, use: ts.Identifier): boolean {
  for (let node: ts.Node = use.parent; !compiler.isSourceFile(node); node = node.parent) {
    if (declares(compiler, node, use.text)) return true;
  }
  return false;
}

/** Does this node open a scope with such a name in it? */
export function declares(compiler: TypeScript, node: ts.Node, name: string): boolean {
  if (compiler.isFunctionLike(node)) {
    const own = compiler.isFunctionExpression(node) && node.name?.text === name;
    const body = "body" in node ? node.body : undefined;
    return (
      own ||
      node.parameters.some((parameter) => binds(compiler, parameter.name, name)) ||
      (body !== undefined && hoists(compiler, body, name))
    );
  }
  if (compiler.isClassExpression(node)) return node.name?.text === name;
  if (compiler.isCatchClause(node)) return node.variableDeclaration !== undefined && binds(compiler, node.variableDeclaration.name, name);
  if (compiler.isForStatement(node) || compiler.isForInStatement(node) || compiler.isForOfStatement(node)) {
    const { initializer } = node;
    return initializer !== undefined && compiler.isVariableDeclarationList(initializer) && listBinds(compiler, initializer, name);
  }
  if (compiler.isBlock(node) || compiler.isModuleBlock(node))
    return node.statements.some((statement) => statementDeclares(compiler, statement, name));
  if (compiler.isCaseBlock(node)) {
    return node.clauses.some(({ statements }) => statements.some((statement) => statementDeclares(compiler, statement, name)));
  }
  return false;
}

function statementDeclares(compiler: TypeScript, statement: ts.Statement, name: string): boolean {
  if (compiler.isVariableStatement(statement)) return listBinds(compiler, statement.declarationList, name);
  const isDeclaration =
    compiler.isFunctionDeclaration(statement) || compiler.isClassDeclaration(statement) || compiler.isEnumDeclaration(statement);
  return isDeclaration && statement.name?.text === name;
}

/** `var` goes up to its function. */
function hoists(compiler: TypeScript, node: ts.Node, name: string): boolean {
  if (compiler.isVariableDeclarationList(node) && (node.flags & compiler.NodeFlags.BlockScoped) === 0 && listBinds(compiler, node, name))
    return true;
  if (compiler.isFunctionLike(node) || compiler.isClassLike(node)) return false;
  return compiler.forEachChild(node, (child) => hoists(compiler, child, name)) ?? false;
}

const listBinds = (compiler: TypeScript, list: ts.VariableDeclarationList, name: string): boolean =>
  list.declarations.some((declaration) => binds(compiler, declaration.name, name));

function binds(compiler: TypeScript, pattern: ts.BindingName, name: string): boolean {
  return boundNames(compiler, pattern).includes(name);
}

/** The names that a pattern declares. */
export function boundNames(compiler: TypeScript, pattern: ts.BindingName): readonly string[] {
  if (compiler.isIdentifier(pattern)) return [pattern.text];
  return pattern.elements.flatMap((element) => (compiler.isBindingElement(element) ? boundNames(compiler, element.name) : []));
}
