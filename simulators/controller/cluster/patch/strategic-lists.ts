import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { isSameJson } from "../frozen.ts";
import { isObject } from "./managed-fields-atoms.ts";

/** A patch that cannot be carried out; `kind` decides the answer. */
export class PatchFailure extends Error {
  override readonly name = "PatchFailure";
  /** `form`: the client's directives are wrong (400); `unexpected`: what the real server answers with a plain 500. */
  readonly kind: "form" | "unexpected";

  constructor(kind: "form" | "unexpected", message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The value of the merge key. @throws {PatchFailure} The item has none. */
export function keyOf(item: Json, mergeKey: string): Json {
  if (!isObject(item)) throw new PatchFailure("unexpected", `list element types are not identical: ${JSON.stringify(item)}`);
  const value = item[mergeKey];
  if (value === undefined)
    throw new PatchFailure("unexpected", `map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`);
  return value;
}

/** Place of the item in a list: by merge key, or as a value where there is none. */
const indexIn = (list: readonly Json[], item: Json, mergeKey: string | undefined): number =>
  mergeKey === undefined
    ? list.findIndex((each) => isSameJson(each, item))
    : list.findIndex((each) => isSameJson(keyOf(each, mergeKey), keyOf(item, mergeKey)));

/**
 * Puts a merged list in order: what the patch names in the patch's order, all else in the server's, both interleaved as the server had them.
 *
 * @param patchOrder The items as the patch orders them; only their keys count.
 * @see strategicpatch/patch.go normalizeElementOrder
 */
export function inOrder(
  merged: readonly Json[],
  patchOrder: readonly Json[],
  serverOrder: readonly Json[],
  mergeKey: string | undefined,
): readonly Json[] {
  const isPatched = (item: Json): boolean => indexIn(patchOrder, item, mergeKey) >= 0;
  const patched = sortedBy(merged.filter(isPatched), patchOrder, mergeKey);
  const others = sortedBy(
    merged.filter((item) => !isPatched(item)),
    serverOrder,
    mergeKey,
  );
  const out: Json[] = [];
  while (others.length > 0 && patched.length > 0) {
    const [left, right] = [others[0] as Json, patched[0] as Json];
    const [leftAt, rightAt] = [indexIn(serverOrder, left, mergeKey), indexIn(serverOrder, right, mergeKey)];
    out.push((leftAt >= 0 && rightAt >= 0 && leftAt < rightAt ? others : patched).shift() as Json);
  }
  return [...out, ...others, ...patched];
}

function sortedBy(items: readonly Json[], order: readonly Json[], mergeKey: string | undefined): Json[] {
  const place = (item: Json): number => indexIn(order, item, mergeKey);
  return [...items].sort((a, b) => (place(a) >= 0 && place(b) >= 0 ? place(a) - place(b) : 0));
}

/** Refuses a list whose items come in another order than `$setElementOrder` says, or are missing from it. */
export function checkOrder(list: readonly Json[], order: readonly Json[], mergeKey: string | undefined): void {
  const kept = mergeKey === undefined ? list : list.filter((item) => !(isObject(item) && item["$patch"] === "delete"));
  let at = 0;
  for (const each of order) if (at < kept.length && isSame(kept[at] as Json, each, mergeKey)) at += 1;
  if (at < kept.length) {
    const texts = [JSON.stringify(list), JSON.stringify(order)];
    throw new PatchFailure("unexpected", `The order in patch list:\n${texts[0]}\n doesn't match $setElementOrder list:\n${texts[1]}\n`);
  }
}

const isSame = (a: Json, b: Json, mergeKey: string | undefined): boolean =>
  mergeKey === undefined ? isSameJson(a, b) : isSameJson(keyOf(a, mergeKey), keyOf(b, mergeKey));

/** Items without a directive, and the original without those that a directive deletes; `$patch: replace` empties it. */
export function withoutDirectives(
  original: readonly Json[],
  patch: readonly Json[],
  mergeKey: string,
): { readonly original: readonly Json[]; readonly patch: readonly JsonObject[] } {
  let kept = original;
  let isReplaced = false;
  const plain: JsonObject[] = [];
  for (const item of patch as readonly JsonObject[]) {
    const directive = item["$patch"];
    if (directive === undefined) plain.push(item);
    else if (directive === "replace") isReplaced = true;
    else if (directive === "merge") throw new PatchFailure("unexpected", "merging lists cannot yet be specified in the patch");
    else if (directive === "delete") kept = withoutKey(kept, keyOf(item, mergeKey), mergeKey);
    else throw new PatchFailure("unexpected", `unknown patch type: ${JSON.stringify(directive)} in map: ${JSON.stringify(item)}`);
  }
  return isReplaced ? { original: plain, patch: [] } : { original: kept, patch: plain };
}

const withoutKey = (items: readonly Json[], key: Json, mergeKey: string): readonly Json[] =>
  items.filter((each) => !isSameJson(keyOf(each, mergeKey), key));

/** All items are maps, or none is. @throws {PatchFailure} Mixed, or lists in a list. */
export function areMaps(...lists: readonly (readonly Json[])[]): boolean {
  const kinds = new Set(lists.flat().map((item) => (Array.isArray(item) ? "list" : item === null ? "null" : typeof item)));
  if (kinds.has("list")) throw new PatchFailure("unexpected", "lists of lists are not supported");
  if (kinds.size > 1) throw new PatchFailure("unexpected", "list element types are not identical");
  return kinds.has("object");
}
