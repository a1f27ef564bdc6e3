import type ts from "typescript";
import { type FunctionNode, unwrap } from "../../core/source/owners.ts";
import type { Look } from "../static/look.ts";
import { functionOf } from "../static/reach.ts";
import type { Recognised } from "./recognised.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/**
 * What Pepr, an informer or a watch calls with the objects of a kind: each function once.
 *
 * @param direct Calls of the API server.
 * @param reaching Functions that make some, or call such a function.
 */
export function callbacksOf(
  look: Look,
  direct: ReadonlySet<ts.Node>,
  reaching: ReadonlySet<ts.Node>,
  isPepr: boolean,
): readonly Recognised[] {
  const { compiler } = look;
  const sources = sourcesOf(look);
  const found = new Map<FunctionNode, Recognised>();
  for (const node of look.all) {
    if (!compiler.isCallExpression(node)) continue;
    const taken = takenBy(look, node, sources, isPepr);
    const callback = taken && functionAt(look, taken.callback);
    if (!callback) continue;
    const one = throughForwarding(look, { ...taken, fn: callback }, direct, reaching);
    // Pepr's own client is called through files and classes of its own: its chain says enough.
    const isSure = taken.isPepr || reaching.has(one.fn);
    if (isSure && !found.has(one.fn)) found.set(one.fn, one);
  }
  return [...found.values()];
}

interface Taken {
  readonly callback: ts.Expression;
  readonly at: ts.Node;
  readonly takes: Recognised["takes"];
  readonly subject?: ts.Expression;
  readonly isPepr: boolean;
}

/** Names in a file that stand for an informer or a watch, with the path that an informer was made for. */
export interface Sources {
  readonly informers: ReadonlyMap<string, ts.Expression | undefined>;
  readonly watches: ReadonlySet<string>;
}

export const changeEvents: ReadonlySet<string> = new Set(["add", "update", "change"]);

function takenBy(look: Look, node: ts.CallExpression, { informers, watches }: Sources, isPepr: boolean): Taken | undefined {
  const { compiler } = look;
  const callee = unwrap(compiler, node.expression);
  if (!compiler.isPropertyAccessExpression(callee)) return undefined;
  const at = callee.name;
  const [first, second, third] = node.arguments;
  if (isPepr && at.text === "Reconcile" && first) {
    const subject = whenOf(look, callee.expression);
    return subject && { callback: first, at, takes: "object", subject, isPepr: true };
  }
  const receiver = unwrap(compiler, callee.expression);
  const name = nameOf(compiler, receiver);
  if (at.text === "on" && first && second && name !== undefined && informers.has(name)) {
    if (!compiler.isStringLiteralLike(first) || !changeEvents.has(first.text)) return undefined;
    const path = informers.get(name);
    return { callback: second, at, takes: "object", isPepr: false, ...(path ? { subject: path } : {}) };
  }
  const isWatch = (name !== undefined && watches.has(name)) || madeBy(compiler, receiver) === "Watch";
  return at.text === "watch" && isWatch && first && third
    ? { callback: third, at, takes: "event", subject: first, isPepr: false }
    : undefined;
}

/** The class of `When(WebApp).IsCreated()…`. */
function whenOf({ compiler }: Look, chain: ts.Expression): ts.Expression | undefined {
  let at = unwrap(compiler, chain);
  for (;;) {
    if (compiler.isPropertyAccessExpression(at)) at = at.expression;
    else if (compiler.isCallExpression(at)) {
      if (nameOf(compiler, at.expression) === "When") return at.arguments[0];
      at = at.expression;
    } else return undefined;
  }
}

/** The informers and watches of a file. */
export function sourcesOf(look: Look): Sources {
  const { compiler } = look;
  const informers = new Map<string, ts.Expression | undefined>();
  const watches = new Set<string>();
  const see = (name: string | undefined, type: ts.TypeNode | undefined, value: ts.Expression | undefined): void => {
    if (name === undefined) return;
    const made = value && unwrap(compiler, value);
    const typed = type && compiler.isTypeReferenceNode(type) ? (look.text(type.typeName).split(".").at(-1) ?? "") : "";
    const by = (made && madeBy(compiler, made)) ?? typed;
    if (by === "Watch") watches.add(name);
    else if (by === "makeInformer" || by === "ListWatch" || by === "Informer") informers.set(name, pathOf(compiler, by, made));
  };
  for (const node of look.all) {
    if (compiler.isVariableDeclaration(node) || compiler.isPropertyDeclaration(node) || compiler.isParameter(node))
      see(nameOf(compiler, node.name), node.type, node.initializer);
    else if (compiler.isBinaryExpression(node) && node.operatorToken.kind === compiler.SyntaxKind.EqualsToken)
      see(nameOf(compiler, node.left), undefined, node.right);
  }
  return { informers, watches };
}

/** `makeInformer(config, path, list)`, `new ListWatch(path, watch, list)`. */
function pathOf(compiler: TypeScript, by: string, made: ts.Expression | undefined): ts.Expression | undefined {
  if (!made || !(compiler.isCallExpression(made) || compiler.isNewExpression(made))) return undefined;
  return made.arguments?.[by === "makeInformer" ? 1 : 0];
}

/** The function that is called, or the class of which an instance is made. */
function madeBy(compiler: TypeScript, value: ts.Expression): string | undefined {
  return compiler.isNewExpression(value) || compiler.isCallExpression(value) ? nameOf(compiler, value.expression) : undefined;
}

/** `watch` of `watch`, `this.watch`, `k8s.watch`. */
export function nameOf(compiler: TypeScript, node: ts.Node): string | undefined {
  if (compiler.isIdentifier(node)) return node.text;
  return compiler.isPropertyAccessExpression(node) ? node.name.text : undefined;
}

/** The function that an expression is, or names. */
export function functionAt(look: Look, expression: ts.Expression): FunctionNode | undefined {
  const { compiler } = look;
  const bare = unwrap(compiler, expression);
  if (compiler.isArrowFunction(bare) || compiler.isFunctionExpression(bare)) return bare;
  const declared = compiler.isIdentifier(bare) ? look.declaration(bare.text) : undefined;
  return declared && functionOf(compiler, declared);
}

/** A callback that does nothing but hand the object on, as in `(pod) => reconcile(pod)`, stands for the function that gets it. */
function throughForwarding(
  look: Look,
  one: Taken & { readonly fn: FunctionNode },
  direct: ReadonlySet<ts.Node>,
  reaching: ReadonlySet<ts.Node>,
): Recognised {
  const { compiler } = look;
  const { takes, subject, fn } = one;
  const more = subject ? { subject } : {};
  const bare = unwrap(compiler, one.callback);
  const isNamed = compiler.isIdentifier(bare);
  const own: Recognised = { fn, at: isNamed ? nameNode(look, bare) : one.at, takes, ...more };
  const object = fn.parameters[takes === "object" ? 0 : 1]?.name;
  if ((isNamed && takes === "object") || !object || !compiler.isIdentifier(object)) return own;
  const targets = reachingCalls(look, fn, direct, reaching);
  const [only] = targets;
  if (!only?.to || targets.some(({ to }) => to !== only.to)) return own;
  const index = only.node.arguments.findIndex((argument) => look.text(argument) === object.text);
  if (index !== 0 && index !== 1) return own;
  return { fn: only.to, at: nameNode(look, only.node.expression as ts.Identifier), takes: index === 0 ? "object" : "event", ...more };
}

/** Calls in a function that call the API server: of other functions, or (without `to`) directly. */
function reachingCalls(
  look: Look,
  fn: FunctionNode,
  direct: ReadonlySet<ts.Node>,
  reaching: ReadonlySet<ts.Node>,
): readonly { readonly node: ts.CallExpression; readonly to?: FunctionNode }[] {
  const { compiler } = look;
  return look.below(fn).flatMap((node) => {
    if (!compiler.isCallExpression(node)) return [];
    if (direct.has(node)) return [{ node }];
    const to = compiler.isIdentifier(node.expression) ? functionAt(look, node.expression) : undefined;
    return to && reaching.has(to) ? [{ node, to }] : [];
  });
}

/** Where a name is declared. */
function nameNode(look: Look, name: ts.Identifier): ts.Node {
  const declared = look.declaration(name.text);
  return declared && (look.compiler.isFunctionDeclaration(declared) || look.compiler.isVariableDeclaration(declared))
    ? (declared.name ?? name)
    : name;
}
