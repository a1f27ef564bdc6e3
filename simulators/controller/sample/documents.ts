import { type Document, isMap, isPair, isSeq, LineCounter, type Node, parseAllDocuments, type Tags } from "yaml";
import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Problem } from "../../../protocol/problem.ts";
import type { Range } from "../../../protocol/source.ts";
import { lineStarts, rangeBetween } from "../../core/lines.ts";

/** One object of a file of Kubernetes objects, with the places of its parts. */
export interface SampleDocument {
  readonly path: string;
  readonly value: JsonObject;
  /** Where a part stands, `["spec", "replicas"]`; of a part that is missing, the innermost one around it that is there. */
  readonly rangeAt: (part: readonly (string | number)[]) => Range;
}

export interface SampleFile {
  readonly documents: readonly SampleDocument[];
  readonly problems: readonly Problem[];
}

/** A file of several YAML documents, or of JSON (which is YAML), or a `List` of objects. */
export function readDocuments({ path, text }: { readonly path: string; readonly text: string }): SampleFile {
  const lines = lineStarts(text);
  const problems: Problem[] = [];
  const complain = (message: string, range: Range): void => {
    problems.push({ code: "FL0002", severity: "error", message, path, range, property: "FL0002", related: [] });
  };
  const documents = parse(text, lines, complain).flatMap(({ document, value }): readonly SampleDocument[] => {
    const one = placesOf(lines, document);
    if (!isObject(value)) {
      complain("A document of this file is one Kubernetes object, with `apiVersion`, `kind` and `metadata`", one([]));
      return [];
    }
    return itemsOf(value).map(({ item, at }) => ({ path, value: item, rangeAt: (part) => one([...at, ...part]) }));
  });
  return { documents: documents.filter((document) => isComplete(document, complain)), problems };
}

interface Parsed {
  readonly document: Document.Parsed;
  readonly value: Json;
}

function parse(text: string, lines: Int32Array, complain: (message: string, range: Range) => void): readonly Parsed[] {
  try {
    const parsed = parseAllDocuments(text, {
      version: "1.1",
      customTags: kubernetesTags,
      uniqueKeys: true,
      lineCounter: new LineCounter(),
    });
    const documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : [];
    for (const { errors } of documents)
      for (const { message, pos } of errors)
        complain(
          message
            .split("\n")[0]
            ?.replace(/ at line \d+.*$/, "")
            .replace(/:$/, "") ?? "not YAML",
          rangeBetween(lines, pos[0], Math.max(pos[1], pos[0] + 1)),
        );
    if (documents.some(({ errors }) => errors.length > 0)) return [];
    return documents.flatMap((document) => {
      const value = document.toJS() as Json | undefined;
      return value === null || value === undefined ? [] : [{ document, value: asJson(value) }];
    });
  } catch (error) {
    // Nested thousands of levels deep, or aliases that multiply.
    complain(error instanceof Error ? `This cannot be read: ${error.message}` : "This cannot be read", rangeBetween(lines, 0, 1));
    return [];
  }
}

/** As the command line of Kubernetes reads YAML: `yes` and `0644` as in YAML 1.1, but times are texts. */
const kubernetesTags = (tags: Tags): Tags =>
  tags
    .filter((tag) => typeof tag === "string" || !/timestamp|binary|omap|pairs|set$/.test(tag.tag))
    .filter((tag) => typeof tag === "string" || tag.format !== "TIME");

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** Keys are texts, numbers are finite, and nothing is shared. */
const asJson = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

function itemsOf(value: JsonObject): readonly { readonly item: JsonObject; readonly at: readonly (string | number)[] }[] {
  const { kind, items } = value;
  if (typeof kind !== "string" || !kind.endsWith("List") || !Array.isArray(items)) return [{ item: value, at: [] }];
  return (items as readonly Json[]).flatMap((item, index) => (isObject(item) ? [{ item, at: ["items", index] }] : []));
}

function placesOf(lines: Int32Array, document: Document.Parsed): SampleDocument["rangeAt"] {
  return (part) => {
    let node: Node | null = document.contents;
    let [start, end] = node?.range ?? [0, 1];
    for (const [index, step] of part.entries()) {
      if (isSeq(node)) {
        const item: unknown = typeof step === "number" ? node.items[step] : undefined;
        if (!item) break;
        node = item as Node;
        [start, end] = node.range ?? [start, end];
      } else if (isMap(node)) {
        const pair = node.items.find((candidate) => isPair(candidate) && String(candidate.key) === String(step));
        if (!pair) break;
        const key = pair.key as Node;
        node = pair.value as Node | null;
        const isLast = index === part.length - 1;
        [start, end] = (isLast && !isMap(node) && !isSeq(node) ? node?.range : key.range) ?? key.range ?? [start, end];
      } else break;
    }
    // Of a whole mapping its first line says where it is.
    return rangeBetween(lines, start, part.length === 0 ? Math.min(end, start + 1) : end);
  };
}

function isComplete({ value, rangeAt }: SampleDocument, complain: (message: string, range: Range) => void): boolean {
  const { apiVersion, kind, metadata } = value;
  const missing = typeof apiVersion !== "string" ? "apiVersion" : typeof kind !== "string" ? "kind" : undefined;
  if (missing) {
    complain(`This object has no \`${missing}\``, rangeAt(missing in value ? [missing] : []));
    return false;
  }
  if (!isObject(metadata) || (typeof metadata["name"] !== "string" && typeof metadata["generateName"] !== "string")) {
    complain(`This ${typeof kind === "string" ? kind : "object"} has no \`metadata.name\``, rangeAt(["metadata"]));
    return false;
  }
  return true;
}
