import { isOneSlip } from "../../core/source/slip.ts";
import { isForeignTag } from "../../core/source/foreign-tags.ts";

export const moduleName = "faultline/critical-section";

/** Tags that nobody but this simulator has. */
export const telling: readonly string[] = ["thread", "criticalSection", "interruptHandler"];

const tellingTag = /@(?:thread|criticalSection|interruptHandler)\b/;

/**
 * May a text have something of ours, or something that was meant to be? Cheap: decides whether the compiler is loaded.
 * Without threads and sections the other tags mean nothing.
 */
export function mentionsSections(text: string): boolean {
  if (text.includes(moduleName) || tellingTag.test(text)) return true;
  return text.includes("@") && [...text.matchAll(lineTag)].some((match) => nearTag(match[1] ?? "") !== undefined);
}

const lineTag = /^[ \t]*(?:\/\*\*+|\*+)[ \t]*@([A-Za-z][\w-]*)/gm;

/** The tag of ours that is one slip away from this name: another case, or one letter. */
export function nearTag(name: string): string | undefined {
  const known = near.get(name);
  if (known !== undefined || near.has(name)) return known;
  const found = findNear(name);
  if (near.size < mostNames) near.set(name, found);
  return found;
}

/** Names that files have are few, and asked for on every edit. */
const near = new Map<string, string | undefined>();
const mostNames = 10_000;

function findNear(name: string): string | undefined {
  if (telling.includes(name) || isForeignTag(name)) return undefined;
  return telling.find((tag) => isOneSlip(name.toLowerCase(), tag.toLowerCase()));
}
