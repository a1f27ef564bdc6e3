import type { Position } from "../../../protocol/source.ts";
import type { Completion, SourceUnit } from "../../core/simulator.ts";
import { lineStarts, offsetAt, rangeBetween } from "../../core/lines.ts";
import { docCommentsOf } from "../../core/source/comments.ts";
import { parse } from "../../core/source/parse.ts";
import { completeRemoteFiles } from "../config/complete.ts";
import { claimsConfiguration, configurationName } from "../config/index.ts";
import { understood } from "./configuration.ts";
import { claimsModule } from "./mentions.ts";
import { tagInfo, tagInfos } from "./vocabulary.ts";

/** Fields of a configuration; tags of modules, and the nodes of `node=`. */
export function complete(unit: SourceUnit, position: Position): readonly Completion[] {
  if (claimsConfiguration(unit.path)) return completeRemoteFiles(unit, position);
  const { text } = unit;
  if (!claimsModule(unit.path)) return [];
  const lines = lineStarts(text);
  const offset = offsetAt(lines, text, position);
  const opened = text.lastIndexOf("/**", offset - 1);
  if (opened === -1 || offset < opened + 3 || text.slice(opened, offset).includes("*/")) return [];
  const line = /[^\n\r]*$/.exec(text.slice(opened + 3, offset))?.[0].replace(/^\s*\**\s*/, "") ?? "";
  const typed = /\S*$/.exec(line)?.[0] ?? "";
  const tag = [...line.matchAll(/(?:^|\s)@([A-Za-z]+)(?=\s)/g)].at(-1)?.[1] ?? "";
  if (!typed.startsWith("@") && !tagInfo(tag)) return [];
  if (!isInComment(unit, offset)) return [];
  const start = offset - typed.length;
  const place = (skip: number) => rangeBetween(lines, start + skip, offset);
  if (typed.startsWith("@")) return tagOffers(line).map((offer) => ({ ...offer, range: place(0) }));
  if (tag !== "process") return [];
  if (typed.startsWith("node=")) return nodeOffers(unit).map((offer) => ({ ...offer, range: place("node=".length) }));
  return line.includes("node=") ? [] : optionOffers(unit).map((offer) => ({ ...offer, range: place(0) }));
}

type Offer = Omit<Completion, "range">;

/** It may not be closed yet. */
function isInComment(unit: SourceUnit, offset: number): boolean {
  const parsed = parse(unit);
  return parsed !== undefined && docCommentsOf(parsed).some(({ start, end }) => start < offset && offset <= end);
}

function tagOffers(line: string): readonly Offer[] {
  const taken = [...line.matchAll(/@([A-Za-z]+)\s/g)].map((match) => match[1]);
  return tagInfos
    .filter(({ name }) => !taken.includes(name))
    .map(({ name, title, about }) => ({
      label: `@${name}`,
      kind: "property",
      detail: title,
      documentation: about,
      insert: `@${name}`,
    }));
}

/** `node=`, and at once with each of the nodes that there are. */
function optionOffers(unit: SourceUnit): readonly Offer[] {
  const about = tagInfo("process")?.options[0]?.about ?? "";
  const nodes = nodeOffers(unit).map(({ label, ...rest }): Offer => ({ ...rest, label: `node=${label}`, insert: `node=${label}` }));
  return [{ label: "node", kind: "property", documentation: about, insert: "node=$1", isSnippet: true }, ...nodes];
}

function nodeOffers(unit: SourceUnit): readonly Offer[] {
  const file = unit.nearest?.(configurationName);
  const configuration = file && understood(file).configuration;
  return (configuration?.nodes ?? [])
    .filter(({ role }) => role === "app")
    .map(({ name, nic }) => ({ label: name, kind: "reference", detail: `application node, ${nic.name}`, insert: name }));
}
