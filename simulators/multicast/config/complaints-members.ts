import type { Fix } from "../../../protocol/problem.ts";
import { type Context } from "./context.ts";
import type { Members, Trouble } from "./names.ts";
import type { Pointer } from "../../core/config/node.ts";
import { changeTo, complain, remove } from "../../core/config/problems.ts";
import { rangeOf } from "../../core/config/spans.ts";

/** Places beside the worst one, and fixes, that one problem carries at most. */
export const mostPlaces = 20;

/**
 * `FL3016` for one owner of lists of hosts (a group, a stream, an entry of `hosts`, the churn): one problem at the first
 * element that is wrong, errors before warnings; the others are related.
 *
 * @param owners Named beside it: the group's name, the groups that use a name.
 */
export function membersProblem(
  context: Context,
  lists: readonly Members[],
  owners: readonly { readonly message: string; readonly pointer: Pointer }[],
): void {
  if (lists.every((members) => members.troubles.length === 0)) return;
  const troubles = lists.flatMap((members) => members.troubles);
  const worst = troubles.find(({ severity }) => severity === "error") ?? troubles[0];
  if (!worst) return;
  const { document, problems } = context;
  const others = troubles.filter((trouble) => trouble !== worst);
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  const range = (pointer: Pointer) => rangeOf(document.spans, pointer);
  problems.push(
    complain(document, "FL3016", worst.severity, worst.pointer, worst.message + more, {
      related: [
        ...others.slice(0, mostPlaces).map(({ pointer, message }) => ({ message, range: range(pointer) })),
        ...owners.slice(0, mostPlaces).map(({ message, pointer }) => ({ message, range: range(pointer) })),
      ],
      fixes: [worst, ...others].slice(0, mostPlaces).flatMap((trouble) => fixesOf(context, trouble, trouble === worst)),
    }),
  );
}

function fixesOf({ document }: Context, { pointer, mended, isSuperfluous }: Trouble, preferred: boolean): readonly Fix[] {
  if (mended !== undefined) return [changeTo(document, pointer, mended, preferred)];
  return isSuperfluous ? [remove(document, pointer, "Remove the repeated member", preferred)] : [];
}
