import type ts from "typescript";
import { unwrap } from "../../../core/source/owners.ts";
import type { Complaint } from "../../../core/source/complaint.ts";
import { isStream } from "../actions.ts";
import { calleeOf, type Context, isRemote, textOf } from "./context.ts";

/**
 * FL4009 of streams: a process writes to a stream and returns without waiting for its end. The file may not even be open by then.
 * A module that runs as a whole goes on until the stream has ended, so only functions are looked at.
 */
export function forgottenStreams(context: Context): readonly Complaint[] {
  return context.sightings.calls.flatMap(([sighting]): readonly Complaint[] => {
    if (!sighting || !isRemote(sighting) || sighting.process === undefined) return [];
    const { action, call } = sighting;
    if (!isStream(action) || action.name !== "createWriteStream" || !isForgotten(context, call)) return [];
    const message = `nobody waits for the end of the stream that \`${textOf(context, call.expression)}\` makes: its writes may be under way when the process returns, and their errors are seen by nobody`;
    return [{ code: "FL4009", severity: "error", message, ...calleeOf(context, call) }];
  });
}

/** Nobody has the stream but calls that write to it and tell nobody when they are done. */
function isForgotten(context: Context, call: ts.Node): boolean {
  const { parsed, names } = context;
  const { compiler } = parsed;
  const { parent } = call;
  if (!compiler.isVariableDeclaration(parent)) return isOnlyWritten(context, call);
  const { name, initializer } = parent;
  if (!compiler.isIdentifier(name) || !initializer || unwrap(compiler, initializer) !== call) return false;
  return names.usesOf(name).every((use) => use === name || isOnlyWritten(context, use));
}

const writing: ReadonlySet<string> = new Set(["write", "end", "cork", "uncork"]);

/** `stream.write(data);`, and nothing is done with the answer. */
function isOnlyWritten(context: Context, stream: ts.Node): boolean {
  const { compiler } = context.parsed;
  const { parent: access } = stream;
  if (!compiler.isPropertyAccessExpression(access) || access.expression !== stream || !writing.has(access.name.text)) return false;
  const { parent: call } = access;
  if (!compiler.isCallExpression(call) || call.expression !== access || !compiler.isExpressionStatement(call.parent)) return false;
  const first = access.name.text === "write" ? 1 : 0;
  return call.arguments.every((argument, index) => index < first || isData(context, argument));
}

/** Not a function that is called at the end. What comes from elsewhere may be one. */
function isData(context: Context, argument: ts.Expression): boolean {
  const { parsed, names } = context;
  const { compiler } = parsed;
  const node = unwrap(compiler, argument);
  if (compiler.isStringLiteralLike(node) || compiler.isTemplateExpression(node) || compiler.isBinaryExpression(node)) return true;
  if (compiler.isCallExpression(node)) return true;
  const declaration = compiler.isIdentifier(node) ? names.declarationOf(node) : undefined;
  if (!declaration || !compiler.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  return !compiler.isIdentifier(declaration.initializer) && isData(context, declaration.initializer);
}
