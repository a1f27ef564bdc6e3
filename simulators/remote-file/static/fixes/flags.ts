import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { stretchOf } from "../../../core/source/parse.ts";
import type { HandleState } from "../point.ts";
import type { Context } from "../rules/context.ts";

/** `r+` instead of `r`. */
export function openedFor({ parsed }: Context, { open }: HandleState): readonly Fix[] {
  const { compiler, text } = parsed;
  const [path, flags] = open.arguments ?? [];
  if (!path) return [];
  const title = "Open with `r+`";
  const at = flags && stretchOf(parsed, flags);
  if (!at || !flags) {
    return !flags ? [{ title, edits: [editOf(parsed, path.end, path.end, ', "r+"')], preferred: true }] : [];
  }
  if (!compiler.isStringLiteralLike(flags)) return [];
  const quoteMark = text[at.start] ?? '"';
  return [{ title, edits: [editOf(parsed, at.start, at.end, `${quoteMark}r+${quoteMark}`)], preferred: true }];
}
