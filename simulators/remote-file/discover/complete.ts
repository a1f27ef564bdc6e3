import type { Position } from "../../../protocol/source.ts";
import type { Completion, SourceUnit } from "../../core/simulator.ts";
import { docCursorAt, tagsOn } from "../../core/source/doc-cursor.ts";
import { completeRemoteFiles } from "../config/complete.ts";
import { claimsConfiguration, configurationName } from "../config/index.ts";
import { understood } from "./configuration.ts";
import { claimsModule } from "./mentions.ts";
import { tagInfo, tagInfos } from "./vocabulary.ts";

/** Fields of a configuration; tags of modules, and the nodes of `node=`. */
export function complete(unit: SourceUnit, position: Position): readonly Completion[] {
  if (claimsConfiguration(unit.path)) return completeRemoteFiles(unit, position);
  const cursor = claimsModule(unit.path) ? docCursorAt(unit, position, (name) => tagInfo(name) !== undefined) : undefined;
  if (!cursor) return [];
  const { line, typed, tag, rangeBehind } = cursor;
  if (typed.startsWith("@")) return tagOffers(line).map((offer) => ({ ...offer, range: rangeBehind(0) }));
  if (tag !== "process") return [];
  if (typed.startsWith("node=")) return nodeOffers(unit).map((offer) => ({ ...offer, range: rangeBehind("node=".length) }));
  return line.includes("node=") ? [] : optionOffers(unit).map((offer) => ({ ...offer, range: rangeBehind(0) }));
}

type Offer = Omit<Completion, "range">;

function tagOffers(line: string): readonly Offer[] {
  const taken = tagsOn(line);
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
