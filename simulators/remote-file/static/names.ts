import type ts from "typescript";
import { isAssignment } from "../../core/source/assignments.ts";
import { type FunctionNode, unwrap } from "../../core/source/owners.ts";
import type { Parsed } from "../../core/source/parse.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** What introduces a name. */
export type Declaration =
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.BindingElement
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ClassLikeDeclaration
  | ts.ImportSpecifier
  | ts.NamespaceImport
  | ts.ImportClause
  | ts.ImportEqualsDeclaration
  | ts.EnumDeclaration;

/** Which declaration each name of a file means: scopes as JavaScript has them. */
export class Names {
  readonly parsed: Parsed;
  readonly #scopes = new Map<ts.Node, Map<string, Declaration>>();
  readonly #assigned = new Set<Declaration>();
  readonly #computed = new Set<Declaration>();
  readonly #calls: (ts.CallExpression | ts.NewExpression)[] = [];
  readonly #functions: ts.SignatureDeclaration[] = [];
  readonly #writing: ts.Node[] = [];

  constructor(parsed: Parsed) {
    this.parsed = parsed;
    this.#collect(parsed.source);
    this.#collectAssigned();
  }

  /** Calls and `new`, in the order of the text. */
  get calls(): readonly (ts.CallExpression | ts.NewExpression)[] {
    return this.#calls;
  }

  /** Everything that has a body of its own, in the order of the text. */
  get functions(): readonly ts.SignatureDeclaration[] {
    return this.#functions;
  }

  declarationOf(use: ts.Identifier): Declaration | undefined {
    for (let node: ts.Node | undefined = use; node; node = node.parent) {
      const found = this.#scopes.get(node)?.get(use.text);
      if (found) return found;
    }
    return undefined;
  }

  /** Everywhere in a node that what a name means is named, its declaration included. */
  usesOf(name: ts.Identifier, within: ts.Node = this.parsed.source): readonly ts.Identifier[] {
    const { compiler } = this.parsed;
    const declaration = this.declarationOf(name);
    const uses: ts.Identifier[] = [];
    const visit = (node: ts.Node): void => {
      if (compiler.isIdentifier(node) && node.text === name.text && this.declarationOf(node) === declaration) uses.push(node);
      compiler.forEachChild(node, visit);
    };
    visit(within);
    return uses;
  }

  /** Does anything write to it behind its declaration? */
  isAssigned(declaration: Declaration): boolean {
    return this.#assigned.has(declaration);
  }

  /** Is it ever set to something that is worked out: can it have any number of values? */
  isComputed(declaration: Declaration): boolean {
    return this.#computed.has(declaration);
  }

  /** The function that a name stands for, when it can only stand for that one. */
  functionOf(declaration: Declaration): FunctionNode | undefined {
    const { compiler } = this.parsed;
    if (compiler.isFunctionDeclaration(declaration) || compiler.isFunctionExpression(declaration))
      return declaration.body && !this.isAssigned(declaration) ? declaration : undefined;
    if (!compiler.isVariableDeclaration(declaration) || !declaration.initializer || this.isAssigned(declaration)) return undefined;
    const value = unwrap(compiler, declaration.initializer);
    return compiler.isArrowFunction(value) || compiler.isFunctionExpression(value) ? value : undefined;
  }

  /** The function of the file that a call calls by a name: `run()`, `this.run()`, `log.line()`. */
  functionCalled({ expression }: ts.CallExpression | ts.NewExpression): FunctionNode | undefined {
    const { compiler } = this.parsed;
    if (compiler.isIdentifier(expression)) {
      const declaration = this.declarationOf(expression);
      return declaration && this.functionOf(declaration);
    }
    if (!compiler.isPropertyAccessExpression(expression)) return undefined;
    if (expression.expression.kind === compiler.SyntaxKind.ThisKeyword) return this.methodOf(expression, expression.name.text);
    return this.methodOfInstance(expression);
  }

  /** The method or field function that `this.name` calls. */
  methodOf(call: ts.Node, name: string): FunctionNode | undefined {
    const { compiler } = this.parsed;
    let around: ts.Node = call;
    while (!compiler.isClassLike(around)) {
      if (compiler.isSourceFile(around)) return undefined;
      around = around.parent;
    }
    return this.#member(around, name);
  }

  /** The method that `log.line()` calls: of `const log = new Log()`, or of a name with the type `Log`. */
  methodOfInstance({ expression, name }: ts.PropertyAccessExpression): FunctionNode | undefined {
    const { compiler } = this.parsed;
    const declaration = compiler.isIdentifier(expression) ? this.declarationOf(expression) : undefined;
    if (!declaration || !(compiler.isVariableDeclaration(declaration) || compiler.isParameter(declaration))) return undefined;
    const made = declaration.initializer && unwrap(compiler, declaration.initializer);
    const type = declaration.type && compiler.isTypeReferenceNode(declaration.type) ? declaration.type.typeName : undefined;
    const maker = type ?? (made && compiler.isNewExpression(made) && !this.isAssigned(declaration) ? made.expression : undefined);
    const known = maker && compiler.isIdentifier(maker) ? this.declarationOf(maker) : undefined;
    return known && compiler.isClassDeclaration(known) ? this.#member(known, name.text) : undefined;
  }

  #member(type: ts.ClassLikeDeclaration, name: string): FunctionNode | undefined {
    const { compiler, source } = this.parsed;
    for (const member of type.members) {
      if (member.name?.getText(source) !== name) continue;
      if (compiler.isMethodDeclaration(member) && member.body) return member;
      if (!compiler.isPropertyDeclaration(member) || !member.initializer) continue;
      const value = unwrap(compiler, member.initializer);
      if (compiler.isArrowFunction(value) || compiler.isFunctionExpression(value)) return value;
    }
    return undefined;
  }

  #declare(scope: ts.Node, name: ts.BindingName | undefined, declaration: Declaration): void {
    if (!name || !this.parsed.compiler.isIdentifier(name)) return;
    const names = this.#scopes.get(scope) ?? new Map<string, Declaration>();
    this.#scopes.set(scope, names);
    const before = names.get(name.text);
    // The body of an overloaded function is the one that counts.
    if (!before || this.parsed.compiler.isFunctionDeclaration(declaration)) names.set(name.text, declaration);
  }

  #collect(node: ts.Node): void {
    const { compiler } = this.parsed;
    if (compiler.isVariableDeclaration(node) || compiler.isBindingElement(node)) this.#declare(this.#scopeOf(node), node.name, node);
    else if (compiler.isParameter(node)) this.#declare(node.parent, node.name, node);
    else if (compiler.isFunctionDeclaration(node) || compiler.isClassDeclaration(node) || compiler.isEnumDeclaration(node))
      this.#declare(blockAround(compiler, node), node.name, node);
    else if (compiler.isFunctionExpression(node) || compiler.isClassExpression(node)) this.#declare(node, node.name, node);
    else if (compiler.isImportSpecifier(node) || compiler.isNamespaceImport(node) || compiler.isImportEqualsDeclaration(node))
      this.#declare(this.parsed.source, node.name, node);
    else if (compiler.isImportClause(node)) this.#declare(this.parsed.source, node.name, node);
    else if (compiler.isCallExpression(node) || compiler.isNewExpression(node)) this.#calls.push(node);
    else if (mayWrite(compiler, node)) this.#writing.push(node);
    else if (compiler.isTypeNode(node) && !compiler.isExpressionWithTypeArguments(node)) return;
    if (compiler.isFunctionLike(node)) this.#functions.push(node);
    compiler.forEachChild(node, (child) => this.#collect(child));
  }

  #scopeOf(node: ts.VariableDeclaration | ts.BindingElement): ts.Node {
    const { compiler } = this.parsed;
    let outer: ts.Node = node;
    while (compiler.isBindingElement(outer) || compiler.isObjectBindingPattern(outer) || compiler.isArrayBindingPattern(outer))
      outer = outer.parent;
    if (compiler.isParameter(outer)) return outer.parent;
    const list = outer.parent;
    if (compiler.isCatchClause(list)) return list;
    const isVar = compiler.isVariableDeclarationList(list) && (list.flags & compiler.NodeFlags.BlockScoped) === 0;
    if (!isVar) return compiler.isVariableDeclarationList(list) ? blockAround(compiler, list) : blockAround(compiler, outer);
    let scope: ts.Node = list;
    while (!compiler.isSourceFile(scope) && !compiler.isFunctionLike(scope)) scope = scope.parent;
    return scope;
  }

  #collectAssigned(): void {
    for (const node of this.#writing) {
      for (const target of assignedAt(this.parsed.compiler, node)) {
        const declaration = this.declarationOf(target);
        if (!declaration) continue;
        this.#assigned.add(declaration);
        if (!isLiteralSet(this.parsed.compiler, node)) this.#computed.add(declaration);
      }
    }
  }
}

/** `state = "open"`. */
function isLiteralSet(compiler: TypeScript, node: ts.Node): boolean {
  if (!compiler.isBinaryExpression(node) || node.operatorToken.kind !== compiler.SyntaxKind.EqualsToken) return false;
  const value = unwrap(compiler, node.right);
  return compiler.isStringLiteralLike(value) || compiler.isNumericLiteral(value) || compiler.isBigIntLiteral(value);
}

const mayWrite = (compiler: TypeScript, node: ts.Node): boolean =>
  compiler.isBinaryExpression(node) ||
  compiler.isPrefixUnaryExpression(node) ||
  compiler.isPostfixUnaryExpression(node) ||
  compiler.isForOfStatement(node) ||
  compiler.isForInStatement(node);

/** The nearest thing around a declaration whose end ends the name. */
function blockAround(compiler: TypeScript, node: ts.Node): ts.Node {
  let scope = node.parent;
  while (
    !compiler.isBlock(scope) &&
    !compiler.isSourceFile(scope) &&
    !compiler.isFunctionLike(scope) &&
    !compiler.isCaseBlock(scope) &&
    !compiler.isModuleBlock(scope) &&
    !compiler.isForStatement(scope) &&
    !compiler.isForOfStatement(scope) &&
    !compiler.isForInStatement(scope) &&
    !compiler.isCatchClause(scope)
  )
    scope = scope.parent;
  return scope;
}

/** The names that this very node writes to. */
export function assignedAt(compiler: TypeScript, node: ts.Node): readonly ts.Identifier[] {
  const { SyntaxKind } = compiler;
  if (isAssignment(compiler, node)) return targetsIn(compiler, node.left);
  if (compiler.isPrefixUnaryExpression(node) || compiler.isPostfixUnaryExpression(node)) {
    const isStep = node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken;
    return isStep ? targetsIn(compiler, node.operand) : [];
  }
  if ((compiler.isForOfStatement(node) || compiler.isForInStatement(node)) && !compiler.isVariableDeclarationList(node.initializer))
    return targetsIn(compiler, node.initializer);
  return [];
}

function targetsIn(compiler: TypeScript, target: ts.Expression): readonly ts.Identifier[] {
  const bare = unwrap(compiler, target);
  if (compiler.isIdentifier(bare)) return [bare];
  if (compiler.isArrayLiteralExpression(bare)) return bare.elements.flatMap((element) => targetsIn(compiler, element));
  if (!compiler.isObjectLiteralExpression(bare)) return [];
  return bare.properties.flatMap((property) => {
    if (compiler.isShorthandPropertyAssignment(property)) return [property.name];
    return compiler.isPropertyAssignment(property) ? targetsIn(compiler, property.initializer) : [];
  });
}
