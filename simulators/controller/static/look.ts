import type ts from "typescript";
import { type FunctionNode, unwrap } from "../../core/source/owners.ts";
import type { Parsed } from "../../core/source/parse.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

const looks = new WeakMap<Parsed, Look>();

/** Findings, offers and quick fixes look at one file alike. */
export function lookAt(parsed: Parsed): Look {
  const known = looks.get(parsed);
  if (known) return known;
  const look = new Look(parsed);
  looks.set(parsed, look);
  return look;
}

/** Questions about a parsed file that several findings ask. Names are taken as they are: a name that is declared twice is not followed. */
export class Look {
  readonly parsed: Parsed;
  readonly compiler: TypeScript;
  /** Every node of the file, in the order of the text. */
  readonly all: readonly ts.Node[];
  /** What each name is declared as; undefined: more than once. */
  readonly #declared = new Map<string, ts.Node | undefined>();

  constructor(parsed: Parsed) {
    this.parsed = parsed;
    this.compiler = parsed.compiler;
    this.all = this.below(parsed.source);
    for (const node of this.all) this.#collect(node);
  }

  #collect(node: ts.Node): void {
    const { compiler } = this;
    const name =
      compiler.isVariableDeclaration(node) ||
      compiler.isFunctionDeclaration(node) ||
      compiler.isParameter(node) ||
      compiler.isBindingElement(node)
        ? node.name
        : undefined;
    if (name && compiler.isIdentifier(name)) this.#declared.set(name.text, this.#declared.has(name.text) ? undefined : node);
  }

  /** The one declaration of a name in the file. */
  declaration(name: string): ts.Node | undefined {
    return this.#declared.get(name);
  }

  /** The innermost function around a node. */
  functionAround(node: ts.Node): FunctionNode | undefined {
    for (let at = node.parent; at; at = at.parent) if (this.compiler.isFunctionLike(at)) return at as FunctionNode;
    return undefined;
  }

  isAsync(fn: ts.Node): boolean {
    const { compiler } = this;
    return compiler.canHaveModifiers(fn) && (compiler.getModifiers(fn) ?? []).some(({ kind }) => kind === compiler.SyntaxKind.AsyncKeyword);
  }

  /** Every node below, in the order of the text, functions inside included unless told. */
  below(node: ts.Node, intoFunctions = true): readonly ts.Node[] {
    const { compiler } = this;
    const nodes: ts.Node[] = [];
    const visit = (child: ts.Node): void => {
      nodes.push(child);
      if (intoFunctions || !compiler.isFunctionLike(child)) compiler.forEachChild(child, visit);
    };
    compiler.forEachChild(node, visit);
    return nodes;
  }

  /** What an expression stands for: through parentheses, awaits, constants, and local functions that return one expression. */
  meaning(expression: ts.Expression, depth = 0): ts.Expression {
    const { compiler } = this;
    const bare = unwrap(compiler, expression);
    if (depth > 6) return bare;
    if (compiler.isAwaitExpression(bare)) return this.meaning(bare.expression, depth + 1);
    if (compiler.isIdentifier(bare)) {
      const declared = this.declaration(bare.text);
      return declared && compiler.isVariableDeclaration(declared) && declared.initializer && isConstant(compiler, declared)
        ? this.meaning(declared.initializer, depth + 1)
        : bare;
    }
    if (compiler.isCallExpression(bare) && compiler.isIdentifier(bare.expression)) {
      const returned = this.#returned(bare.expression.text);
      return returned ? this.meaning(returned, depth + 1) : bare;
    }
    return bare;
  }

  #returned(name: string): ts.Expression | undefined {
    const { compiler } = this;
    const declared = this.declaration(name);
    const fn =
      declared && compiler.isVariableDeclaration(declared) && declared.initializer ? unwrap(compiler, declared.initializer) : declared;
    if (!fn || !(compiler.isFunctionDeclaration(fn) || compiler.isArrowFunction(fn) || compiler.isFunctionExpression(fn)) || !fn.body)
      return undefined;
    if (!compiler.isBlock(fn.body)) return fn.body;
    const returns = this.below(fn.body, false).filter((node) => compiler.isReturnStatement(node));
    const [only] = returns;
    return returns.length === 1 && only && compiler.isReturnStatement(only) ? only.expression : undefined;
  }

  /** Value of a member of an object literal; `"shorthand"` members are their name. */
  member(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
    const { compiler } = this;
    for (const member of object.properties) {
      if (!member.name || !(compiler.isIdentifier(member.name) || compiler.isStringLiteral(member.name)) || member.name.text !== name)
        continue;
      if (compiler.isPropertyAssignment(member)) return member.initializer;
      if (compiler.isShorthandPropertyAssignment(member)) return member.name;
    }
    return undefined;
  }

  hasSpread(object: ts.ObjectLiteralExpression): boolean {
    return object.properties.some((member) => this.compiler.isSpreadAssignment(member));
  }

  text(node: ts.Node): string {
    return node.getText(this.parsed.source);
  }
}

function isConstant(compiler: TypeScript, declaration: ts.VariableDeclaration): boolean {
  return compiler.isVariableDeclarationList(declaration.parent) && (declaration.parent.flags & compiler.NodeFlags.Const) !== 0;
}
