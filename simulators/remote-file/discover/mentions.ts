import { isForeignTag } from "../../core/source/foreign-tags.ts";
import { isOneSlip } from "../../core/source/slip.ts";

/** Modules of TypeScript and JavaScript; not declaration files. */
export const claimsModule = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);

/** May a text hold processes, or what was meant to be some? Cheap: decides whether the compiler is loaded. */
export const mentionsProcesses = (text: string): boolean => text.includes("@process") || mentionsMisspelt(text);

/** May a text open files? */
export const mentionsFiles = (text: string): boolean => fileModule.test(text);

const fileModule = /["'](?:node:)?fs(?:\/promises)?["']/;

function mentionsMisspelt(text: string): boolean {
  // Only beside a call of `node:fs`: otherwise the word may be anybody's.
  return text.includes("@") && mentionsFiles(text) && [...text.matchAll(lineTag)].some((match) => isMisspelt(match[1] ?? ""));
}

const lineTag = /^[ \t]*(?:\/\*\*+|\*+)[ \t]*@([A-Za-z][\w-]*)/gm;

/** One slip away from `@process`: another case, or one letter. */
export const isMisspelt = (name: string): boolean =>
  name !== "process" && !isKnownElsewhere(name) && isOneSlip(name.toLowerCase(), "process");

const isKnownElsewhere = (name: string): boolean => name.toLowerCase() !== "process" && isForeignTag(name);
