import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { isSameJson } from "../frozen.ts";
import { type ListType, memberType, type Type } from "../kinds/schema.ts";
import { badRequest, unknownError } from "../status.ts";
import { isObject } from "./managed-fields-atoms.ts";
import type { StrategicMerge } from "./patch.ts";
import { areMaps, checkOrder, inOrder, keyOf, PatchFailure, withoutDirectives } from "./strategic-lists.ts";

/**
 * Strategic merge patch, as kube-apiserver 1.20 carries it out.
 *
 * What the original does not have is taken over as it stands in the patch, with directives and nulls: the decoding of the object has to deal with them.
 *
 * @see k8s.io/apimachinery/pkg/util/strategicpatch/patch.go
 */
export const strategicMerge: StrategicMerge = (type, original, patch) => {
  try {
    return mergeMap(type, original, patch);
  } catch (failure) {
    if (!(failure instanceof PatchFailure)) throw failure;
    return failure.kind === "form" ? badRequest(failure.message) : unknownError(failure.message);
  }
};

const deletePrefix = "$deleteFromPrimitiveList";
const orderPrefix = "$setElementOrder";

function mergeMap(type: Type, original: JsonObject, patch: JsonObject): JsonObject {
  const directive = patch["$patch"];
  if (directive !== undefined) return replacedMap(directive, patch);
  const out: Record<string, Json> = { ...retained(original, patch) };
  const { $retainKeys: _, ...rest } = patch;
  const done = mergeOrdered(type, out, rest);
  for (const [name, value] of Object.entries(rest)) {
    if (name.startsWith(orderPrefix) || done.has(name)) continue;
    if (name.startsWith(deletePrefix)) deleteScalars(out, fieldOf(name, deletePrefix), value);
    else if (value === null) delete out[name];
    else out[name] = mergeValue(type, name, out[name], value);
  }
  return out;
}

function replacedMap(directive: Json, patch: JsonObject): JsonObject {
  const { $patch: _, ...rest } = patch;
  if (directive === "replace") return rest;
  if (directive === "delete") return {};
  throw new PatchFailure("unexpected", `unknown patch type: ${JSON.stringify(directive)} in map: ${JSON.stringify(patch)}`);
}

/** `$retainKeys`: all else goes from the original, and nothing else may be in the patch. */
function retained(original: JsonObject, patch: JsonObject): JsonObject {
  const names = patch["$retainKeys"];
  if (names === undefined) return original;
  const isWrong = (name: string): boolean =>
    patch[name] !== null &&
    name !== "$retainKeys" &&
    !name.startsWith(deletePrefix) &&
    !name.startsWith(orderPrefix) &&
    !keeps(names, name);
  if (!Array.isArray(names) || Object.keys(patch).some(isWrong)) throw new PatchFailure("form", "invalid patch format of retainKeys");
  return Object.fromEntries(Object.entries(original).filter(([name]) => keeps(names, name)));
}

const keeps = (names: Json, name: string): boolean => Array.isArray(names) && (names as readonly Json[]).includes(name);

/** `$setElementOrder/finalizers` → `finalizers`. */
function fieldOf(name: string, prefix: string): string {
  if (name.startsWith(`${prefix}/`)) return name.slice(prefix.length + 1);
  throw new PatchFailure("form", `invalid patch format of ${prefix === deletePrefix ? "primitive list" : "setElementOrder list"}`);
}

function mergeValue(type: Type, name: string, before: Json | undefined, value: Json): Json {
  if (isObject(before) && isObject(value)) return mergeMap(typeAt(type, name), before, value);
  if (Array.isArray(before) && Array.isArray(value))
    return mergeList(typeAt(type, name), before as readonly Json[], value as readonly Json[]);
  return value;
}

function typeAt(type: Type, name: string): Type {
  const found = memberType(type, name);
  if (found === undefined)
    throw new PatchFailure("unexpected", `unable to find api field in struct for the json field ${JSON.stringify(name)}`);
  return found;
}

const isMerged = (type: Type): type is ListType => type.kind === "list" && type.patchStrategy === "merge";

function mergeList(type: Type, original: readonly Json[], patch: readonly Json[]): readonly Json[] {
  if (!isMerged(type)) return patch;
  if (original.length + patch.length === 0) return original;
  if (!areMaps(original, patch)) return inOrder(unique([...original, ...patch]), patch, original, undefined);
  const { patchMergeKey } = type;
  if (patchMergeKey === undefined) throw new PatchFailure("unexpected", "cannot merge lists without merge key");
  const plain = withoutDirectives(original, patch, patchMergeKey);
  const merged = mergeItems(type, plain.original, plain.patch, patchMergeKey);
  return inOrder(merged, plain.patch, plain.original, patchMergeKey);
}

function mergeItems(type: ListType, original: readonly Json[], patch: readonly JsonObject[], mergeKey: string): readonly Json[] {
  const out = [...original];
  for (const item of patch) {
    const key = keyOf(item, mergeKey);
    const index = out.findIndex((each) => isObject(each) && isSameJson(each[mergeKey], key));
    if (index === -1) out.push(item);
    else out[index] = mergeMap(type.item, out[index] as JsonObject, item);
  }
  return out;
}

const unique = (items: readonly Json[]): readonly Json[] =>
  items.filter((item, index) => items.findIndex((each) => isSameJson(each, item)) === index);

/** `$deleteFromPrimitiveList`. A list that is not there is made of what was to be deleted: so it is in 1.20. */
function deleteScalars(out: Record<string, Json>, name: string, value: Json): void {
  const before = out[name];
  if (value === null) delete out[name];
  else if (!Array.isArray(before) || !Array.isArray(value)) out[name] = value;
  else {
    const list = before as readonly Json[];
    const taken = value as readonly Json[];
    if (list.length + taken.length > 0 && !areMaps(list, taken))
      out[name] = list.filter((item) => !taken.some((each) => isSameJson(each, item)));
  }
}

/** `$setElementOrder`, together with the list of that name. @returns The names of the lists that are done. */
function mergeOrdered(type: Type, out: Record<string, Json>, patch: JsonObject): ReadonlySet<string> {
  const done = new Set<string>();
  for (const [directive, order] of Object.entries(patch)) {
    if (!directive.startsWith(orderPrefix)) continue;
    const name = fieldOf(directive, orderPrefix);
    const [before, value] = [out[name], patch[name]];
    if (!Array.isArray(order) || !isListOrMissing(before) || !isListOrMissing(value)) {
      throw new PatchFailure("unexpected", `expected a list under ${JSON.stringify(name)}`);
    }
    if (before === undefined && value === undefined) continue;
    const listType = typeAt(type, name);
    const mergeKey = listType.kind === "list" ? listType.patchMergeKey : undefined;
    checkOrder(value ?? [], order as readonly Json[], mergeKey);
    const merged = before === undefined ? (value ?? []) : value === undefined ? before : mergeList(listType, before, value);
    out[name] = inOrder(merged, order as readonly Json[], before ?? [], mergeKey);
    done.add(name);
  }
  return done;
}

const isListOrMissing = (value: Json | undefined): value is readonly Json[] | undefined => value === undefined || Array.isArray(value);
