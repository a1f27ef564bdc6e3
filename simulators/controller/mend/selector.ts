import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import { type Subject, valueOf } from "./subject.ts";

/** Labels that come from the spec of the resource are left out of selectors, which cannot be changed. */
export function lastingSelector(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  const edits = look.all.flatMap((node): readonly TextEdit[] => {
    if (!compiler.isPropertyAssignment(node) || look.text(node.name) !== "matchLabels") return [];
    const literal = look.meaning(node.initializer);
    if (!compiler.isObjectLiteralExpression(literal) || look.hasSpread(literal)) return [];
    if (look.functionAround(literal) !== look.functionAround(node)) return [];
    const lasting = literal.properties.filter((member) => !mayChange(look, member));
    if (lasting.length === 0 || lasting.length === literal.properties.length) return [];
    const { start, end } = stretchOf(parsed, node.initializer);
    return [editOf(parsed, start, end, `{ ${lasting.map((member) => look.text(member)).join(", ")} }`)];
  });
  return edits.length === 0 ? [] : [{ title: "Keep out of the selector what may change", edits }];
}

/** `tier: live.spec.tier`, `tier` that was taken out of a spec. */
function mayChange(look: Subject["look"], member: ts.ObjectLiteralElementLike): boolean {
  const { compiler } = look;
  const value = valueOf(look, member);
  if (!value) return false;
  const names = [value, ...look.below(value)].flatMap((node) => (compiler.isIdentifier(node) ? [look.declaration(node.text)] : []));
  const comesFrom = (declared: ts.Node | undefined): boolean =>
    declared !== undefined &&
    compiler.isBindingElement(declared) &&
    compiler.isVariableDeclaration(declared.parent.parent) &&
    isSpec(look, declared.parent.parent.initializer);
  return isSpec(look, value) || names.some(comesFrom);
}

const isSpec = (look: Subject["look"], node: ts.Node | undefined): boolean => node !== undefined && /\.spec\b/.test(look.text(node));
