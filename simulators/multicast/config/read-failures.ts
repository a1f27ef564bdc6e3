import { type Element, failuresOf, parseElement } from "../elements.ts";
import type { ElementKind, FailureEntry, Topology } from "../model.ts";
import { type Context, say } from "./context.ts";
import { Fields } from "../../core/config/fields.ts";
import { type ConfigNode, elementsOf, memberOf } from "../../core/config/node.ts";
import { changeTo } from "../../core/config/problems.ts";
import { bestBranch } from "./schema.ts";
import { quote } from "../../core/config/words.ts";

/** Reads `failures`. An element that the fabric does not have breaks a bound (FL3000). */
export function readFailures(context: Context, root: Fields): readonly FailureEntry[] {
  return root.list("failures").map(({ node, schema }, index): FailureEntry => {
    const branch = node && bestBranch(schema.oneOf ?? [], node);
    const fields = new Fields(node, branch ?? schema);
    const reaction = fields.text("reaction") === "none" ? "none" : "update";
    if (fields.has("every")) return { kind: "every", reaction, kinds: fields.texts("kinds").filter(isElementKind) };
    const texts = elementTexts(memberOf(node, "at"));
    const elements = texts.flatMap(({ text, step }) => readElement(context, text, ["failures", index, "at", ...step]));
    return { kind: "set", reaction, failures: failuresOf(elements), elements: texts.map(({ text }) => text) };
  });
}

const isElementKind = (text: string): text is ElementKind => ["leaf", "spine", "core", "link", "host"].includes(text);

/** `at` is one element or a list of them. */
function elementTexts(at: ConfigNode | undefined): readonly { readonly text: string; readonly step: readonly number[] }[] {
  if (at?.kind === "string") return [{ text: String(at.value), step: [] }];
  return elementsOf(at).flatMap((node, index) => (node.kind === "string" ? [{ text: String(node.value), step: [index] }] : []));
}

function readElement(context: Context, text: string, pointer: readonly (string | number)[]): readonly Element[] {
  const element = parseElement(context.topology, text);
  if (element) return [element];
  const { message, mended } = elementTrouble(context.topology, text);
  const fixes = mended === undefined ? [] : [changeTo(context.document, pointer, mended)];
  say(context, "FL3000", "error", pointer, `The fabric has no ${quote(text)}: ${message}`, { fixes });
  return [];
}

/** Why a text of the right form names nothing. */
export function elementTrouble(topology: Topology, text: string): { readonly message: string; readonly mended?: string } {
  const [kind = "", places = ""] = text.split(":");
  for (const place of places.split("-")) {
    const message = placeTrouble(topology, place);
    if (message !== undefined) return { message };
  }
  const [lower = "", upper = ""] = places.split("-");
  if (kind !== "link" || upper === "") return { message: `${quote(places)} is no ${kind}` };
  const isCore = upper.startsWith("s");
  const own = isCore ? lower.replace(/^p\d+\./, "") : lower.replace(/\.l\d+$/, "");
  const mended = `link:${lower}-${upper.replace(isCore ? /^s\d+/ : /^p\d+/, own)}`;
  const rule = isCore ? "spine s of a pod is linked to the cores of plane s alone" : "a leaf is linked to the spines of its own pod alone";
  return { message: rule, ...(parseElement(topology, mended) ? { mended } : {}) };
}

/** Which number of a place is too large. */
function placeTrouble(topology: Topology, place: string): string | undefined {
  const isCore = place.startsWith("s");
  const counts: Readonly<Record<string, readonly [string, number]>> = {
    p: ["pods", topology.pods],
    l: ["the leaves of a pod", topology.leavesPerPod],
    h: ["the hosts of a leaf", topology.hostsPerLeaf],
    s: [isCore ? "planes" : "the spines of a pod", topology.spinesPerPod],
    c: ["the cores of a plane", topology.coresPerSpine],
  };
  for (const part of place.split(".")) {
    const [noun, count] = counts[part.charAt(0)] ?? ["", 0];
    if (count <= Number(part.slice(1))) return `${noun} are numbered 0 to ${count - 1}`;
  }
  return undefined;
}
