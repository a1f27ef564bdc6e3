import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import type { Subject } from "./subject.ts";

/** `[...conditions, ready]` → in place of the one of the same type, so that the list does not grow. */
export function replacedEntry(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  return look.all.flatMap((node): readonly Fix[] => {
    if (!compiler.isArrayLiteralExpression(node)) return [];
    const [list, entry, third] = node.elements;
    if (!list || !entry || third || !compiler.isSpreadElement(list) || compiler.isSpreadElement(entry)) return [];
    const isOther = otherThan(look, entry);
    if (isOther === undefined) return [];
    const { end } = stretchOf(parsed, list);
    const { start } = stretchOf(parsed, list.expression);
    const isPlain =
      compiler.isIdentifier(list.expression) ||
      compiler.isPropertyAccessExpression(list.expression) ||
      compiler.isParenthesizedExpression(list.expression);
    const edits = [
      ...(isPlain ? [] : [editOf(parsed, start, start, "(")]),
      editOf(parsed, end, end, `${isPlain ? "" : ")"}.filter((each) => ${isOther})`),
    ];
    return [{ title: `Put \`${look.text(entry)}\` in place of what is there already`, edits }];
  });
}

const keys = ["type", "name", "key", "id", "uid"];

/** A test that an entry of the list is another one. Undefined: what it is known by cannot be told. */
function otherThan(look: Subject["look"], entry: ts.Expression): string | undefined {
  const { compiler } = look;
  if (compiler.isStringLiteralLike(entry)) return `each !== ${look.text(entry)}`;
  const literal = look.meaning(entry);
  if (!compiler.isObjectLiteralExpression(literal)) return compiler.isIdentifier(entry) ? `each !== ${entry.text}` : undefined;
  const key = keys.find((each) => look.member(literal, each));
  const value = key === undefined ? undefined : look.member(literal, key);
  if (key === undefined || !value) return undefined;
  return `each.${key} !== ${compiler.isIdentifier(entry) ? `${entry.text}.${key}` : look.text(value)}`;
}
