import type ts from "typescript";
import type { FunctionNode } from "../../core/source/owners.ts";
import { type Parsed, type Stretch, stretchOf } from "../../core/source/parse.ts";
import { captured } from "./capture.ts";
import { ofMember } from "./entry-member.ts";
import { cannotBeCalled, captureName, type EntryPoint, fnOf, named, type NoEntry, pointOf, span } from "./entry-parts.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/**
 * What tags stand on: a function, or what will be one when the module has been loaded.
 *
 * @param comment The doc comment with the tags.
 */
export function entryPointOf(parsed: Parsed, comment: Stretch): EntryPoint | NoEntry {
  const node = nodeBehind(parsed, comment);
  if (node === undefined) return { what: "nothing" };
  const { compiler } = parsed;
  if (compiler.isFunctionDeclaration(node)) return ofFunction(parsed, node);
  if (compiler.isVariableStatement(node)) return ofVariables(parsed, node, node.declarationList.declarations);
  if (compiler.isVariableDeclaration(node)) return ofVariables(parsed, node.parent.parent, [node]);
  if (compiler.isExportAssignment(node)) return ofDefault(parsed, node);
  if (compiler.isExportDeclaration(node)) return ofExports(parsed, node, comment);
  if (compiler.isImportDeclaration(node)) return ofImport(parsed, node);
  if (compiler.isExpressionStatement(node)) return ofAssignment(parsed, node, comment);
  if (compiler.isMethodDeclaration(node) || compiler.isPropertyAssignment(node) || compiler.isPropertyDeclaration(node))
    return ofMember(parsed, node, comment);
  if (compiler.isAccessor(node)) return { what: "a getter or setter" };
  if (compiler.isConstructorDeclaration(node)) return { what: "a constructor" };
  if (compiler.isClassLike(node)) return { what: "a class" };
  return { what: compiler.isArrowFunction(node) || compiler.isFunctionExpression(node) ? "a function without a name" : "a type" };
}

/** The outermost thing that a comment stands directly before. */
function nodeBehind({ compiler, source }: Parsed, comment: Stretch): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found) return;
    const isBefore = node.pos <= comment.start && comment.end <= node.getStart(source);
    if (isBefore && isTaggable(compiler, node)) found = node;
    else if (node.pos <= comment.start && comment.end <= node.end) compiler.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const isTaggable = (compiler: TypeScript, node: ts.Node): boolean =>
  [
    compiler.isFunctionDeclaration,
    compiler.isVariableStatement,
    compiler.isVariableDeclaration,
    compiler.isExportAssignment,
    compiler.isExportDeclaration,
    compiler.isImportDeclaration,
    compiler.isExpressionStatement,
    compiler.isMethodDeclaration,
    compiler.isPropertyAssignment,
    compiler.isPropertyDeclaration,
    compiler.isAccessor,
    compiler.isConstructorDeclaration,
    compiler.isArrowFunction,
    compiler.isFunctionExpression,
    compiler.isClassLike,
    compiler.isInterfaceDeclaration,
    compiler.isTypeAliasDeclaration,
  ].some((is) => is(node));

function ofFunction(parsed: Parsed, node: ts.FunctionDeclaration): EntryPoint | NoEntry {
  const { compiler } = parsed;
  if (!compiler.isSourceFile(node.parent)) return { what: "a function inside another one" };
  const fn = node.body ? node : implementationOf(compiler, node);
  if (!fn?.body) return { what: "a function without a body" };
  if (!node.name) return { ...named("default", "reconcile", defaultPlace(parsed, node)), fn };
  return { ...named(node.name.text, node.name.text, stretchOf(parsed, node.name)), fn };
}

/** Of overloads the tags may stand on any. */
const implementationOf = (compiler: TypeScript, overload: ts.FunctionDeclaration): ts.FunctionDeclaration | undefined =>
  (overload.parent as ts.SourceFile).statements
    .filter((sibling) => compiler.isFunctionDeclaration(sibling))
    .find(({ name, body }) => body !== undefined && name?.text === overload.name?.text);

function ofVariables(parsed: Parsed, statement: ts.Node, declarations: readonly ts.VariableDeclaration[]): EntryPoint | NoEntry {
  const { compiler } = parsed;
  const [declaration, second] = declarations;
  if (!declaration || second) return { what: "several variables at once" };
  const { name, initializer } = declaration;
  if (!compiler.isSourceFile(statement.parent)) return { what: "a variable inside a function" };
  if (!initializer || !compiler.isIdentifier(name) || cannotBeCalled(compiler, initializer))
    return { what: "a variable that is not a function" };
  return { ...named(name.text, name.text, stretchOf(parsed, name)), ...fnOf(parsed, initializer) };
}

/** `export default …` of what is a function when the module has been loaded. */
function ofDefault(parsed: Parsed, node: ts.ExportAssignment): EntryPoint | NoEntry {
  const { compiler } = parsed;
  if (node.isExportEquals === true) return { what: "`export =`, which is no ES module: write `export default`" };
  if (cannotBeCalled(compiler, node.expression)) return { what: "a default export that is not a function" };
  return { ...named("default", "reconcile", defaultPlace(parsed, node)), ...fnOf(parsed, node.expression) };
}

function defaultPlace({ source }: Parsed, node: ts.Node): Stretch {
  const start = node.getStart(source);
  return { start, end: start + "export".length };
}

/** `export { reconcile }`, and `export { reconcile } from "./reconcile.ts"`. */
function ofExports(parsed: Parsed, node: ts.ExportDeclaration, comment: Stretch): EntryPoint | NoEntry {
  const { compiler } = parsed;
  const { exportClause, moduleSpecifier } = node;
  const elements = exportClause && compiler.isNamedExports(exportClause) ? exportClause.elements : [];
  const [only, second] = elements;
  if (!only || second || node.isTypeOnly || only.isTypeOnly) return { what: "an export of other than one function" };
  const { start } = stretchOf(parsed, node);
  const name = only.name.text;
  const at = stretchOf(parsed, only.name);
  const own = only.propertyName ?? only.name;
  if (!moduleSpecifier) return { ...named(own.text, name, at), ...declaredAs(parsed, own.text) };
  const entry = captureName(comment);
  const text = `import { ${parsed.text.slice(...span(parsed, own))} as ${entry} } from ${parsed.text.slice(...span(parsed, moduleSpecifier))}; `;
  return { ...named(entry, name, at), title: name, insertions: [{ offset: start, text }] };
}

/** `import { reconcile } from "./reconcile.ts"`. */
function ofImport(parsed: Parsed, { importClause }: ts.ImportDeclaration): EntryPoint | NoEntry {
  const { compiler } = parsed;
  const bindings = importClause?.namedBindings;
  const elements = bindings && compiler.isNamedImports(bindings) ? bindings.elements : [];
  const names = [importClause?.name, ...elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name)].flatMap(
    (one) => one ?? [],
  );
  const [only, second] = names;
  if (!only || second || importClause?.isTypeOnly === true) return { what: "an import of other than one function" };
  return named(only.text, only.text, stretchOf(parsed, only));
}

/** `exports.reconcile = …`, `module.exports = …`, `handlers.page = …`. */
function ofAssignment(parsed: Parsed, node: ts.ExpressionStatement, comment: Stretch): EntryPoint | NoEntry {
  const { compiler } = parsed;
  const { expression } = node;
  const isAssignment = compiler.isBinaryExpression(expression) && expression.operatorToken.kind === compiler.SyntaxKind.EqualsToken;
  if (!isAssignment || !compiler.isSourceFile(node.parent)) return { what: "a statement that declares no function" };
  const { left, right } = expression;
  if (cannotBeCalled(compiler, right)) return { what: "a value that is not a function" };
  const title = parsed.text.slice(...span(parsed, left));
  const name = compiler.isPropertyAccessExpression(left) && title !== "module.exports" ? left.name.text : "reconcile";
  const capture = captured(parsed, right, captureName(comment));
  return { ...pointOf(capture, title, name, stretchOf(parsed, left)), ...fnOf(parsed, right) };
}

/** The function that a name of the module stands for. */
function declaredAs(parsed: Parsed, name: string): { readonly fn?: FunctionNode } {
  const { compiler, source } = parsed;
  for (const statement of source.statements) {
    if (compiler.isFunctionDeclaration(statement) && statement.name?.text === name && statement.body) return { fn: statement };
    if (!compiler.isVariableStatement(statement)) continue;
    const declared = statement.declarationList.declarations.find((one) => compiler.isIdentifier(one.name) && one.name.text === name);
    if (declared?.initializer) return fnOf(parsed, declared.initializer);
  }
  return {};
}
