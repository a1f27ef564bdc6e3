import { generation } from "./generation.ts";
import { deserialise, serialise } from "./serialise.ts";

/** What an object says of itself. */
export interface Spec {
  apiVersion?: string;
  kind?: string;
  metadata?: { name?: string; namespace?: string };
}

/** `V1Deployment` of `apps/v1 Deployment`. */
function modelOf(object: unknown): string {
  const { apiVersion, kind } = (object ?? {}) as Spec;
  const version = (apiVersion ?? "").split("/").at(-1) ?? "";
  return `${version.charAt(0).toUpperCase()}${version.slice(1)}${kind ?? ""}`;
}

/** Of kinds that the client does not know, it knows the metadata; 0.x knows no others here. */
export function serialised(object: unknown): unknown {
  const model = modelOf(object);
  const own = generation ?? 1;
  if (own === 1 && $fields(model, own)) return serialise(object, model, own);
  if (typeof object !== "object" || object === null) return object;
  if (own === 1 && !("apiVersion" in object && "kind" in object)) return object;
  const { apiVersion, kind, metadata, ...rest } = object as Spec;
  const sent = serialise(metadata, "V1ObjectMeta", own);
  return own === 0 ? { ...object, metadata: sent } : { apiVersion, kind, metadata: sent, ...rest };
}

export function deserialised(object: unknown): unknown {
  const model = modelOf(object);
  const own = generation ?? 1;
  if (own === 1 && $fields(model, own)) return deserialise(object, model, own);
  if (typeof object !== "object" || object === null || !("kind" in object)) return object;
  const { items } = object as { readonly items?: readonly unknown[] };
  if (Array.isArray(items))
    return {
      ...object,
      items: items.map((item) => ({ ...(item as Spec), metadata: deserialise((item as Spec).metadata, "V1ObjectMeta", own) })),
    };
  return { ...object, metadata: deserialise((object as Spec).metadata, "V1ObjectMeta", own) };
}
