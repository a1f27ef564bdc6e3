import { nearest } from "../../core/nearest.ts";
import { badTag, changeTo, type Complaint } from "../../core/source/complaint.ts";
import type { Parsed, Stretch } from "../../core/source/parse.ts";
import type { Tag, Word } from "../../core/source/tags.ts";
import { tagInfo } from "./vocabulary.ts";
import { either, quote } from "../../core/source/words.ts";

/** `key=value`, with the places of both. */
export interface Option {
  readonly key: Word;
  readonly value: Word;
}

/** The options of a tag that it knows, by name, each once; everything else is complained about. */
export function readOptions(parsed: Parsed, tag: Tag, complaints: Complaint[]): ReadonlyMap<string, Option> {
  const known = (tagInfo(tag.name)?.options ?? []).map(({ name }) => name).filter((name) => name !== "xN" && name !== "always");
  const options = new Map<string, Option>();
  for (const word of tag.words) {
    const option = splitOption(word);
    if (!option) continue;
    const { key } = option;
    if (!known.includes(key.text)) complaints.push(unknownOption(parsed, tag, key, known));
    else if (options.has(key.text)) complaints.push(badTag(word, "error", `${quote(key.text)} is given twice: one of them has no effect`));
    else options.set(key.text, option);
  }
  return options;
}

/** Words of a tag that are not `key=value`. */
export const bareWords = (tag: Tag): readonly Word[] => tag.words.filter((word) => !splitOption(word));

export function splitOption(word: Word): Option | undefined {
  const at = word.text.indexOf("=");
  if (at === -1) return undefined;
  const middle = word.start + at;
  return {
    key: { text: word.text.slice(0, at), start: word.start, end: middle },
    value: { text: word.text.slice(at + 1), start: middle + 1, end: word.end },
  };
}

function unknownOption(parsed: Parsed, tag: Tag, key: Word, known: readonly string[]): Complaint {
  const meant = nearest(key.text, known);
  const hint = meant === undefined ? expectation(tag.name) : `; did you mean \`${meant}\`?`;
  return badTag(
    key,
    "error",
    `\`@${tag.name}\` has no option ${quote(key.text)}${hint}`,
    meant === undefined ? [] : [changeTo(parsed, key, meant)],
  );
}

/** A word that is no option at all. */
export function strayWord(parsed: Parsed, tag: Tag, word: Word): Complaint {
  const names = (tagInfo(tag.name)?.options ?? []).map(({ name }) => name);
  const meant = nearest(
    word.text,
    names.filter((name) => name !== "xN"),
  );
  const suggestion = meant === undefined || meant !== "always" ? undefined : meant;
  const hint = suggestion === undefined ? expectation(tag.name) : `; did you mean \`${suggestion}\`?`;
  const prose = names.length === 0 ? " (prose goes behind ` - `, or into a line of its own)" : "";
  return badTag(
    word,
    "error",
    `\`@${tag.name}\` does not take ${quote(word.text)}${hint}${prose}`,
    suggestion === undefined ? [] : [changeTo(parsed, word, suggestion)],
  );
}

function expectation(tag: string): string {
  const names = (tagInfo(tag)?.options ?? []).map(({ name }) => `\`${name}\``);
  return names.length === 0 ? ": it has no options" : `: it takes ${either(names)}`;
}

/** A whole number between two bounds, or undefined and a complaint. */
export function readCount(option: Option | undefined, least: number, most: number, complaints: Complaint[]): number | undefined {
  if (!option) return undefined;
  const { key, value } = option;
  const count = /^\d{1,9}$/.test(value.text) ? Number(value.text) : Number.NaN;
  if (least <= count && count <= most) return count;
  const place: Stretch = value.text === "" ? { start: key.start, end: value.end } : value;
  complaints.push(
    badTag(place, "error", `\`${key.text}\` is a whole number from ${least} to ${most.toLocaleString("en-US")}, not ${quote(value.text)}`),
  );
  return undefined;
}

/** One of these words, or undefined and a complaint. */
export function readChoice<Choice extends string>(
  parsed: Parsed,
  word: Word,
  what: string,
  choices: readonly Choice[],
  complaints: Complaint[],
): Choice | undefined {
  const found = choices.find((choice) => choice === word.text);
  if (found !== undefined) return found;
  const meant = nearest(word.text, choices);
  const place = word.text === "" ? { start: word.start - 1, end: word.end } : word;
  complaints.push(
    badTag(
      place,
      "error",
      `\`${what}\` is ${either(choices.map((choice) => `\`${choice}\``))}, not ${quote(word.text)}`,
      meant === undefined || word.text === "" ? [] : [changeTo(parsed, word, meant)],
    ),
  );
  return undefined;
}
