import type ts from "typescript";
import type { Complaint } from "../../../core/source/complaint.ts";
import { unwrap } from "../../../core/source/owners.ts";
import { pausedAndBounded } from "../fixes/pause.ts";
import { assignedIn } from "../loops.ts";
import { assignedAt, type Declaration } from "../names.ts";
import { originOf } from "../origin.ts";
import type { Sighting } from "../sightings.ts";
import { doesNode, hasNode } from "../within.ts";
import { type Context, isRemote } from "./context.ts";
import type { TypeScript } from "../../../core/source/typescript.ts";

type Loop = ts.ForStatement | ts.WhileStatement | ts.DoStatement;

/** FL4017: a loop that tries again and again, without a bound. With a pause it only costs time. */
export function endlessRetries(context: Context): readonly Complaint[] {
  const { compiler, source } = context.parsed;
  const byLoop = new Map<Loop, Sighting[]>();
  for (const [sighting] of context.sightings.calls) {
    const loop = sighting && loopAround(compiler, sighting.call);
    if (sighting && loop && isRemote(sighting)) byLoop.set(loop, [...(byLoop.get(loop) ?? []), sighting]);
  }
  return [...byLoop].flatMap(([loop, sightings]): readonly Complaint[] => {
    const tried = sightings.find((sighting) => isTry(context, loop, sighting));
    const isWork = sightings.some(({ action }) => action.kind === "write" || action.kind === "writeWhole" || action.kind === "appendWhole");
    if (!tried || isWork || isOptimistic(context, loop, sightings) || !mayEnd(compiler, loop) || isBounded(context, loop)) return [];
    const start = loop.getStart(source);
    const end = start + (/^\w+/.exec(loop.getText(source))?.[0].length ?? 1);
    const what = { atomic: "the lock", open: "the open" }[tried.action.kind as "atomic"] ?? "the check";
    if (pauses(context, loop)) {
      const message = `this loop tries ${what} again without a bound: where the other side never comes it does not end`;
      return [{ code: "FL4017", severity: "information", message, start, end }];
    }
    const message = `this loop tries ${what} again at once and without a bound: it keeps the adapter busy, and where the other side never comes it does not end`;
    return [{ code: "FL4017", severity: "warning", message, start, end, fixes: pausedAndBounded(context, loop) }];
  });
}

function loopAround(compiler: TypeScript, node: ts.Node): Loop | undefined {
  for (let at = node.parent; at && !compiler.isFunctionLike(at); at = at.parent) {
    if (compiler.isForStatement(at) || compiler.isWhileStatement(at) || compiler.isDoStatement(at)) return at;
    if (compiler.isIterationStatement(at, false)) return undefined;
  }
  return undefined;
}

/** The same thing in each round: a word at one place, a lock, an open. */
function isTry(context: Context, loop: Loop, { action, offsets, path, call }: Sighting): boolean {
  if (action.kind === "atomic") return action.name === "compareAndSwap";
  if (action.kind === "read") return offsets.length === 1 && !isChangedIn(context, loop, call);
  return (action.kind === "open" || action.kind === "readWhole") && path !== undefined;
}

/** Do the arguments of a read name something that the loop changes: another place in each round? */
function isChangedIn(context: Context, loop: Loop, call: ts.CallExpression | ts.NewExpression): boolean {
  const changed = assignedIn(context.names, loop);
  return (call.arguments ?? []).slice(1).some((argument) => mentions(context, argument, (declaration) => changed.includes(declaration)));
}

/** A swap that expects what was read in the same round: when it fails, somebody else has got on. */
function isOptimistic(context: Context, loop: Loop, sightings: readonly Sighting[]): boolean {
  const { compiler } = context.parsed;
  const changed = assignedIn(context.names, loop);
  const isOfRound = (declaration: Declaration): boolean =>
    changed.includes(declaration) || (loop.pos <= declaration.pos && declaration.end <= loop.end);
  return sightings.some(({ action, call }) => {
    const expected = action.name === "compareAndSwap" ? call.arguments?.[2] : undefined;
    if (!expected || compiler.isBigIntLiteral(unwrap(compiler, expected))) return false;
    return mentions(context, expected, isOfRound) || compiler.isCallExpression(unwrap(compiler, expected));
  });
}

/** Is one of these declarations named in a node? */
function mentions({ parsed: { compiler }, names }: Context, node: ts.Node, isMeant: (declaration: Declaration) => boolean): boolean {
  return hasNode(compiler, node, (inner) => {
    const declaration = compiler.isIdentifier(inner) ? names.declarationOf(inner) : undefined;
    return declaration !== undefined && isMeant(declaration);
  });
}

/** Is there a way out of it at all? */
function mayEnd(compiler: TypeScript, loop: Loop): boolean {
  const condition = conditionOf(compiler, loop);
  if (condition && condition.kind !== compiler.SyntaxKind.TrueKeyword) return true;
  return doesNode(compiler, loop.statement, (node) => compiler.isBreakStatement(node) || compiler.isReturnStatement(node));
}

const conditionOf = (compiler: TypeScript, loop: Loop): ts.Expression | undefined =>
  compiler.isForStatement(loop) ? loop.condition : loop.expression;

const clocks = /\b(?:Date\.now|performance\.now|hrtime|aborted)\b/;

/** A counter, a clock or a signal decides on the way out. */
function isBounded(context: Context, loop: Loop): boolean {
  const { compiler, source } = context.parsed;
  const counters = assignedIn(context.names, loop).filter(
    (declaration) => !compiler.isVariableDeclaration(declaration) || isCounted(context, loop, declaration),
  );
  const decides = (condition: ts.Node): boolean =>
    clocks.test(condition.getText(source)) || mentions(context, condition, (declaration) => counters.includes(declaration));
  const condition = conditionOf(compiler, loop);
  if (condition && decides(condition)) return true;
  return doesNode(compiler, loop.statement, (node) => compiler.isIfStatement(node) && decides(node.expression));
}

/** Changed by steps, not only given what was read. */
function isCounted(context: Context, loop: Loop, declaration: Declaration): boolean {
  const { compiler } = context.parsed;
  const { SyntaxKind } = compiler;
  return hasNode(compiler, loop, (node) => {
    const isStep =
      compiler.isPrefixUnaryExpression(node) ||
      compiler.isPostfixUnaryExpression(node) ||
      (compiler.isBinaryExpression(node) && node.operatorToken.kind !== SyntaxKind.EqualsToken) ||
      (compiler.isBinaryExpression(node) && mentions(context, node.right, (one) => one === declaration));
    return isStep && assignedAt(compiler, node).some((target) => context.names.declarationOf(target) === declaration);
  });
}

const pausing = /sleep|delay|pause|wait|back_?off|timeout/i;

/** Does a round wait for a timer? */
function pauses(context: Context, loop: Loop): boolean {
  const { compiler, source } = context.parsed;
  return hasNode(compiler, loop, (node) => {
    if (compiler.isCallExpression(node)) return originOf(context.names, node.expression) === "Atomics.wait";
    if (!compiler.isAwaitExpression(node)) return false;
    const awaited = unwrap(compiler, node.expression);
    if (compiler.isNewExpression(awaited)) return /\bsetTimeout\b/.test(awaited.getText(source));
    if (!compiler.isCallExpression(awaited)) return false;
    const origin = originOf(context.names, awaited.expression) ?? awaited.expression.getText(source);
    return origin.startsWith("timers/promises.") || pausing.test(origin);
  });
}
