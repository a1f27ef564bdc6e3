import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Step } from "./steps.ts";
import type { PendingCall } from "./types.ts";

/** A text that the code works out of a uid, such as a part of its hash. */
export interface MadeOf {
  readonly text: string;
  readonly uid: string;
}

const uidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/;

/** Of the form that `withOtherUids` changes. */
export const isUid = (text: string): boolean => uidPattern.exec(text)?.[0] === text;

/** The same steps in a cluster that has given all its objects other uids. */
export const withOtherUids = (step: Step): Step => replaced(step) as Step;

function replaced(json: Json): Json {
  if (typeof json === "string") return json.replace(new RegExp(uidPattern, "g"), otherUid);
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map(replaced);
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, replaced(value)]));
}

/** Each digit is another one, but those that say what kind of uid it is. */
const otherUid = (uid: string): string =>
  uid.replace(/[0-9a-f]/g, (digit, at: number) => (at === 14 || at === 19 ? digit : otherDigit(digit)));

const otherDigit = (digit: string): string => ((Number.parseInt(digit, 16) + 5) % 16).toString(16);

/** The first uid that steps speak of: of the resource, as a rule. */
export function firstUid(steps: readonly Step[]): string | undefined {
  for (const step of steps) {
    const found = uidPattern.exec(JSON.stringify(step))?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is another text in `other`, a call of the same code after the same steps with other uids. Nothing, where the calls are not alike. */
export function textsMadeOf(uid: string, call: PendingCall, other: PendingCall): readonly MadeOf[] {
  const texts = new Set<string>();
  if (!isAlike(call.target as unknown as Json, other.target as unknown as Json, texts)) return [];
  return [...texts].map((text) => ({ text, uid }));
}

function isAlike(a: Json | undefined, b: Json | undefined, texts: Set<string>): boolean {
  if (a === b) return true;
  if (typeof a === "string" && typeof b === "string") {
    for (const part of differingWords(a, b)) texts.add(part);
    return true;
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [ours, theirs] = [Object.entries(a), Object.entries(b)];
  return (
    ours.length === theirs.length &&
    ours.every(
      ([key, value], at) => isAlike(key, theirs[at]?.[0], texts) && isAlike(value, (b as JsonObject)[theirs[at]?.[0] ?? ""], texts),
    )
  );
}

/** Between hyphens, dots and the like; a uid stands for itself, and so does a part of it. */
function differingWords(a: string, b: string): readonly string[] {
  const [ours, theirs] = [wordsOf(a), wordsOf(b)];
  if (ours.length !== theirs.length) return [];
  return ours.filter((word, at) => word !== theirs[at] && word.length >= leastLength && !isPartOfUid(word, theirs[at] ?? ""));
}

/** A word whose digits are changed one by one, as those of uids are. */
function isPartOfUid(word: string, other: string): boolean {
  if (!/^[0-9a-f]+$/.test(word)) return false;
  const kept = word.split("").filter((digit, at) => otherDigit(digit) !== other[at]);
  return kept.length <= 2;
}

const wordsOf = (text: string): readonly string[] => text.split(/[^A-Za-z0-9_+=]+/);

/** Shorter texts are no names, and may well be something else. */
const leastLength = 4;
