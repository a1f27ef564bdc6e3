import type { JsonObject } from "../../../../protocol/json.ts";
import { isObject } from "./managed-fields-atoms.ts";

/**
 * What an apply to a custom resource leaves in the stored bytes, while nobody ever reads it: empty maps and nulls in the metadata.
 *
 * The next write puts the bytes right, and counts as a change even if it changes nothing else.
 */
const residueMark: unique symbol = Symbol("residue");

type Marked = JsonObject & { readonly [residueMark]?: string };

const cleaned = ["labels", "annotations", "finalizers", "ownerReferences"];

/** `decoded` with the residue of `applied`, which it was read from. */
export function withResidue(decoded: JsonObject, applied: JsonObject): JsonObject {
  const metadata = isObject(applied["metadata"]) ? applied["metadata"] : {};
  const left = cleaned.filter((name) => isEmpty(metadata[name])).map((name) => `${name}:${JSON.stringify(metadata[name])}`);
  if (left.length === 0) return decoded;
  const marked: Marked = { ...decoded, [residueMark]: left.join() };
  return marked;
}

const isEmpty = (value: JsonObject[string] | undefined): boolean =>
  value === null || (typeof value === "object" && Object.keys(value).length === 0);

/** "" for none. */
export const residueOf = (object: JsonObject): string => (object as Marked)[residueMark] ?? "";
