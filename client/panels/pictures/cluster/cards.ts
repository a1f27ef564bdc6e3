import type { Json, JsonObject } from "../../../../protocol/json.ts";

/** One object of the cluster as it is drawn at one moment. */
export interface Card {
  /** `StatefulSet/web`: its key in the state. */
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** How deep below its owners. */
  readonly depth: number;
  /** At the right of the kind: "new", "deleted", "now terminating", "terminating", "missing". */
  readonly note: string;
  readonly look: "here" | "new" | "gone" | "missing";
  /** Most telling first. */
  readonly lines: readonly CardLine[];
  /** For those who hear it. */
  readonly words: string;
}

export interface CardLine {
  readonly name: string;
  /** Set when the step has changed it. */
  readonly before?: string;
  readonly value: string;
}

const mostLines = 3;

/** Of missing objects: the owners that they would have. */
export type Owners = { readonly [missing: string]: string };

/** The objects before and after a step as cards, owned ones below their owners. `missing`: those that should be there at the end. */
export function cardsOf(before: JsonObject, after: JsonObject, missing: readonly string[], missingOwners: Owners = {}): readonly Card[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after), ...missing])].sort();
  const children = new Map<string, string[]>();
  const roots: string[] = [];
  for (const id of ids) {
    const object = objectOf(after, id) ?? objectOf(before, id);
    const owner = object ? ownerOf(object, ids) : ids.find((one) => one === missingOwners[id]);
    if (owner === undefined || owner === id) roots.push(id);
    else children.set(owner, [...(children.get(owner) ?? []), id]);
  }
  const cards: Card[] = [];
  const seen = new Set<string>();
  const visit = (id: string, depth: number): void => {
    if (seen.has(id)) return;
    seen.add(id);
    cards.push(cardOf(id, objectOf(before, id), objectOf(after, id), depth));
    for (const child of children.get(id) ?? []) visit(child, depth + 1);
  };
  for (const id of [...roots.filter((root) => children.has(root)), ...roots]) visit(id, 0);
  // Owners that own each other.
  for (const id of ids) visit(id, 0);
  return cards;
}

function cardOf(id: string, before: JsonObject | undefined, after: JsonObject | undefined, depth: number): Card {
  const slash = id.indexOf("/");
  const [kind, name] = [id.slice(0, slash), id.slice(slash + 1)];
  const look = after ? (before ? "here" : "new") : before ? "gone" : "missing";
  const note = look === "here" ? terminating(before, after) : look === "gone" ? "deleted" : look;
  const lines = look === "missing" ? [] : linesOf(before, after);
  const said = lines.map((line) => `${line.name} ${line.before === undefined ? "" : `${line.before} to `}${line.value}`);
  return { id, kind, name, depth, note, look, lines, words: [`${kind} ${name}`, note, ...said].filter((part) => part !== "").join(", ") };
}

/** The step that asks for the deletion is told from those after it. */
function terminating(before: JsonObject | undefined, after: JsonObject | undefined): string {
  const isAsked = (object: JsonObject | undefined): boolean => typeof field(object, ["metadata", "deletionTimestamp"]) === "string";
  return !isAsked(after) ? "" : isAsked(before) ? "terminating" : "now terminating";
}

/** What the step changes, then what tells most of the object. */
function linesOf(before: JsonObject | undefined, after: JsonObject | undefined): readonly CardLine[] {
  const changed = before && after ? changesIn(before, after, []).filter(({ path }) => !isNoise(path)) : [];
  const lines = changed.map(({ path, from, to }): CardLine => ({ name: shortPath(path), before: shown(from), value: shown(to) }));
  const object = after ?? before;
  if (object) lines.push(...facts(object).filter(({ name }) => !lines.some((line) => line.name === name)));
  return lines.slice(0, mostLines);
}

function facts(object: JsonObject): readonly CardLine[] {
  const replicas = field(object, ["spec", "replicas"]);
  const ready = field(object, ["status", "readyReplicas"]);
  const phase = field(object, ["status", "phase"]);
  const finalizers = field(object, ["metadata", "finalizers"]);
  const data = field(object, ["data"]);
  const lines: CardLine[] = [];
  if (replicas !== undefined)
    lines.push({ name: "replicas", value: ready === undefined ? shown(replicas) : `${shown(replicas)}, ${shown(ready)} ready` });
  if (phase !== undefined) lines.push({ name: "phase", value: shown(phase) });
  if (Array.isArray(finalizers) && finalizers.length > 0)
    lines.push({ name: "finalizers", value: finalizers.map((one) => shown(one as Json)).join(", ") });
  if (isObject(data)) lines.push({ name: "data", value: Object.keys(data).join(", ") || "empty" });
  if (lines.length === 0 && isObject(object["spec"])) {
    for (const [name, value] of Object.entries(object["spec"])) if (typeof value !== "object") lines.push({ name, value: shown(value) });
  }
  return lines;
}

/** What says only that something has changed, and what the note of a card tells. */
const noise: ReadonlySet<string> = new Set(
  "resourceVersion generation managedFields uid creationTimestamp deletionTimestamp deletionGracePeriodSeconds".split(" "),
);
const isNoise = ([first, second = ""]: readonly string[]): boolean => first === "metadata" && noise.has(second);

interface ValueChange {
  readonly path: readonly string[];
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

function changesIn(from: Json | undefined, to: Json | undefined, path: readonly string[]): readonly ValueChange[] {
  if (from === to) return [];
  if (isObject(from) && isObject(to) && path.length < 4) {
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) =>
      changesIn(own(from, key), own(to, key), [...path, key]),
    );
  }
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }];
}

/** `spec.replicas` is "replicas", `status.conditions` "conditions". */
const shortPath = (path: readonly string[]): string =>
  (path.length > 1 && ["spec", "status", "metadata"].includes(path[0] ?? "") ? path.slice(1) : path).join(".");

function shown(value: Json | undefined): string {
  if (value === undefined) return "none";
  const text =
    typeof value === "string"
      ? value
      : Array.isArray(value)
        ? `[${value.length}]`
        : isObject(value)
          ? `{${Object.keys(value).length}}`
          : JSON.stringify(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

/** The key of the owner among those that are shown; by the controlling reference, else the first. */
function ownerOf(object: JsonObject | undefined, ids: readonly string[]): string | undefined {
  const references = field(object, ["metadata", "ownerReferences"]);
  if (!Array.isArray(references)) return undefined;
  const owners = references.filter((one): one is JsonObject => isObject(one as Json));
  const owner = owners.find((one) => one["controller"] === true) ?? owners[0];
  if (!owner) return undefined;
  const namespace = field(object, ["metadata", "namespace"]);
  const names = [
    `${textOf(owner["kind"])}/${textOf(owner["name"])}`,
    `${textOf(owner["kind"])}/${textOf(namespace)}/${textOf(owner["name"])}`,
  ];
  return ids.find((id) => names.includes(id));
}

const own = (object: JsonObject, key: string): Json | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);

const objectOf = (objects: JsonObject, id: string): JsonObject | undefined => {
  const value = own(objects, id);
  return isObject(value) ? value : undefined;
};

function field(object: Json | undefined, path: readonly string[]): Json | undefined {
  let at = object;
  for (const key of path) at = isObject(at) ? own(at, key) : undefined;
  return at;
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** Objects of the state at the cursor. */
export const clusterOf = (state: JsonObject): JsonObject => (isObject(state["cluster"]) ? state["cluster"] : {});

/** What the caches show that are behind, by `Kind/name`, and which kinds these are. */
export function cacheOf(state: JsonObject): { readonly kinds: readonly string[]; readonly objects: JsonObject } {
  const caches = isObject(state["cache"]) ? state["cache"] : {};
  const objects: Record<string, Json> = {};
  for (const [kind, shown] of Object.entries(caches))
    if (isObject(shown)) for (const [name, object] of Object.entries(shown)) objects[`${kind}/${name}`] = object;
  return { kinds: Object.keys(caches), objects };
}

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");
