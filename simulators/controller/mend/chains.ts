import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { functionOf } from "../static/reach.ts";
import { throwAgain, throwsIn } from "./rethrow.ts";
import type { Subject } from "./subject.ts";

/** Promises whose failure is taken away behind them: `….catch(console.error)`, and `Promise.allSettled` of which nobody asks what came out. */
export function unchained(subject: Subject): readonly Fix[] {
  const { look } = subject;
  const edits = look.all.flatMap((node) =>
    look.compiler.isCallExpression(node) ? [withoutHandler(subject, node), allOf(subject, node)].filter((edit) => edit.length > 0) : [],
  );
  const title = "Let the failure through, so that the reconcile is tried again";
  const alone = edits.map((each): Fix => ({ title, edits: each }));
  return edits.length < 2
    ? alone
    : [...alone, { title: "Let every failure through, so that the reconcile is tried again", edits: edits.flat() }];
}

/** `await x.catch((error) => log(error))`: what it logs is still logged. */
function withoutHandler(subject: Subject, { expression, arguments: [handler, second], end }: ts.CallExpression): readonly TextEdit[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  if (!handler || second || !compiler.isPropertyAccessExpression(expression) || expression.name.text !== "catch") return [];
  const declared = compiler.isIdentifier(handler) ? look.declaration(handler.text) : undefined;
  const fn =
    compiler.isArrowFunction(handler) || compiler.isFunctionExpression(handler) ? handler : declared && functionOf(compiler, declared);
  const isForeign = compiler.isPropertyAccessExpression(handler);
  if (!isForeign && (!fn?.body || throwsIn(look, fn.body))) return [];
  if (fn === handler && fn.body && doesSomething(look, fn.body)) return rethrowing(subject, fn);
  return [editOf(parsed, expression.expression.end, end, "")];
}

function doesSomething(look: Subject["look"], body: ts.ConciseBody): boolean {
  return [body, ...look.below(body)].some((node) => look.compiler.isCallExpression(node));
}

function rethrowing(subject: Subject, fn: ts.ArrowFunction | ts.FunctionExpression): readonly TextEdit[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  const [parameter] = fn.parameters;
  if (!parameter || !compiler.isIdentifier(parameter.name)) return [];
  if (compiler.isBlock(fn.body)) return throwAgain(subject, fn.body, parameter.name.text);
  const { body } = fn;
  const start = body.getStart(parsed.source);
  return [editOf(parsed, start, start, "{ "), editOf(parsed, body.end, body.end, `; throw ${parameter.name.text}; }`)];
}

/** As a statement of its own: what it answers is not looked at. */
function allOf({ look, parsed }: Subject, { expression, parent }: ts.CallExpression): readonly TextEdit[] {
  const { compiler } = look;
  const isDropped = compiler.isAwaitExpression(parent) && compiler.isExpressionStatement(parent.parent);
  if (!isDropped || look.text(expression) !== "Promise.allSettled" || !compiler.isPropertyAccessExpression(expression)) return [];
  return [editOf(parsed, expression.name.getStart(parsed.source), expression.name.end, "all")];
}
