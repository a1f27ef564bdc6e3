import { rangeBetween } from "../../core/lines.ts";
import { badTag, changeTo, type Complaint } from "../../core/source/complaint.ts";
import type { Parsed, Stretch } from "../../core/source/parse.ts";
import type { Tag } from "../../core/source/tags.ts";
import { quote } from "../../core/source/words.ts";
import type { AssetPlace, Edit, KindName, TaggedPayload } from "../payload.ts";
import { readEdits } from "./edits.ts";
import { entryPointOf } from "./entry-point.ts";
import type { EntryPoint } from "./entry-parts.ts";
import { handledPaths } from "./handled.ts";
import { readKind, readKindNames, readKinds } from "./kinds.ts";
import type { FunctionNode } from "../../core/source/owners.ts";
import { lookAt } from "../static/look.ts";
import type { Found } from "./found.ts";
import { syntaxError } from "./syntax-error.ts";

/** A reconcile function with the tags of its comment; what is wrong with them is complained about. */
export function readTagged(parsed: Parsed, tags: readonly Tag[], comment: Stretch, complaints: Complaint[]): Found | undefined {
  const main = tags.find(({ name }) => name === "reconcile");
  if (!main) return undefined;
  const point = entryPointOf(parsed, comment);
  if ("what" in point) return withoutEntry(parsed, main, point.what, complaints);
  const { name, at, fn, entry, member, title } = point;
  complainAboutParameters(main, point, complaints);
  const resource = readKind(parsed, main.words, main, "reconcile", complaints);
  return {
    name,
    range: rangeBetween(parsed.lines, at.start, at.end),
    start: at.start,
    ...(fn ? { fn } : {}),
    ...(resource
      ? {
          payload: {
            ...payloadOf(parsed, tags, resource, complaints),
            entry,
            title,
            ...(member === undefined ? {} : { member }),
            ...(fn ? { takesEvent: 1 < fn.parameters.length, ...handled(parsed, fn) } : {}),
          },
        }
      : {}),
  };
}

function handled(parsed: Parsed, fn: FunctionNode): Pick<TaggedPayload, "handled"> {
  const paths = /\b(?:makeInformer|ListWatch|Informer)\b/.test(parsed.text) ? handledPaths(lookAt(parsed), fn) : [];
  return paths.length > 0 ? { handled: paths } : {};
}

/** There is nothing to run, and whoever asks for a check is told. While it is typed it may still become something: then the syntax is to blame. */
function withoutEntry(parsed: Parsed, main: Tag, what: string, complaints: Complaint[]): Found {
  const message = `\`@reconcile\` stands on ${what}, so it has no effect: it belongs directly before a function at the top level of the module, or before a method or value that is one when the module has been loaded`;
  complaints.push(syntaxError(parsed) ?? badTag(main, "error", message));
  return { name: "reconcile", range: rangeBetween(parsed.lines, main.start, main.end), start: main.start };
}

function complainAboutParameters(main: Tag, { fn }: EntryPoint, complaints: Complaint[]): void {
  if (fn?.asteriskToken) complaints.push(badTag(main, "error", "a generator cannot be a reconcile function"));
  if (fn && fn.parameters.length > 2)
    complaints.push(
      badTag(main, "error", "a reconcile function gets the custom resource and, if it wants, the type of event: nothing else"),
    );
}

function payloadOf(
  parsed: Parsed,
  tags: readonly Tag[],
  resource: KindName,
  complaints: Complaint[],
): Omit<TaggedPayload, "entry" | "title" | "member" | "takesEvent" | "handled"> {
  const named = (name: string): readonly Tag[] => tags.filter((tag) => tag.name === name);
  const sample = readAsset(parsed, named("sample"), complaints);
  const crd = readAsset(parsed, named("crd"), complaints);
  const [main] = named("reconcile");
  if (!sample && !crd && main && named("sample").length + named("crd").length === 0)
    complaints.push(
      badTag(
        main,
        "error",
        "there is nothing to reconcile: name a file with `@sample ./sample.yaml`, or a definition with defaults by `@crd`",
      ),
    );
  return {
    style: "tagged",
    resource,
    owns: named("owns").flatMap((tag) => readKinds(parsed, tag, complaints)),
    retains: named("retains").flatMap((tag) => readKindNames(parsed, tag, complaints)),
    manages: named("manages").flatMap((tag) => readKindNames(parsed, tag, complaints)),
    edits: named("edit").flatMap((tag): readonly Edit[] => readEdits(parsed, tag, complaints)),
    replicas: readWord(parsed, named("replicas"), ["1", "2"], complaints) === "2" ? 2 : 1,
    requeue: readWord(parsed, named("requeue"), ["yes", "no"], complaints) !== "no",
    ...(sample ? { sample } : {}),
    ...(crd ? { crd } : {}),
  };
}

function readAsset(parsed: Parsed, tags: readonly Tag[], complaints: Complaint[]): AssetPlace | undefined {
  const [tag, twice] = tags;
  if (!tag) return undefined;
  if (twice) complaints.push(badTag(twice, "error", `\`@${tag.name}\` is given twice: one of them has no effect`));
  const [file, stray] = tag.words;
  if (!file) complaints.push(badTag(tag, "error", `\`@${tag.name}\` names no file: write \`@${tag.name} ./${tag.name}.yaml\``));
  else if (!/\.(?:ya?ml|json)$/i.test(file.text))
    complaints.push(badTag(file, "error", `${quote(file.text)} is neither a YAML nor a JSON file`));
  else {
    if (stray)
      complaints.push(
        badTag(stray, "error", `${quote(stray.text)} has no effect: \`@${tag.name}\` names one file, which may hold several documents`),
      );
    return { name: file.text, range: rangeBetween(parsed.lines, file.start, file.end) };
  }
  return undefined;
}

/** The one word of a tag that may be there once. */
function readWord(parsed: Parsed, tags: readonly Tag[], values: readonly string[], complaints: Complaint[]): string | undefined {
  const [tag, twice] = tags;
  if (!tag) return undefined;
  if (twice) complaints.push(badTag(twice, "error", `\`@${tag.name}\` is given twice: one of them has no effect`));
  const [word, stray] = tag.words;
  const wrong = !word || !values.includes(word.text) ? (word ?? tag) : stray;
  if (!wrong) return word?.text;
  const fixes = word && wrong === word ? values.map((value) => ({ ...changeTo(parsed, word, value), preferred: false })) : [];
  complaints.push(badTag(wrong, "error", `\`@${tag.name}\` is ${values.map((value) => `\`${value}\``).join(" or ")}`, fixes));
  return undefined;
}
