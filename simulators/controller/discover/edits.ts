import type { Json } from "../../../protocol/json.ts";
import { rangeBetween } from "../../core/lines.ts";
import { badTag, type Complaint } from "../../core/source/complaint.ts";
import type { Parsed } from "../../core/source/parse.ts";
import type { Tag, Word } from "../../core/source/tags.ts";
import { quote } from "../../core/source/words.ts";
import type { Edit } from "../payload.ts";

/** `@edit spec.replicas=3 then spec.replicas=1`: one change of the resource after the other. */
export function readEdits(parsed: Parsed, tag: Tag, complaints: Complaint[]): readonly Edit[] {
  const example = "write `@edit spec.replicas=3 then spec.replicas=1`";
  if (tag.words.length === 0) complaints.push(badTag(tag, "error", `\`@edit\` changes nothing: ${example}`));
  const words = wholeValues(parsed, tag.words);
  return words.flatMap((word, index) => {
    if (index % 2 === 0) return readEdit(parsed, word, complaints) ?? [];
    if (word.text !== "then") {
      const advice = "a value is JSON, and `then` stands between two changes";
      complaints.push(badTag(word, "error", `${quote(word.text)} is not understood: ${advice}`));
    } else if (index === words.length - 1) complaints.push(badTag(word, "error", `nothing follows \`then\`: ${example}`));
    return [];
  });
}

/** Words of one JSON value that has spaces, `spec.cron="0 * * * *"`, as one. */
function wholeValues(parsed: Parsed, words: readonly Word[]): readonly Word[] {
  const [word, ...rest] = words;
  if (!word) return [];
  const value = /^[^=]+=(?=["[{])/.exec(word.text)?.[0].length ?? word.text.length;
  const upTo = (end: number): string => parsed.text.slice(word.start + value, end);
  const last = rest.findIndex(({ end }) => readValue(upTo(end)) !== undefined);
  if (value === word.text.length || readValue(upTo(word.end)) || last === -1) return [word, ...wholeValues(parsed, rest)];
  const { end = word.end } = rest[last] ?? {};
  return [{ text: parsed.text.slice(word.start, end), start: word.start, end }, ...wholeValues(parsed, rest.slice(last + 1))];
}

function readEdit(parsed: Parsed, word: Word, complaints: Complaint[]): Edit | undefined {
  const match = /^([^=]+)=(.+)$/s.exec(word.text);
  const path = match && readPath(match[1] ?? "");
  if (!match || !path) {
    complaints.push(badTag(word, "error", `${quote(word.text)} is not \`path=value\`, such as \`spec.nodes[1].count=3\``));
    return undefined;
  }
  const [, written = "", text = ""] = match;
  const value = readValue(text);
  if (value === undefined) {
    const at = { start: word.start + written.length + 1, end: word.end };
    const advice = /^["[{]/.test(text) ? "" : `: a text stands in double quotes, ${quote(`${written}="${text}"`)}`;
    complaints.push(badTag(at, "error", `${quote(text)} is no JSON value${advice}`));
    return undefined;
  }
  return { path, value: value.json, range: rangeBetween(parsed.lines, word.start, word.end), text: word.text };
}

/** `spec.nodes[1].labels["a/b"]` in its parts. */
function readPath(text: string): readonly (string | number)[] | undefined {
  const parts: (string | number)[] = [];
  const part = /(?:^|\.)([A-Za-z_$][\w$-]*)|\[(\d+)\]|\["([^"\\]+)"\]/y;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (!match) return undefined;
    parts.push(match[1] ?? match[3] ?? Number(match[2]));
  }
  return typeof parts[0] === "string" ? parts : undefined;
}

function readValue(text: string): { readonly json: Json } | undefined {
  try {
    return { json: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}
