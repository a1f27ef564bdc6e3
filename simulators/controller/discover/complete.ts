import type { Position } from "../../../protocol/source.ts";
import { lineStarts, offsetAt, rangeBetween } from "../../core/lines.ts";
import type { Completion, SourceUnit } from "../../core/simulator.ts";
import { docCommentsOf } from "../../core/source/comments.ts";
import { parse } from "../../core/source/parse.ts";
import { builtinResources } from "../cluster/kinds/index.ts";
import { apiVersionOf } from "../cluster/resources.ts";
import { claims } from "./discover.ts";
import { tagInfos } from "./vocabulary.ts";

/** Tags, and behind them kinds with their versions and the words that a tag takes, inside doc comments. */
export function complete(unit: SourceUnit, position: Position): readonly Completion[] {
  const { text } = unit;
  if (!claims(unit.path)) return [];
  const lines = lineStarts(text);
  const offset = offsetAt(lines, text, position);
  const opened = text.lastIndexOf("/**", offset - 1);
  if (opened === -1 || offset < opened + 3 || text.slice(opened, offset).includes("*/")) return [];
  const line = /[^\n\r]*$/.exec(text.slice(opened + 3, offset))?.[0].replace(/^\s*\**\s*/, "") ?? "";
  const [, tag, rest = ""] = /^@([A-Za-z]*)(?:\s+(.*))?$/s.exec(line) ?? [];
  if (tag === undefined || !isInDocComment(unit, offset)) return [];
  const isTag = !/\s/.test(line);
  const typed = isTag ? line : typedOf(tag, rest);
  const offers = isTag ? tagOffers(text.slice(opened, offset - line.length)) : wordOffers(tag, rest);
  return offers.map((offer) => ({ ...offer, range: rangeBetween(lines, offset - typed.length, offset) }));
}

type Offer = Omit<Completion, "range">;

/** It may not be closed yet. */
function isInDocComment(unit: SourceUnit, offset: number): boolean {
  const parsed = parse(unit);
  return parsed !== undefined && docCommentsOf(parsed).some(({ start, end }) => start < offset && offset <= end);
}

/** A tag is given once, but these. */
const repeatable: ReadonlySet<string> = new Set(["edit", "owns", "retains", "manages", "env"]);

/** Without `@reconcile` the others say nothing: it is offered alone. */
function tagOffers(before: string): readonly Offer[] {
  const taken = new Set([...before.matchAll(/@([A-Za-z]+)\s/g)].flatMap(([, name]) => name ?? []));
  return tagInfos
    .filter(({ name }) => (taken.has("reconcile") ? !taken.has(name) || repeatable.has(name) : name === "reconcile"))
    .map(({ name, title, about, snippet }) => ({
      label: `@${name}`,
      kind: "property" as const,
      detail: title,
      documentation: about,
      insert: `@${name} ${snippet}`,
      isSnippet: true,
    }));
}

/** What is replaced: a kind with its version counts as one. */
const typedOf = (tag: string, rest: string): string =>
  takesKinds.has(tag) ? rest.replace(/^.*,\s*/s, "") : (/\S*$/.exec(rest)?.[0] ?? "");

const takesKinds: ReadonlySet<string> = new Set(["owns", "manages", "retains"]);

function wordOffers(tag: string, rest: string): readonly Offer[] {
  if (takesKinds.has(tag)) return kindOffers(tag, rest);
  const words: Readonly<Record<string, readonly string[]>> = { replicas: ["1", "2"], requeue: ["yes", "no"] };
  const about = tagInfos.find(({ name }) => name === tag)?.about ?? "";
  return rest.includes(" ") ? [] : (words[tag] ?? []).map((word) => ({ label: word, kind: "value", documentation: about, insert: word }));
}

/** `apps/v1 StatefulSet`; kinds that may go without their version are offered so. */
function kindOffers(tag: string, rest: string): readonly Offer[] {
  const taken = new Set(rest.split(",").map((one) => one.trim()));
  return builtinResources.flatMap((resource): readonly Offer[] => {
    const version = apiVersionOf(resource);
    const insert = tag === "owns" ? `${version} ${resource.kind}` : resource.kind;
    return taken.has(insert) ? [] : [{ label: insert, kind: "reference", detail: version, insert }];
  });
}
