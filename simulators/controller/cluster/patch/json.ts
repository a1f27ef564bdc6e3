import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { isSameJson } from "../frozen.ts";

/**
 * RFC 6902, as the Go library of Kubernetes 1.20 does it: a `replace` of a member that is missing adds it, negative indices count from the end.
 *
 * @returns `error` when an operation does not fit, with what the library says.
 * @see github.com/evanphx/json-patch v4.9.0
 */
export function applyJsonPatch(document: JsonObject, patch: readonly JsonObject[]): { readonly value: Json } | { readonly error: string } {
  let value: Json = document;
  for (const operation of patch) {
    const next = applyOperation(value, operation);
    if (typeof next === "string") return { error: next };
    value = next.value;
  }
  return { value };
}

/** A list of operations; undefined: it is something else. */
export function readJsonPatch(body: Json | undefined): readonly JsonObject[] | undefined {
  if (body === null) return [];
  if (!Array.isArray(body)) return undefined;
  const operations = body as readonly Json[];
  return operations.every((item) => typeof item === "object" && item !== null && !Array.isArray(item))
    ? (operations as readonly JsonObject[])
    : undefined;
}

/** The document after one operation, or what is wrong with it. */
type Step = { readonly value: Json } | string;

function applyOperation(document: Json, operation: JsonObject): Step {
  const { op, path, from, value } = operation;
  if (typeof op !== "string" || !["add", "remove", "replace", "move", "test", "copy"].includes(op))
    return `Unexpected kind: ${typeof op === "string" ? op : "unknown"}`;
  if (typeof path !== "string") return `${op} operation failed to decode path: missing value`;
  const to = tokens(path);
  if (to === undefined) return missing(op, path);
  switch (op) {
    case "add":
      return change(document, to, (parent, key) => add(parent, key, value ?? null)) ?? missing(op, path);
    case "remove":
      return change(document, to, remove) ?? missing(op, path);
    case "replace":
      return change(document, to, (parent, key) => replace(parent, key, value ?? null)) ?? missing(op, path);
    case "test":
      return test(document, to, value, path);
    default:
      return transfer(document, op === "move", from, to, path);
  }
}

function transfer(document: Json, isMove: boolean, from: Json | undefined, to: readonly string[], path: string): Step {
  const op = isMove ? "move" : "copy";
  const source = typeof from === "string" ? tokens(from) : undefined;
  if (source === undefined) return `${op} operation failed to decode from`;
  const parent = parentOf(document, source);
  const value = parent === undefined ? "none" : get(parent, source.at(-1) ?? "");
  if (parent === undefined || value === "none") return missing(op, typeof from === "string" ? from : "");
  const left = isMove ? change(document, source, remove) : { value: document };
  if (left === undefined || typeof left === "string") return left ?? missing(op, typeof from === "string" ? from : "");
  return change(left.value, to, (target, key) => add(target, key, value.found ?? null)) ?? missing(op, path);
}

function test(document: Json, to: readonly string[], value: Json | undefined, path: string): Step {
  const parent = parentOf(document, to);
  if (parent === undefined) return missing("test", path);
  const found = get(parent, to.at(-1) ?? "");
  if (found === "none") return missing("test", path);
  return isSameJson(found.found ?? null, value ?? null) && value !== undefined
    ? { value: document }
    : `testing value ${path} failed: test failed`;
}

const missing = (op: string, path: string): string => `${op} operation does not apply: doc is missing path: "${path}": missing value`;

type Container = JsonObject | readonly Json[];

function tokens(path: string): readonly string[] | undefined {
  const parts = path.split("/");
  return parts.length < 2 ? undefined : parts.slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

const isContainer = (value: Json | undefined): value is Container => typeof value === "object" && value !== null;
const isList = (value: Container): value is readonly Json[] => Array.isArray(value);

/** The container that the last token is a key of. */
function parentOf(document: Json, path: readonly string[]): Container | undefined {
  let value: Json | undefined = document;
  for (const token of path.slice(0, -1)) {
    if (!isContainer(value)) return undefined;
    const member = get(value, token);
    value = member === "none" ? undefined : member.found;
  }
  return isContainer(value) ? value : undefined;
}

/** Members that are missing read as undefined; `none`: an index that is none. */
function get(container: Container, key: string): { readonly found: Json | undefined } | "none" {
  if (!isList(container)) return { found: container[key] };
  const index = indexOf(key);
  return index === undefined || index < 0 || index >= container.length ? "none" : { found: container[index] };
}

const indexOf = (key: string): number | undefined => (/^[-+]?\d+$/.test(key) ? Number(key) : undefined);

/** The document with the parent of the last token replaced; undefined: there is no such parent. */
function change(document: Json, path: readonly string[], edit: (parent: Container, key: string) => Container | string): Step | undefined {
  const [token, ...rest] = path;
  if (!isContainer(document) || token === undefined) return undefined;
  if (rest.length === 0) {
    const edited = edit(document, token);
    return typeof edited === "string" ? edited : { value: edited };
  }
  const member = get(document, token);
  if (member === "none" || member.found === undefined) return undefined;
  const inner = change(member.found, rest, edit);
  if (inner === undefined || typeof inner === "string") return inner;
  return { value: withMember(document, token, inner.value) };
}

function withMember(container: Container, key: string, value: Json): Container {
  if (!isList(container)) return { ...container, [key]: value };
  return container.map((item, index) => (index === Number(key) ? value : item));
}

function add(parent: Container, key: string, value: Json): Container | string {
  if (!isList(parent)) return { ...parent, [key]: value };
  if (key === "-") return [...parent, value];
  const index = fromEnd(indexOf(key), parent.length + 1);
  if (index === undefined) return `Unable to access invalid index: ${key}: invalid index referenced`;
  return [...parent.slice(0, index), value, ...parent.slice(index)];
}

function remove(parent: Container, key: string): Container | string {
  if (!isList(parent)) {
    if (!Object.hasOwn(parent, key)) return `Unable to remove nonexistent key: ${key}: missing value`;
    return Object.fromEntries(Object.entries(parent).filter(([name]) => name !== key));
  }
  const index = fromEnd(indexOf(key), parent.length);
  return index === undefined ? `Unable to access invalid index: ${key}: invalid index referenced` : parent.toSpliced(index, 1);
}

function replace(parent: Container, key: string, value: Json): Container | string {
  const found = get(parent, key);
  return found === "none" ? `replace operation does not apply: doc is missing key: ${key}: missing value` : withMember(parent, key, value);
}

/** An index into a list of `size` places, negative ones from the end. */
function fromEnd(index: number | undefined, size: number): number | undefined {
  if (index === undefined || index >= size || index < -size) return undefined;
  return index < 0 ? index + size : index;
}
