import type ts from "typescript";
import type { Complaint } from "../../../core/source/complaint.ts";
import { unwrap } from "../../../core/source/owners.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import { quote } from "../../../core/source/words.ts";
import type { Declaration } from "../names.ts";
import { originOf } from "../origin.ts";
import { calleeOf, type Context, textOf } from "./context.ts";

/** FL4018: local `Atomics` or `DataView` writes on memory that words of remote atomics are taken from. */
export function mixedAtomics(context: Context): readonly Complaint[] {
  const { parsed, names, sightings } = context;
  const { compiler } = parsed;
  const sources = new Map<Declaration, ts.CallExpression | ts.NewExpression>();
  for (const [sighting] of sightings.calls) {
    if (sighting?.action.kind !== "atomic" || !sighting.handle) continue;
    for (const argument of sighting.action.rest.slice(1))
      for (const memory of memoriesIn(context, argument)) sources.set(memory, sighting.call);
  }
  if (sources.size === 0) return [];
  const found: Complaint[] = [];
  for (const node of names.calls) {
    if (!compiler.isCallExpression(node)) continue;
    const memory = writtenBy(context, node);
    const remote = memory && sources.get(memory);
    if (!remote) continue;
    const [, method = ""] = /(\w+)$/.exec(textOf(context, node.expression)) ?? [];
    const isAtomics = originOf(names, node.expression)?.startsWith("Atomics.");
    const message = `${quote(isAtomics ? `Atomics.${method}` : method)} changes this node's copy alone: it is not atomic with \`${textOf(context, remote.expression)}\`, which takes its word from there`;
    found.push({
      code: "FL4018",
      severity: "warning",
      message,
      ...stretchOf(parsed, node.expression),
      related: [{ ...calleeOf(context, remote), message: "the remote atomic" }],
    });
  }
  return found;
}

const mutating = /^Atomics\.(?:add|and|compareExchange|exchange|or|store|sub|xor)$/;

/** The memory that a local atomic or a `DataView` writes to. */
function writtenBy(context: Context, call: ts.CallExpression): Declaration | undefined {
  const { compiler } = context.parsed;
  if (mutating.test(originOf(context.names, call.expression) ?? "")) return call.arguments[0] && memoryOf(context, call.arguments[0]);
  const callee = call.expression;
  if (!compiler.isPropertyAccessExpression(callee) || !/^set(?:Big)?(?:Int|Uint|Float)\d+$/.test(callee.name.text)) return undefined;
  return isView(context, callee.expression) ? memoryOf(context, callee.expression) : undefined;
}

function isView({ parsed: { compiler }, names }: Context, expression: ts.Expression): boolean {
  const bare = unwrap(compiler, expression);
  const declaration = compiler.isIdentifier(bare) ? names.declarationOf(bare) : undefined;
  const made =
    declaration && compiler.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(compiler, declaration.initializer)
      : bare;
  return compiler.isNewExpression(made) && originOf(names, made.expression) === "DataView";
}

/** The variable that first held the memory: through views of views. */
function memoryOf(context: Context, expression: ts.Expression, depth = 0): Declaration | undefined {
  const { parsed, names } = context;
  const { compiler } = parsed;
  const bare = unwrap(compiler, expression);
  if (depth > 8) return undefined;
  if (compiler.isPropertyAccessExpression(bare) && bare.name.text === "buffer") return memoryOf(context, bare.expression, depth + 1);
  if (!compiler.isIdentifier(bare)) return undefined;
  const declaration = names.declarationOf(bare);
  if (!declaration || !compiler.isVariableDeclaration(declaration) || !declaration.initializer) return declaration;
  const made = unwrap(compiler, declaration.initializer);
  const [first] = compiler.isNewExpression(made) ? (made.arguments ?? []) : [];
  return (first && memoryOf(context, first, depth + 1)) ?? declaration;
}

/** Memories that a value is taken from: `words[0]`, `view.getBigUint64(0)`, `Atomics.load(words, 0)`. */
function memoriesIn(context: Context, node: ts.Node): readonly Declaration[] {
  const { compiler } = context.parsed;
  const of = (expression: ts.Expression | undefined): readonly Declaration[] => {
    const memory = expression && memoryOf(context, expression);
    return memory ? [memory] : [];
  };
  if (compiler.isElementAccessExpression(node)) return of(node.expression);
  if (compiler.isCallExpression(node)) {
    if (originOf(context.names, node.expression) === "Atomics.load") return of(node.arguments[0]);
    const callee = node.expression;
    if (compiler.isPropertyAccessExpression(callee) && /^(?:get|read)(?:Big)?U?[Ii]nt/.test(callee.name.text)) return of(callee.expression);
  }
  if (compiler.isFunctionLike(node)) return [];
  const found: Declaration[] = [];
  compiler.forEachChild(node, (child) => void found.push(...memoriesIn(context, child)));
  return found;
}
