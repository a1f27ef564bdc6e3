import type ts from "typescript";
import { type Parsed, type Stretch, stretchOf } from "../../core/source/parse.ts";
import { captured, type Capture } from "./capture.ts";
import { cannotBeCalled, captureName, type EntryPoint, fnOf, type NoEntry, pointOf } from "./entry-parts.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** A method, or a function that a property holds. */
export function ofMember(
  parsed: Parsed,
  node: ts.MethodDeclaration | ts.PropertyAssignment | ts.PropertyDeclaration,
  comment: Stretch,
): EntryPoint | NoEntry {
  const { compiler } = parsed;
  const { name, parent } = node;
  const what = compiler.isMethodDeclaration(node) ? "a method" : "a property";
  if (!compiler.isIdentifier(name) && !compiler.isStringLiteralLike(name)) return { what: `${what} with a computed or private name` };
  const value = compiler.isMethodDeclaration(node) ? node : node.initializer;
  if (!value || (compiler.isMethodDeclaration(value) ? !value.body : cannotBeCalled(compiler, value)))
    return { what: compiler.isMethodDeclaration(node) ? "a method without a body" : "a property that is not a function" };
  const holder = compiler.isObjectLiteralExpression(parent) ? objectAround(parsed, parent, comment) : classAround(parsed, node, comment);
  if ("what" in holder) return { what: `${what} ${holder.what}` };
  const point = pointOf(holder, `${holder.title}.${name.text}`, name.text, stretchOf(parsed, name));
  return { ...point, member: name.text, ...(compiler.isMethodDeclaration(value) ? { fn: value } : fnOf(parsed, value)) };
}

type Holder = Capture & { readonly title: string };

function objectAround(parsed: Parsed, literal: ts.ObjectLiteralExpression, comment: Stretch): Holder | NoEntry {
  if (!isAtLoad(parsed, literal)) return { what: "of an object that is made inside a function" };
  const { compiler } = parsed;
  const outer = around(compiler, literal);
  if (compiler.isVariableDeclaration(outer) && compiler.isIdentifier(outer.name) && compiler.isSourceFile(outer.parent.parent.parent))
    return { entry: outer.name.text, insertions: [], title: outer.name.text };
  if (compiler.isExportAssignment(outer) && outer.isExportEquals !== true) return { entry: "default", insertions: [], title: "default" };
  return { ...captured(parsed, literal, captureName(comment)), title: "object" };
}

/** What an expression is the value of, through parentheses and what speaks to the type checker alone. */
function around(compiler: TypeScript, expression: ts.Expression): ts.Node {
  let at: ts.Node = expression;
  while (
    compiler.isParenthesizedExpression(at.parent) ||
    compiler.isAsExpression(at.parent) ||
    compiler.isSatisfiesExpression(at.parent) ||
    compiler.isNonNullExpression(at.parent)
  )
    at = at.parent;
  return at.parent;
}

function classAround(
  parsed: Parsed,
  node: ts.MethodDeclaration | ts.PropertyAssignment | ts.PropertyDeclaration,
  comment: Stretch,
): Holder | NoEntry {
  const { compiler } = parsed;
  const made = node.parent as ts.ClassLikeDeclaration;
  const bound = compiler.isClassExpression(made) ? around(compiler, made) : made;
  const name = compiler.isVariableDeclaration(bound) ? bound.name : made.name;
  const top = compiler.isVariableDeclaration(bound) ? bound.parent.parent : bound;
  if (!compiler.isSourceFile(top.parent)) return { what: "of a class inside a function" };
  const title = name && compiler.isIdentifier(name) ? name.text : "default";
  const isStatic =
    compiler.canHaveModifiers(node) && compiler.getModifiers(node)?.some(({ kind }) => kind === compiler.SyntaxKind.StaticKeyword);
  if (isStatic === true) return { entry: title, insertions: [], title };
  const instance = instanceOf(parsed, title);
  if (instance) return { ...holderOf(parsed, instance, comment), title };
  const needs = made.members.find((member) => compiler.isConstructorDeclaration(member))?.parameters.some(isRequired) ?? false;
  const extendsAny = made.heritageClauses?.some(({ token }) => token === compiler.SyntaxKind.ExtendsKeyword) ?? false;
  if (title === "default" || needs || extendsAny || compiler.isVariableDeclaration(bound))
    return {
      what: `of a class of which this module makes no object when it is loaded: write \`export const ${memberOf(compiler, node)} = …\``,
    };
  const entry = captureName(comment);
  return { entry, insertions: [{ offset: made.end, text: ` const ${entry} = new ${title}();` }], title };
}

const memberOf = (compiler: TypeScript, { name }: { readonly name: ts.PropertyName }): string =>
  compiler.isIdentifier(name) ? name.text : "reconcile";

const isRequired = ({ initializer, questionToken, dotDotDotToken }: ts.ParameterDeclaration): boolean =>
  initializer === undefined && questionToken === undefined && dotDotDotToken === undefined;

/** The first object of a class that the module makes while it is loaded. */
function instanceOf(parsed: Parsed, name: string): ts.NewExpression | undefined {
  const { compiler } = parsed;
  const visit = (node: ts.Node): ts.NewExpression | undefined => {
    if (compiler.isFunctionLike(node) || compiler.isClassLike(node)) return undefined;
    const isIts = compiler.isNewExpression(node) && compiler.isIdentifier(node.expression) && node.expression.text === name;
    return isIts ? node : compiler.forEachChild(node, visit);
  };
  return visit(parsed.source);
}

function holderOf(parsed: Parsed, instance: ts.NewExpression, comment: Stretch): Capture {
  const { compiler } = parsed;
  const outer = around(compiler, instance);
  if (compiler.isVariableDeclaration(outer) && compiler.isIdentifier(outer.name) && compiler.isSourceFile(outer.parent.parent.parent))
    return { entry: outer.name.text, insertions: [] };
  return captured(parsed, instance, captureName(comment));
}

/** It is evaluated with the module, not when a function is called. */
function isAtLoad({ compiler }: Parsed, node: ts.Node): boolean {
  for (let at = node.parent; at && !compiler.isSourceFile(at); at = at.parent) if (compiler.isFunctionLike(at)) return false;
  return true;
}
