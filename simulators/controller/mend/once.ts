import type ts from "typescript";
import type { ApiCall } from "../static/calls.ts";
import { indentOf, type Subject } from "./subject.ts";

/** Text that is put in at an offset. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * That what is created is there already is no failure: none is needed where somebody looks at the failure anyway.
 * Undefined: the answer is used, and there would be none.
 */
export function takenForCreated(subject: Subject, { node, style, method }: ApiCall): readonly Insertion[] | undefined {
  const { look, parsed } = subject;
  const { compiler } = look;
  const { parent } = node;
  if (isHandled(subject, node)) return [];
  if (!compiler.isAwaitExpression(parent) || !compiler.isExpressionStatement(parent.parent)) return undefined;
  const field = style === "client" && isPositional(subject, node, method) ? "statusCode" : "code";
  const type = /\.[cm]?tsx?$/.test(parsed.path) ? `: { ${field}?: number }` : "";
  const indent = indentOf(parsed, parent.parent);
  return [{ at: node.end, text: `.catch((error${type}) => {\n${indent}  if (error.${field} !== 409) throw error;\n${indent}})` }];
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
