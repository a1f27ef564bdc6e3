import type ts from "typescript";
import type { ApiCall } from "../static/calls.ts";
import { indentOf, statementAround, type Subject } from "./subject.ts";

/** Text that is put in at an offset. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * That what is created is there already is no failure: none is needed where somebody looks at the failure anyway.
 * Undefined: the answer is used, and there would be none, unless the object's name is known: then it is read.
 */
export function takenForCreated(subject: Subject, { node, style, method }: ApiCall, name?: string): readonly Insertion[] | undefined {
  const { look } = subject;
  const { compiler } = look;
  const { parent } = node;
  if (isHandled(subject, node)) return [];
  const isUsed = !compiler.isAwaitExpression(parent) || !compiler.isExpressionStatement(parent.parent);
  const instead = isUsed && name !== undefined && style === "client" ? readOf(subject, node, name) : undefined;
  const statement = statementAround(look, node);
  if ((isUsed && instead === undefined) || !statement) return undefined;
  return [exceptFor(subject, { node, style, method }, 409, instead === undefined ? [] : [`return ${instead};`])];
}

/** That what is deleted has gone already is no failure, and what is read and is not there is nothing, if somebody asks whether it is. Undefined: neither, or it is looked at. */
export function takenForMissing(subject: Subject, call: ApiCall): Insertion | undefined {
  const { look, parsed } = subject;
  const { node, kind } = call;
  const { compiler } = look;
  if (isHandled(subject, node) || !compiler.isAwaitExpression(node.parent) || !statementAround(look, node)) return undefined;
  const isAlone = compiler.isExpressionStatement(node.parent.parent);
  if (kind === "delete") return isAlone ? exceptFor(subject, call, 404, []) : undefined;
  const name = kind === "read" && compiler.isVariableDeclaration(node.parent.parent) ? look.text(node.parent.parent.name) : undefined;
  const isAsked =
    name !== undefined &&
    /^\w+$/.test(name) &&
    new RegExp(`(?:!|\\(|&& )${name}(?: [!=]==? undefined)?\\b(?![.(])|\\b${name}\\?\\.`).test(parsed.text);
  return isAsked ? exceptFor(subject, call, 404, ["return undefined;"]) : undefined;
}

/** `.catch(…)` behind a call that throws everything but one answer again. */
function exceptFor(
  subject: Subject,
  { node, style, method }: Pick<ApiCall, "node" | "style" | "method">,
  answer: number,
  then: readonly string[],
): Insertion {
  const field = style === "client" && isPositional(subject, node, method) ? "statusCode" : "code";
  const type = /\.[cm]?tsx?$/.test(subject.parsed.path) ? `: { ${field}?: number }` : "";
  const indent = indentOf(subject.parsed, statementAround(subject.look, node) ?? node);
  const lines = [`if (error.${field} !== ${answer}) throw error;`, ...then];
  return { at: node.end, text: `.catch((error${type}) => {${lines.map((line) => `\n${indent}  ${line}`).join("")}\n${indent}})` };
}

/** `core.readNamespacedPod({ name: …, namespace })` for `core.createNamespacedPod({ namespace, body })`. */
function readOf({ look }: Subject, { expression, arguments: [options] }: ts.CallExpression, name: string): string | undefined {
  const { compiler } = look;
  if (!compiler.isPropertyAccessExpression(expression) || !options || !compiler.isObjectLiteralExpression(options)) return undefined;
  const method = expression.name.text;
  const namespace = look.member(options, "namespace");
  if (!/^create(?:Namespaced)?[A-Z]/.test(method) || method.endsWith("Object")) return undefined;
  const text = namespace && look.text(namespace);
  const where = text === undefined ? "" : text === "namespace" ? ", namespace" : `, namespace: ${text}`;
  return `${look.text(expression.expression)}.${method.replace(/^create/, "read")}({ name: ${name}${where} })`;
}

/** In a `try` with a handler, or with `.catch(…)` behind it. */
function isHandled({ look: { compiler } }: Subject, node: ts.CallExpression): boolean {
  if (compiler.isPropertyAccessExpression(node.parent)) return node.parent.name.text === "catch";
  for (let at: ts.Node = node; at.parent && !compiler.isFunctionLike(at); at = at.parent)
    if (compiler.isTryStatement(at.parent) && at.parent.tryBlock === at && at.parent.catchClause) return true;
  return false;
}

/** Of the generation of the client whose errors have a `statusCode`. */
function isPositional({ look, parsed }: Subject, { arguments: [first] }: ts.CallExpression, method: string): boolean {
  // Those of `KubernetesObjectApi` look alike in all generations.
  if (/^[a-z]+$/.test(method)) return /\bstatusCode\b/.test(parsed.text);
  return !first || !look.compiler.isObjectLiteralExpression(first);
}
