import type ts from "typescript";
import type { ConfigDocument } from "../../../core/config/edits.ts";
import { type Parsed, type Stretch, stretchOf } from "../../../core/source/parse.ts";
import type { Mount, RemoteFiles } from "../../config/model.ts";
import type { ActionKind } from "../actions.ts";
import type { Names } from "../names.ts";
import type { Sighting, Sightings } from "../sightings.ts";
import type { TypeScript } from "../../../core/source/typescript.ts";

/** What a rule looks at. */
export interface Context {
  readonly parsed: Parsed;
  readonly names: Names;
  readonly configuration: RemoteFiles;
  /** For fixes in it. */
  readonly document?: ConfigDocument;
  readonly sightings: Sightings;
  /** Node of each process. */
  readonly nodes: readonly string[];
}

/** `file.write` of `file.write(buffer)`. */
export const calleeOf = ({ parsed }: Context, call: ts.CallExpression | ts.NewExpression): Stretch => stretchOf(parsed, call.expression);

export const mountOf = ({ configuration }: Context, { mount }: Pick<Sighting, "mount">): Mount | undefined =>
  mount === undefined ? undefined : configuration.mounts[mount];

/** Does it touch a file under a mount? */
export const isRemote = ({ mount, handle }: Sighting): boolean => mount !== undefined || handle !== undefined;

/** Does it change a file, or make sure of that? Then it has to come to its end, and its error is somebody's business. */
export const isLasting = ({ action }: Sighting): boolean => lasting.has(action.kind);

const lasting: ReadonlySet<ActionKind> = new Set<ActionKind>(["write", "sync", "truncate", "atomic", "writeWhole", "appendWhole"]);

export const textOf = ({ parsed }: Context, node: ts.Node): string => node.getText(parsed.source).replace(/\s+/g, " ");

/** The innermost function around a node; undefined: the module. */
export function functionAround({ parsed: { compiler } }: Context, node: ts.Node): ts.SignatureDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) if (compiler.isFunctionLike(at)) return at;
  return undefined;
}

/** The statement that a node is part of. */
export function statementAround({ parsed: { compiler } }: Context, node: ts.Node): ts.Statement {
  let at = node;
  while (!isStatement(compiler, at)) at = at.parent;
  return at as ts.Statement;
}

const isStatement = (compiler: TypeScript, node: ts.Node): boolean =>
  compiler.SyntaxKind.FirstStatement <= node.kind && node.kind <= compiler.SyntaxKind.LastStatement;
