import type ts from "typescript";
import { type Complaint, editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import type { ApiCall } from "./calls.ts";
import type { Look } from "./look.ts";

/** What tells own objects from those of others. */
const tellsOwn = /ownerReferences|isOwnedBy|\buid\b|\blabels\b|\bannotations\b|managedFields|Selector/;

/** FL2104: what a list without a selector answers is deleted. */
export function unselectedDeletes(look: Look, calls: readonly ApiCall[]): readonly Complaint[] {
  const { compiler } = look;
  return calls.flatMap((call): readonly Complaint[] => {
    if (call.kind === "delete-all" && !hasSelector(look, call.node))
      return [complaint(look, call, "everything of the kind is deleted, whoever made it", [])];
    if (call.kind !== "list" || hasSelector(look, call.node)) return [];
    const fn = look.functionAround(call.node);
    if (!fn || tellsOwn.test(look.text(fn).replace(look.text(call.node), ""))) return [];
    const variable = variableOf(look, call.node);
    const loop = variable && loopOver(look, fn, variable);
    const removal = loop && calls.find(({ node, kind }) => kind === "delete" && loop.pos <= node.pos && node.end <= loop.end);
    if (!loop || !removal) return [];
    const fixes = compiler.isForOfStatement(loop) ? ownedOnly(look, loop, fn) : [];
    return [
      complaint(
        look,
        removal,
        `\`${call.method}\` lists objects of others, too: they have no selector and no test of their owner between them`,
        fixes,
      ),
    ];
  });
}

function complaint(look: Look, { node, method }: ApiCall, why: string, fixes: Complaint["fixes"] & {}): Complaint {
  const { expression } = node;
  const at = look.compiler.isPropertyAccessExpression(expression) ? expression.name : expression;
  return {
    code: "FL2104",
    severity: "warning",
    message: `\`${method}\` deletes what may not be its own: ${why}`,
    ...stretchOf(look.parsed, at),
    fixes,
  };
}

/** An argument that is not understood may be a selector. */
function hasSelector(look: Look, node: ts.CallExpression): boolean {
  const { compiler } = look;
  return node.arguments.some((argument, index) => {
    const meant = look.meaning(argument);
    if (compiler.isObjectLiteralExpression(meant)) return look.hasSpread(meant) || /[sS]elector/.test(look.text(meant));
    // Positional: the selectors come fifth and sixth; what stands before them names the place.
    return index >= 4 && look.text(argument) !== "undefined";
  });
}

function variableOf({ compiler }: Look, node: ts.Node): string | undefined {
  for (let at = node.parent; at && !compiler.isStatement(at); at = at.parent) {
    if (!compiler.isVariableDeclaration(at)) continue;
    if (compiler.isIdentifier(at.name)) return at.name.text;
    const [element] = at.name.elements;
    return element && compiler.isBindingElement(element) && compiler.isIdentifier(element.name) ? element.name.text : undefined;
  }
  return undefined;
}

/** The loop over what a variable holds, or over something worked out from it. */
function loopOver(look: Look, fn: ts.Node, variable: string): ts.ForOfStatement | ts.CallExpression | undefined {
  const { compiler } = look;
  const names = new Set([variable]);
  const mentions = (node: ts.Node): boolean =>
    [node, ...look.below(node, false)].some((inner) => compiler.isIdentifier(inner) && names.has(inner.text));
  for (const node of look.below(fn)) {
    if (compiler.isVariableDeclaration(node) && compiler.isIdentifier(node.name) && node.initializer && mentions(node.initializer))
      names.add(node.name.text);
    if (compiler.isForOfStatement(node) && mentions(node.expression)) return node;
    if (
      compiler.isCallExpression(node) &&
      compiler.isPropertyAccessExpression(node.expression) &&
      ["forEach", "map"].includes(node.expression.name.text) &&
      mentions(node.expression.expression)
    )
      return node;
  }
  return undefined;
}

function ownedOnly(look: Look, { expression }: ts.ForOfStatement, fn: ts.SignatureDeclarationBase): Complaint["fixes"] & {} {
  const { compiler, parsed } = look;
  const [parameter] = fn.parameters;
  if (!parameter || !compiler.isIdentifier(parameter.name) || !/\.metadata\b/.test(look.text(fn))) return [];
  const text = `.filter(({ metadata }) => metadata?.ownerReferences?.some(({ uid }) => uid === ${parameter.name.text}.metadata.uid))`;
  return [{ title: "Only those that the resource owns", edits: [editOf(parsed, expression.end, expression.end, text)] }];
}
