import type { JsonObject } from "../../../../protocol/json.ts";
import { isObject } from "./managed-fields-atoms.ts";

/**
 * What an apply to a custom resource leaves in the stored bytes, while nobody ever reads it: empty maps and nulls in the metadata.
 *
 * The next write puts the bytes right, and counts as a change even if it changes nothing else.
 * The mark lies in the metadata, and is kept where that is copied.
 */
const residueMark: unique symbol = Symbol("residue");

type Marked = JsonObject & { readonly [residueMark]?: JsonObject };

const cleaned = ["labels", "annotations", "finalizers", "ownerReferences"];

/** `decoded` with the residue of `applied`, which it was read from. */
export function withResidue(decoded: JsonObject, applied: JsonObject): JsonObject {
  const metadata = metadataOf(applied);
  const left = Object.fromEntries(cleaned.flatMap((name) => (isEmpty(metadata[name]) ? [[name, metadata[name] ?? null]] : [])));
  if (Object.keys(left).length === 0) return decoded;
  const marked: Marked = { ...metadataOf(decoded), [residueMark]: left };
  return { ...decoded, metadata: marked };
}

const metadataOf = (object: JsonObject): Marked => (isObject(object["metadata"]) ? object["metadata"] : {});

const isEmpty = (value: JsonObject[string] | undefined): boolean =>
  value === null || (typeof value === "object" && Object.keys(value).length === 0);

/** What was taken over from the stored object has been read, and so carries no residue any more. */
export function withoutOldResidue(object: JsonObject, before: JsonObject): JsonObject {
  const { [residueMark]: residue, ...metadata } = metadataOf(object);
  return residue === undefined || residue !== metadataOf(before)[residueMark] ? object : { ...object, metadata };
}

export const hasSameResidue = (a: JsonObject, b: JsonObject): boolean =>
  JSON.stringify(metadataOf(a)[residueMark]) === JSON.stringify(metadataOf(b)[residueMark]);

/** The object as the server has it in memory before it reads it back: an answer shows it where the object is not stored again. */
export function withResidueShown(object: JsonObject): JsonObject {
  const residue = metadataOf(object)[residueMark];
  return residue === undefined ? object : { ...object, metadata: { ...metadataOf(object), ...residue } };
}
