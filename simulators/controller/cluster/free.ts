import type { JsonObject } from "../../../protocol/json.ts";
import { deepFreeze } from "./frozen.ts";
import type { StoredObject } from "./types.ts";

/**
 * A definition for a kind of which nothing is known: everything is kept, `/status` is there. Store it under `definitions`, key `/NAME`.
 *
 * @param apiVersion With a group: `cache.example.com/v1`.
 */
export function freeDefinition(apiVersion: string, kind: string, isNamespaced = true): StoredObject {
  const [group = "", version = ""] = apiVersion.split("/");
  const plural = pluralOf(kind);
  const schema: JsonObject = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return deepFreeze({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, uid: `definition-of-${plural}.${group}`, resourceVersion: "1", generation: 1 },
    spec: {
      group,
      scope: isNamespaced ? "Namespaced" : "Cluster",
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema, subresources: { status: {} } }],
    },
  });
}

/** As Kubernetes guesses it: `policies`, `ingresses`, `widgets`. */
export function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (/(s|x|z|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}
