import { badTag, type Complaint } from "../../core/source/complaint.ts";
import type { Stretch } from "../../core/source/parse.ts";
import type { Tag, Word } from "../../core/source/tags.ts";
import { quote } from "../../core/source/words.ts";
import type { KindName } from "../payload.ts";

/** `apps/v1`, `v1`, `cache.example.com/v1alpha1`. */
const apiVersionPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?v\d+(?:(?:alpha|beta)\d+)?$/;
const kindPattern = /^[A-Z][A-Za-z0-9]*$/;

/** The `apiVersion Kind` of a tag; what does not read so is complained about. */
export function readKind(words: readonly Word[], at: Stretch, tag: string, complaints: Complaint[]): KindName | undefined {
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
  if (stray) complaints.push(badTag(stray, "error", `${quote(stray.text)} is one word too many: kinds are separated by commas`));
  return { apiVersion: version.text, kind: kind.text };
}

/** `apps/v1 StatefulSet, v1 Service`. */
export function readKinds(tag: Tag, complaints: Complaint[]): readonly KindName[] {
  if (tag.words.length === 0)
    complaints.push(badTag(tag, "error", `\`@${tag.name}\` names no kind: write \`@${tag.name} apps/v1 StatefulSet\``));
  return itemsOf(tag.words).flatMap((words) => readKind(words, tag, tag.name, complaints) ?? []);
}

/** Kinds whose apiVersion may be left out: `PersistentVolumeClaim, v1 Secret`. */
export function readKindNames(tag: Tag, complaints: Complaint[]): readonly string[] {
  if (tag.words.length === 0)
    complaints.push(badTag(tag, "error", `\`@${tag.name}\` names no kind: write \`@${tag.name} PersistentVolumeClaim\``));
  return itemsOf(tag.words).flatMap((words) => {
    const [only] = words;
    if (words.length === 1 && only && kindPattern.test(only.text)) return [only.text];
    const kind = readKind(words, tag, tag.name, complaints);
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
