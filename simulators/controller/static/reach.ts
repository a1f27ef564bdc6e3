import type ts from "typescript";
import type { FunctionNode } from "../../core/source/owners.ts";
import type { ApiCall } from "./calls.ts";
import type { Look } from "./look.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** The function of the file that a call calls, as far as it is known. */
export type Called = (look: Look, call: ts.CallExpression) => ts.Node | undefined;

/** Functions that make an API call themselves or through other functions of the file. */
export function functionsThatReach(look: Look, calls: readonly ApiCall[], called: Called = calledByName): ReadonlySet<ts.Node> {
  const { compiler } = look;
  const reaching = new Set<ts.Node>();
  const mark = (node: ts.Node): void => {
    for (let fn = look.functionAround(node) as ts.Node | undefined; fn && !reaching.has(fn); fn = look.functionAround(fn)) reaching.add(fn);
  };
  for (const { node } of calls) mark(node);
  for (let before = -1; before !== reaching.size; ) {
    before = reaching.size;
    for (const node of look.all) {
      const fn = compiler.isCallExpression(node) ? called(look, node) : undefined;
      if (fn && reaching.has(fn)) mark(node);
    }
  }
  return reaching;
}

/** The function that a declaration is, or holds. */
export function functionOf(compiler: TypeScript, declared: ts.Node): FunctionNode | undefined {
  if (compiler.isFunctionDeclaration(declared)) return declared;
  if (!compiler.isVariableDeclaration(declared) || !declared.initializer) return undefined;
  return compiler.isArrowFunction(declared.initializer) || compiler.isFunctionExpression(declared.initializer)
    ? declared.initializer
    : undefined;
}

function calledByName(look: Look, { expression }: ts.CallExpression): ts.Node | undefined {
  const declared = look.compiler.isIdentifier(expression) ? look.declaration(expression.text) : undefined;
  return declared && functionOf(look.compiler, declared);
}

/** Also methods: of `this`, and of an instance whose class is of the file. */
export function calledByNameOrMethod(look: Look, call: ts.CallExpression): ts.Node | undefined {
  const { compiler } = look;
  const { expression } = call;
  if (!compiler.isPropertyAccessExpression(expression)) return calledByName(look, call);
  const receiver = expression.expression;
  const type = receiver.kind === compiler.SyntaxKind.ThisKeyword ? classAround(look, call) : classOf(look, receiver);
  return type?.members.find((member) => compiler.isMethodDeclaration(member) && look.text(member.name) === expression.name.text);
}

function classAround({ compiler }: Look, node: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) if (compiler.isClassLike(at)) return at;
  return undefined;
}

/** The class of `const operator = new Operator(…)`. */
function classOf(look: Look, receiver: ts.Expression): ts.ClassLikeDeclaration | undefined {
  const { compiler } = look;
  const made = look.meaning(receiver);
  if (!compiler.isNewExpression(made) || !compiler.isIdentifier(made.expression)) return undefined;
  const { text } = made.expression;
  return look.parsed.source.statements.find(
    (statement): statement is ts.ClassDeclaration => compiler.isClassDeclaration(statement) && statement.name?.text === text,
  );
}
