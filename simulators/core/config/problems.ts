import type { Json } from "../../../protocol/json.ts";
import type { Code, Fix, Problem, Related, Severity, TextEdit } from "../../../protocol/problem.ts";
import type { Range } from "../../../protocol/source.ts";
import { type ConfigDocument, removeMember, renameProperty, setValue } from "./edits.ts";
import type { Pointer } from "./node.ts";
import { rangeOf } from "./spans.ts";

/** What is wrong, before it has a path. */
export interface Complaint {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related?: readonly { readonly message: string; readonly range: Range }[];
  /** Fixes without edits are left out. The first one that says so is preferred. */
  readonly fixes?: readonly Fix[];
}

export function problemOf({ path }: ConfigDocument, { related = [], fixes = [], ...complaint }: Complaint): Problem {
  const possible = fixes.filter(({ edits }) => edits.length > 0);
  return {
    ...complaint,
    path,
    property: complaint.code,
    related: related.map((place): Related => ({ ...place, path })),
    ...(possible.length > 0 ? { fixes: possible.map(preferredOnce(possible)) } : {}),
  };
}

/** At most one fix is preferred. */
function preferredOnce(fixes: readonly Fix[]): (fix: Fix) => Fix {
  const first = fixes.find((fix) => fix.preferred);
  return (fix) => {
    if (fix === first) return fix;
    const { preferred: _, ...rest } = fix;
    return rest;
  };
}

export const fixOf = (title: string, edits: readonly TextEdit[], preferred = false): Fix => ({
  title,
  edits,
  ...(preferred ? { preferred } : {}),
});

/** "Change to `x`". */
export const changeTo = (document: ConfigDocument, pointer: Pointer, value: Json, preferred = false): Fix =>
  fixOf(`Change to ${typeof value === "string" ? `\`${value}\`` : JSON.stringify(value)}`, setValue(document, pointer, value), preferred);

export const renameTo = (document: ConfigDocument, pointer: Pointer, name: string): Fix =>
  fixOf(`Rename to \`${name}\``, renameProperty(document, pointer, name), true);

export const remove = (document: ConfigDocument, pointer: Pointer, title: string, preferred = false): Fix =>
  fixOf(title, removeMember(document, pointer), preferred);

/** A complaint about the token at `pointer`. */
export function complain(
  document: ConfigDocument,
  code: Code,
  severity: Severity,
  pointer: Pointer,
  message: string,
  rest: Pick<Complaint, "related" | "fixes"> & { readonly place?: "key" } = {},
): Problem {
  const { place, ...extra } = rest;
  return problemOf(document, { code, severity, message, range: rangeOf(document.spans, pointer, place ? { place } : {}), ...extra });
}
