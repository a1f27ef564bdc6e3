import type { Position } from "../../../protocol/source.ts";
import { lineStarts, offsetAt, rangeBetween } from "../../core/lines.ts";
import type { HoverText, SourceUnit } from "../../core/simulator.ts";
import { docCommentsOf } from "../../core/source/comments.ts";
import { type Parsed, parse, type Stretch } from "../../core/source/parse.ts";
import { type Tag, tagsOf } from "../../core/source/tags.ts";
import { builtinResources } from "../cluster/kinds/index.ts";
import { apiVersionOf } from "../cluster/resources.ts";
import { claims, mentionsControllers } from "./discover.ts";
import { isOurTag, tagInfos, tagLanguage } from "./vocabulary.ts";

/** What a tag means, and what is known of a kind that it names. */
export function hover(unit: SourceUnit, position: Position): HoverText | undefined {
  if (!claims(unit.path) || !mentionsControllers(unit.text)) return undefined;
  const offset = offsetAt(lineStarts(unit.text), unit.text, position);
  const parsed = parse(unit);
  const found = parsed && inComment(parsed, offset);
  return found && { range: rangeBetween(parsed.lines, found.start, found.end), text: found.text };
}

interface Found extends Stretch {
  readonly text: string;
}

const isIn = ({ start, end }: Stretch, offset: number): boolean => start <= offset && offset <= end;

function inComment(parsed: Parsed, offset: number): Found | undefined {
  const comment = docCommentsOf(parsed).find((candidate) => isIn(candidate, offset));
  if (!comment) return undefined;
  const tags = tagsOf(parsed.text, comment, tagLanguage);
  // `@env` alone is a tag of other simulators, too.
  if (!tags.some(({ name }) => name === "reconcile")) return undefined;
  for (const tag of tags) {
    if (!isOurTag(tag.name)) continue;
    const info = tagInfos.find(({ name }) => name === tag.name);
    if (info && isIn(tag, offset)) return { start: tag.start, end: tag.end, text: `**${info.title}**: ${info.about}` };
    const kind = kindAt(tag, offset);
    if (kind) return kind;
  }
  return undefined;
}

const kindTags: ReadonlySet<string> = new Set(["reconcile", "owns", "manages", "retains"]);

function kindAt(tag: Tag, offset: number): Found | undefined {
  if (!kindTags.has(tag.name)) return undefined;
  const index = tag.words.findIndex((candidate) => isIn(candidate, offset));
  const word = tag.words[index];
  const kind = word?.text.replace(/,$/, "");
  if (!word || !kind || !/^[A-Z]/.test(kind)) return undefined;
  const version = tag.words[index - 1]?.text;
  const isVersion = version !== undefined && /^(?:\S+\/)?v\d/.test(version);
  return { start: word.start, end: word.start + kind.length, text: `\`${kind}\`: ${whatIsKnown(kind, isVersion ? version : undefined)}` };
}

/** How an object of the kind is treated in the simulated cluster. */
function whatIsKnown(kind: string, version: string | undefined): string {
  const known = builtinResources.find((one) => one.kind === kind && (version === undefined || apiVersionOf(one) === version));
  if (!known)
    return "a custom resource. With `@crd FILE` its defaults, validation and subresources are simulated; without one every field is kept as it is.";
  const scope = known.isNamespaced ? "namespaced" : "of the whole cluster";
  return `built in, ${apiVersionOf(known)}, ${scope}. The simulated API server fills in its defaults, validates it and counts its generation as the real one does.`;
}
