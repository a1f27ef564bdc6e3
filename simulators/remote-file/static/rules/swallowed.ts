import type ts from "typescript";
import { type Complaint, editOf } from "../../../core/source/complaint.ts";
import { unwrap } from "../../../core/source/owners.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import type { Fix } from "../../../../protocol/problem.ts";
import { rethrown } from "../fixes/rethrow.ts";
import { assignedAt } from "../names.ts";
import { doesNode, isJump } from "../within.ts";
import { type Context, isLasting, isRemote } from "./context.ts";
import type { TypeScript } from "../../../core/source/typescript.ts";

/** FL4015: the error of a write, sync or atomic is swallowed, and the function goes on as in the good case. */
export function swallowedErrors(context: Context): readonly Complaint[] {
  const { compiler } = context.parsed;
  const told = new Set<ts.Node>();
  return context.sightings.calls.flatMap(([sighting]): readonly Complaint[] => {
    if (!sighting || !isRemote(sighting) || !isLasting(sighting)) return [];
    const found = swallowedBy(context, sighting.call);
    if (!found || told.has(found.at)) return [];
    told.add(found.at);
    const { name } = sighting.action;
    const message = `an error of \`${name}\` ends here, and what follows is done as if it had been written`;
    const fixes: readonly Fix[] = compiler.isCatchClause(found.at) ? rethrown(context, found.at) : withoutCatch(context, found.at);
    return [
      {
        code: "FL4015",
        severity: "warning",
        message,
        ...found.place,
        related: [{ ...stretchOf(context.parsed, sighting.call.expression), message: "what fails" }],
        fixes,
      },
    ];
  });
}

interface Swallowed {
  readonly at: ts.Node;
  readonly place: { readonly start: number; readonly end: number };
}

function swallowedBy(context: Context, call: ts.Node): Swallowed | undefined {
  const { compiler, source } = context.parsed;
  let inner: ts.Node = call;
  for (let { parent } = inner; parent && !compiler.isFunctionLike(parent) && !compiler.isSourceFile(parent); { parent } = inner) {
    // On the way out with another error nothing is as in the good case.
    if (compiler.isCatchClause(parent)) return undefined;
    if (compiler.isPropertyAccessExpression(parent) && parent.name.text === "catch" && compiler.isCallExpression(parent.parent)) {
      const [handler] = parent.parent.arguments;
      const start = parent.name.getStart(source);
      if (handler && parent.parent.expression === parent && returnsNothing(compiler, handler) && isDiscarded(compiler, parent.parent))
        return { at: parent.parent, place: { start, end: handler.end } };
    }
    if (compiler.isTryStatement(parent) && parent.tryBlock === inner && parent.catchClause) {
      const { catchClause } = parent;
      const isEmpty = catchClause.block.statements.length === 0;
      if (!isEmpty || isDifferentAfter(context, parent, call)) return undefined;
      const start = catchClause.getStart(source);
      return { at: catchClause, place: { start, end: start + "catch".length } };
    }
    inner = parent;
  }
  return undefined;
}

/** `() => undefined`, `() => {}`, `console.error`, and a function that only calls that. */
function returnsNothing(compiler: TypeScript, handler: ts.Expression): boolean {
  const fn = unwrap(compiler, handler);
  if (isOfConsole(compiler, fn)) return true;
  if (!compiler.isArrowFunction(fn) && !compiler.isFunctionExpression(fn)) return false;
  if (compiler.isBlock(fn.body))
    return fn.body.statements.every((one) => compiler.isExpressionStatement(one) && onlyTells(compiler, one.expression));
  const value = unwrap(compiler, fn.body);
  return (
    (compiler.isIdentifier(value) && value.text === "undefined") ||
    value.kind === compiler.SyntaxKind.NullKeyword ||
    compiler.isVoidExpression(value) ||
    onlyTells(compiler, value)
  );
}

const onlyTells = (compiler: TypeScript, node: ts.Expression): boolean =>
  compiler.isCallExpression(node) && isOfConsole(compiler, node.expression);

const isOfConsole = (compiler: TypeScript, node: ts.Expression): boolean =>
  compiler.isPropertyAccessExpression(node) && compiler.isIdentifier(node.expression) && node.expression.text === "console";

/** Nobody looks at what the promise comes to. */
function isDiscarded(compiler: TypeScript, promise: ts.Node): boolean {
  let { parent } = promise;
  while (
    compiler.isParenthesizedExpression(parent) ||
    compiler.isAwaitExpression(parent) ||
    compiler.isVoidExpression(parent) ||
    // `await Promise.all([a.catch(…), b])`
    compiler.isArrayLiteralExpression(parent) ||
    (compiler.isCallExpression(parent) && /^Promise\s*\.\s*all/.test(parent.expression.getText()))
  )
    ({ parent } = parent);
  return compiler.isExpressionStatement(parent);
}

/** The rest of the `try` is not done after an error, and somebody can tell: it leaves, or changes something. */
function isDifferentAfter(context: Context, statement: ts.TryStatement, call: ts.Node): boolean {
  const { compiler } = context.parsed;
  return doesNode(compiler, statement.tryBlock, (node) => {
    const isBehind = call.pos <= node.pos || node.end >= call.end;
    const changes = assignedAt(compiler, node).some((target) => isOutside(context, target, statement));
    const stores =
      compiler.isBinaryExpression(node) &&
      compiler.isPropertyAccessExpression(node.left) &&
      node.operatorToken.kind === compiler.SyntaxKind.EqualsToken;
    return isBehind && (isJump(compiler, node) || changes || stores || isMutation(compiler, node));
  });
}

const isMutation = (compiler: TypeScript, node: ts.Node): boolean =>
  compiler.isCallExpression(node) &&
  compiler.isPropertyAccessExpression(node.expression) &&
  ["push", "set", "add", "delete"].includes(node.expression.name.text);

function isOutside(context: Context, target: ts.Identifier, statement: ts.TryStatement): boolean {
  const declaration = context.names.declarationOf(target);
  return !declaration || !(statement.tryBlock.pos <= declaration.pos && declaration.end <= statement.tryBlock.end);
}

function withoutCatch({ parsed }: Context, call: ts.Node): readonly Fix[] {
  const { compiler } = parsed;
  if (!compiler.isCallExpression(call) || !compiler.isPropertyAccessExpression(call.expression)) return [];
  return [{ title: "Remove the `.catch`", edits: [editOf(parsed, call.expression.expression.end, call.end, "")], preferred: true }];
}
