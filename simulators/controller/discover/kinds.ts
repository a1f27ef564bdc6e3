import { nearest } from "../../core/nearest.ts";
import { badTag, changeTo, type Complaint } from "../../core/source/complaint.ts";
import type { Parsed, Stretch } from "../../core/source/parse.ts";
import type { Tag, Word } from "../../core/source/tags.ts";
import { quote } from "../../core/source/words.ts";
import { builtinResources } from "../cluster/kinds/index.ts";
import { apiVersionOf } from "../cluster/resources.ts";
import type { KindName } from "../payload.ts";

/** `apps/v1`, `v1`, `cache.example.com/v1alpha1`. */
const apiVersionPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?v\d+(?:(?:alpha|beta)\d+)?$/;
const kindPattern = /^[A-Z][A-Za-z0-9]*$/;

/** The `apiVersion Kind` of a tag; what does not read so is complained about. */
export function readKind(parsed: Parsed, words: readonly Word[], at: Stretch, tag: string, complaints: Complaint[]): KindName | undefined {
  const [version, kind, stray] = words;
  const example = `write \`@${tag} ${tag === "reconcile" ? "cache.example.com/v1 Memcached" : "apps/v1 StatefulSet"}\``;
  if (!version || !kind) {
    const what = version && kindPattern.test(version.text) ? `${quote(version.text)} has no apiVersion` : `\`@${tag}\` names no kind`;
    complaints.push(badTag(version ?? at, "error", `${what}: ${example}`));
    return undefined;
  }
  if (!apiVersionPattern.test(version.text)) {
    complaints.push(badTag(version, "error", `${quote(version.text)} is no apiVersion: ${example}`));
    return undefined;
  }
  if (!kindPattern.test(kind.text)) {
    complaints.push(badTag(kind, "error", `${quote(kind.text)} is no kind: ${example}`));
    return undefined;
  }
  if (isMisspelt(parsed, version.text, kind, complaints)) return undefined;
  if (stray) complaints.push(badTag(stray, "error", `${quote(stray.text)} is one word too many: kinds are separated by commas`));
  return { apiVersion: version.text, kind: kind.text };
}

/** What Kubernetes itself serves has no kinds but its own; all other groups may hold anything. */
function isMisspelt(parsed: Parsed, apiVersion: string, kind: Word, complaints: Complaint[]): boolean {
  const served = builtinResources.flatMap((resource) => (apiVersionOf(resource) === apiVersion ? resource.kind : []));
  if (served.length === 0 || served.includes(kind.text)) return false;
  const meant = nearest(kind.text, served);
  if (meant === undefined && apiVersion.includes("/")) return false;
  const advice = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
  const fixes = meant === undefined ? [] : [changeTo(parsed, kind, meant)];
  complaints.push(badTag(kind, "error", `${apiVersion} has no kind ${quote(kind.text)}${advice}`, fixes));
  return true;
}

/** `apps/v1 StatefulSet, v1 Service`. */
export function readKinds(parsed: Parsed, tag: Tag, complaints: Complaint[]): readonly KindName[] {
  if (tag.words.length === 0)
    complaints.push(badTag(tag, "error", `\`@${tag.name}\` names no kind: write \`@${tag.name} apps/v1 StatefulSet\``));
  return itemsOf(tag.words).flatMap((words) => readKind(parsed, words, tag, tag.name, complaints) ?? []);
}

/** Kinds whose apiVersion may be left out: `PersistentVolumeClaim, v1 Secret`. */
export function readKindNames(parsed: Parsed, tag: Tag, complaints: Complaint[]): readonly string[] {
  if (tag.words.length === 0)
    complaints.push(badTag(tag, "error", `\`@${tag.name}\` names no kind: write \`@${tag.name} PersistentVolumeClaim\``));
  return itemsOf(tag.words).flatMap((words) => {
    const [only] = words;
    if (words.length === 1 && only && kindPattern.test(only.text)) return [only.text];
    const kind = readKind(parsed, words, tag, tag.name, complaints);
    return kind ? [`${kind.apiVersion} ${kind.kind}`] : [];
  });
}

/** Words between commas, without the commas. */
function itemsOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const items: Word[][] = [[]];
  for (const word of words) {
    let start = word.start;
    const parts = word.text.split(",");
    for (const [index, text] of parts.entries()) {
      if (text !== "") items.at(-1)?.push({ text, start, end: start + text.length });
      start += text.length + 1;
      if (index < parts.length - 1) items.push([]);
    }
  }
  return items.filter((item) => item.length > 0);
}
