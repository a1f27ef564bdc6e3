import { badTag, type Complaint } from "./complaint.ts";
import type { Tag } from "./tags.ts";
import { quote } from "./words.ts";

/** `@env NAME=value`, any number of them. */
export function readEnvironment(tags: readonly Tag[], complaints: Complaint[]): readonly (readonly [string, string])[] {
  const pairs = new Map<string, string>();
  for (const tag of tags.filter(({ name }) => name === "env")) {
    if (tag.words.length === 0) complaints.push(badTag(tag, "error", "`@env` names no variable: write `@env NAME=value`"));
    for (const word of tag.words) {
      const match = /^([A-Za-z_]\w*)=(.*)$/.exec(word.text);
      const [, name = "", value = ""] = match ?? [];
      if (!match) complaints.push(badTag(word, "error", `${quote(word.text)} is not \`NAME=value\``));
      else if (pairs.has(name) && pairs.get(name) !== value)
        complaints.push(badTag(word, "error", `${quote(name)} is set twice, to different values`));
      else pairs.set(name, value);
    }
  }
  return [...pairs];
}
