import type { Position } from "../../../protocol/source.ts";
import type { Completion, SourceUnit } from "../../core/simulator.ts";
import { docCursorAt, tagsOn } from "../../core/source/doc-cursor.ts";
import { claims } from "./discover.ts";
import { type OptionInfo, type TagInfo, tagInfo, tagInfos } from "./vocabulary.ts";

/** Tags, their options and the options' values, inside doc comments. */
export function complete(unit: SourceUnit, position: Position): readonly Completion[] {
  const cursor = claims(unit.path) ? docCursorAt(unit, position, (name) => tagInfo(name) !== undefined) : undefined;
  if (!cursor) return [];
  const { line, typed } = cursor;
  const tag = tagInfo(cursor.tag);
  const offers = typed.startsWith("@") ? tagOffers(line) : tag ? optionOffers(tag, typed, line, unit) : [];
  return offers.map(({ skip = 0, ...offer }) => ({ ...offer, range: cursor.rangeBehind(skip) }));
}

type Offer = Omit<Completion, "range"> & {
  /** Characters of the word that stay. */
  readonly skip?: number;
};

function tagOffers(line: string): readonly Offer[] {
  const taken = tagsOn(line);
  return tagInfos
    .filter(({ name }) => !taken.includes(name))
    .map(({ name, title, about }) => ({
      label: `@${name}`,
      kind: "property" as const,
      detail: title,
      documentation: about,
      insert: `@${name}`,
    }));
}

function optionOffers(tag: TagInfo, typed: string, line: string, unit: SourceUnit): readonly Offer[] {
  const equals = typed.indexOf("=");
  if (equals !== -1) {
    const option = tag.options.find(({ name }) => name === typed.slice(0, equals));
    return option ? valueOffers(option, typed.slice(equals + 1), equals + 1, unit) : [];
  }
  const taken = line.split(/\s+/).map((word) => word.split("=")[0]);
  return tag.options.filter(({ name }) => !taken.includes(name) || name === typed).flatMap(optionOffer);
}

function optionOffer({ name, snippet, about, values }: OptionInfo): readonly Offer[] {
  if (name === "xN")
    return (values ?? []).map((value) => ({ label: value, kind: "value", detail: "threads", documentation: about, insert: value }));
  return [{ label: name, kind: "property", documentation: about, insert: snippet, isSnippet: snippet.includes("$") }];
}

/** @param before Characters of the word up to the value. */
function valueOffers(option: OptionInfo, value: string, before: number, { text }: SourceUnit): readonly Offer[] {
  const values = option.name === "cpu" ? cpuNumbers(text) : (option.values ?? []);
  const comma = option.isList ? value.lastIndexOf(",") + 1 : 0;
  const taken = option.isList ? value.slice(0, comma).split(",") : [];
  return values
    .filter((candidate) => !taken.includes(candidate))
    .map((candidate) => ({ label: candidate, kind: "value", documentation: option.about, insert: candidate, skip: before + comma }));
}

/** Of the machine that the file describes. */
function cpuNumbers(text: string): readonly string[] {
  const cpus = Math.min(Number(/@machine\b[^\n\r]*\bcpus=(\d{1,2})/.exec(text)?.[1] ?? 1), 16);
  return Array.from({ length: Math.max(cpus, 1) }, (_, cpu) => String(cpu));
}
