import type ts from "typescript";
import type { Fix, TextEdit } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { unwrap } from "../../../core/source/owners.ts";
import type { Context } from "../rules/context.ts";
import type { Sighting } from "../sightings.ts";

/** A file for each node: where each place that appends runs on one node alone. */
export function ownFiles(context: Context, appends: readonly Sighting[]): readonly Fix[] {
  const nodeOf = new Map<ts.Node, string>();
  for (const { call, process = 0 } of appends) {
    const node = context.nodes[process] ?? "";
    if ((nodeOf.get(call) ?? node) !== node) return [];
    nodeOf.set(call, node);
  }
  const edits = [...nodeOf].map(([call, node]) => withSuffix(context, appends.find((one) => one.call === call)?.action.target, `-${node}`));
  return edits.every((edit) => edit !== undefined) ? [{ title: "Append to a file for each node", edits, preferred: true }] : [];
}

function withSuffix({ parsed }: Context, path: ts.Expression | undefined, suffix: string): TextEdit | undefined {
  const { compiler, source } = parsed;
  const bare = path && unwrap(compiler, path);
  if (!bare || !/^[-\w.]+$/.test(suffix)) return undefined;
  if (compiler.isStringLiteralLike(bare) || compiler.isTemplateExpression(bare)) return editOf(parsed, bare.end - 1, bare.end - 1, suffix);
  const isName = compiler.isIdentifier(bare) || compiler.isPropertyAccessExpression(bare);
  return isName ? editOf(parsed, bare.getStart(source), bare.end, `\`\${${bare.getText(source)}}${suffix}\``) : undefined;
}
