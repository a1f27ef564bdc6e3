import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { StoredObject } from "../cluster/types.ts";
import type { ObjectChange } from "../properties/types.ts";

/** What a write did to an object, behind a colon: "`replicas` `3 → 2`", "adds finalizer x". Longest first; the caller takes what there is room for. */
export function changeForms({ before, after }: ObjectChange): readonly string[] {
  if (!before) return [];
  const [gone] = before.metadata.finalizers ?? [];
  if (!after) return before.metadata.deletionTimestamp && gone !== undefined ? [`removes finalizer ${gone}`] : [];
  if (!before.metadata.deletionTimestamp && after.metadata.deletionTimestamp) return ["it is terminating from now on"];
  const finalizers = finalizerForms(before, after);
  if (finalizers) return [finalizers];
  const changes = leaves(told(before), told(after), []);
  const [first] = changes;
  if (!first) return [];
  if (changes.length > 1) return [`changes ${[...new Set(changes.map(nameOf))].slice(0, 3).join(", ")}`];
  const [old, now] = [valueText(first.before), valueText(first.after)];
  const name = nameOf(first);
  return [...(old && now ? [`\`${name}\` \`${old} → ${now}\``] : []), ...(now ? [`\`${name}\` \`${now}\``] : []), `changes ${name}`];
}

function finalizerForms(before: StoredObject, after: StoredObject): string | undefined {
  const [old, now] = [before.metadata.finalizers ?? [], after.metadata.finalizers ?? []];
  const [added] = now.filter((one) => !old.includes(one));
  const [removed] = old.filter((one) => !now.includes(one));
  if (added !== undefined) return `adds finalizer ${added}`;
  return removed === undefined ? undefined : `removes finalizer ${removed}`;
}

/** Without what changes with every write. */
function told(object: StoredObject): JsonObject {
  const { labels, annotations, ownerReferences } = object.metadata as JsonObject;
  const { metadata: _, apiVersion: __, kind: ___, ...rest } = object as JsonObject;
  return {
    ...rest,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
  };
}

interface Leaf {
  readonly path: readonly string[];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

function leaves(before: Json | undefined, after: Json | undefined, path: readonly string[]): readonly Leaf[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const isWhole = (isNode(before) || before === undefined) && (isNode(after) || after === undefined);
  if (!isWhole) return path.at(-1) === "observedGeneration" ? [] : [{ path, before, after }];
  const [a, b] = [(before ?? {}) as Readonly<Record<string, Json>>, (after ?? {}) as Readonly<Record<string, Json>>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => leaves(a[key], b[key], [...path, key]));
}

const isNode = (value: Json | undefined): value is Json => typeof value === "object" && value !== null;

/** The last part of the path that is no index. */
const nameOf = ({ path }: Leaf): string => path.filter((part) => !/^\d+$/.test(part)).at(-1) ?? "it";

function valueText(value: Json | undefined): string | undefined {
  if (value === undefined) return "none";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 24 || text === "" || text.includes("`") ? undefined : text;
}
