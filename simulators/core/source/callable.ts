import type ts from "typescript";
import { badTag, type Complaint } from "./complaint.ts";
import type { FunctionNode, Owner } from "./owners.ts";
import type { Parsed } from "./parse.ts";
import type { Tag } from "./tags.ts";

/** A tagged function of the top level of its module: what a bundle can export. */
export interface Callable {
  readonly fn: FunctionNode;
  readonly name: ts.Identifier;
  /** The type that is written for the variable. */
  readonly type?: ts.TypeNode;
}

/**
 * What a tag stands on, or undefined and a complaint.
 *
 * @param severity `warning` for words that other tools have, too: nothing is run otherwise than it says.
 */
export function callableOf(
  parsed: Parsed,
  tag: Tag,
  owner: Owner | undefined,
  severity: "error" | "warning",
  complaints: Complaint[],
): Callable | undefined {
  if (owner?.isTopLevel && owner.name && owner.fn?.body)
    return { fn: owner.fn, name: owner.name, ...(owner.type ? { type: owner.type } : {}) };
  const what = owner?.isTopLevel && owner.fn ? "a function without a body" : (owner?.what ?? "nothing");
  const where = "it belongs directly before a named function at the top level of the module";
  if (!parsed.isBroken) complaints.push(badTag(tag, severity, `\`@${tag.name}\` stands on ${what}, so it has no effect: ${where}`));
  return undefined;
}
