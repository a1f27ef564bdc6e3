import type ts from "typescript";
import type { Insertion } from "../../core/simulator.ts";
import { type FunctionNode, unwrap } from "../../core/source/owners.ts";
import { type Parsed, type Stretch, stretchOf } from "../../core/source/parse.ts";
import type { Capture } from "./capture.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** What tags stand on, as it can be called when the module has been loaded. */
export interface EntryPoint {
  /** Export of the bundle: the function, or what has it as a member. */
  readonly entry: string;
  readonly member?: string;
  /** As the user would call it. */
  readonly title: string;
  /** A scenario's own name. */
  readonly name: string;
  /** Where its lens stands. */
  readonly at: Stretch;
  /** The function, where the text shows it. */
  readonly fn?: FunctionNode;
  /** Put into the text before it is bundled. */
  readonly insertions: readonly Insertion[];
}

/** What tags stand on that is no reconcile function, for a message. */
export interface NoEntry {
  readonly what: string;
}

/** A name that is the same for the same text: `discover` names it, and the bundler is given it. */
export const captureName = ({ start }: Stretch): string => `reconcile$${start}`;

export function named(entry: string, name: string, at: Stretch): EntryPoint {
  return { entry, title: entry === "default" ? "the default export" : entry, name, at, insertions: [] };
}

export const pointOf = ({ entry, insertions }: Capture, title: string, name: string, at: Stretch): EntryPoint => ({
  entry,
  title,
  name,
  at,
  insertions,
});

export function fnOf({ compiler }: Parsed, value: ts.Expression): { readonly fn?: FunctionNode } {
  const bare = unwrap(compiler, value);
  return compiler.isArrowFunction(bare) || compiler.isFunctionExpression(bare) ? { fn: bare } : {};
}

/** Whatever it is when the module has been loaded, it is no function. */
export function cannotBeCalled(compiler: TypeScript, value: ts.Expression): boolean {
  const bare = unwrap(compiler, value);
  return (
    compiler.isLiteralExpression(bare) ||
    compiler.isTemplateExpression(bare) ||
    compiler.isObjectLiteralExpression(bare) ||
    compiler.isArrayLiteralExpression(bare) ||
    compiler.isNewExpression(bare) ||
    compiler.isClassExpression(bare) ||
    bare.kind === compiler.SyntaxKind.TrueKeyword ||
    bare.kind === compiler.SyntaxKind.FalseKeyword ||
    bare.kind === compiler.SyntaxKind.NullKeyword
  );
}

/** Where a node begins and ends. */
export const span = (parsed: Parsed, node: ts.Node): [number, number] => {
  const { start, end } = stretchOf(parsed, node);
  return [start, end];
};
