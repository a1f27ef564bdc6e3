import type { Code, Fix, Problem, Related, Severity, TextEdit } from "../../../protocol/problem.ts";
import { rangeBetween } from "../lines.ts";
import type { Parsed, Stretch } from "./parse.ts";

/** A finding in offsets, before it is a problem. */
export interface Complaint extends Stretch {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** Left out: the code. */
  readonly property?: string;
  readonly related?: readonly (Stretch & { readonly message: string })[];
  readonly fixes?: readonly Fix[];
}

/** A tag or option that is wrong. An error: what it says cannot be run. A warning: it has no effect. */
export const badTag = (at: Stretch, severity: "error" | "warning", message: string, fixes: readonly Fix[] = []): Complaint => ({
  code: "FL0002",
  severity,
  message,
  start: at.start,
  end: at.end,
  fixes,
});

export function problemOf({ path, lines }: Parsed, complaint: Complaint): Problem {
  const { code, severity, message, start, end, property = code, related = [], fixes = [] } = complaint;
  return {
    code,
    severity,
    message,
    path,
    range: rangeBetween(lines, start, end),
    property,
    related: related.map((place): Related => ({ message: place.message, path, range: rangeBetween(lines, place.start, place.end) })),
    ...(fixes.length > 0 ? { fixes } : {}),
  };
}

export const editOf = ({ path, lines }: Pick<Parsed, "path" | "lines">, start: number, end: number, newText: string): TextEdit => ({
  path,
  range: rangeBetween(lines, start, end),
  newText,
});

/** "Change to `x`", the fix that almost everybody wants. */
export const changeTo = (parsed: Parsed, at: Stretch, text: string): Fix => ({
  title: `Change to \`${text}\``,
  edits: [editOf(parsed, at.start, at.end, text)],
  preferred: true,
});
