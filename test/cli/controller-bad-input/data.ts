import { configMap, definition, sample, schema, withBody, withDefinition, type Row } from "./row.ts";

export const data: readonly Row[] = [
  {
    name: "no sample",
    files: { "main.ts": withBody("")["main.ts"] ?? "" },
    verdict: "not-run",
    told: ["FL0002", "main.ts", 7, /There is no file `\.\/cache\.yaml`/],
  },
  {
    name: "a sample without anything",
    files: withBody("", ""),
    verdict: "not-run",
    told: ["FL0002", "main.ts", 7, /has no Cache of cache\.example\.com\/v1/],
  },
  {
    name: "a sample of another version",
    files: withBody("", sample.replace("/v1", "/v2")),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 1, /a Cache of cache\.example\.com\/v2/],
  },
  {
    name: "a sample that is no YAML",
    files: withBody("", "apiVersion: v1\nkind: [\n"),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 3, /\]/],
  },
  {
    name: "a sample that is a list",
    files: withBody("", "- 1\n- 2\n"),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 1, /one Kubernetes object/],
  },
  {
    name: "a namespace that YAML takes for false",
    files: withBody("", sample.replace("shop", "n")),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 1, /metadata\.namespace: expects a string, found false/],
  },
  {
    name: "a sample without a name",
    files: withBody("", sample.replace("name: sessions, ", "")),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 3, /no `metadata\.name`/],
  },
  {
    name: "a world that the API server refuses",
    files: withBody(
      "",
      `${sample}---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [{ port: 99999 }] }\n`,
    ),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 9, /refuses Service web: spec\.ports\[0\]\.port.*between 1 and 65535/],
  },
  {
    name: "the same object twice",
    files: withBody("", `${sample}---\n${sample}`),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 8, /Cache sessions is there twice/],
  },
  {
    name: "the same object of the world twice, once with the namespace that it has anyway",
    files: withBody("", `${sample}${configMap("a").replace("shop", "default")}${configMap("a").replace(", namespace: shop", "")}`),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 12, /ConfigMap a is there twice/],
  },
  {
    name: "objects of one name, of two kinds and in two namespaces",
    files: withBody(
      "",
      `${sample}${configMap("a")}${configMap("a").replace("shop", "web")}${configMap("a").replace("ConfigMap", "Secret")}`,
    ),
    verdict: "holds",
  },
  {
    name: "an object larger than the API server takes",
    files: withBody("", `${sample}${configMap("big", "x".repeat(1_100_000))}`),
    verdict: "not-run",
    told: ["FL0002", "cache.yaml", 6, /at most 1048576 bytes/],
  },
  {
    name: "a large object",
    files: withBody(
      '  await core.readNamespacedConfigMap({ namespace: "shop", name: "big" });',
      `${sample}${configMap("big", "x".repeat(900_000))}`,
    ),
    verdict: "holds",
  },
  {
    name: "hundreds of objects",
    files: withBody(
      '  const { items } = await core.listNamespacedConfigMap({ namespace: "shop" });\n  if (items.length !== 300) throw new Error(String(items.length));',
      sample + Array.from({ length: 300 }, (_, index) => configMap(`m-${index}`)).join(""),
    ),
    verdict: "holds",
  },
  {
    name: "a definition without schema",
    files: withDefinition(definition("")),
    verdict: "not-run",
    told: ["FL0002", "crd.yaml", 9, /Version v1 has no `schema\.openAPIV3Schema`/],
  },
  {
    name: "a definition that keeps what it does not know",
    files: withDefinition(definition(schema)),
    verdict: "holds",
  },
  {
    name: "a definition of another kind",
    files: withDefinition(definition(schema).replace("kind: Cache", "kind: Store")),
    verdict: "not-run",
    told: ["FL0002", "crd.yaml", 6, /This defines Store, but the controller reconciles Cache of cache\.example\.com\/v1/],
  },
  {
    name: "a definition of another group",
    files: withDefinition(definition(schema).replace("group: cache", "group: caches")),
    verdict: "not-run",
    told: ["FL0002", "crd.yaml", 5, /This defines Cache of the group caches\.example\.com/],
  },
  {
    name: "a definition of another version",
    files: withDefinition(definition(schema).replace("name: v1,", "name: v1beta1,")),
    verdict: "not-run",
    told: ["FL0002", "crd.yaml", 8, /This serves v1beta1, but/],
  },
  {
    name: "a definition that is none",
    files: withDefinition(configMap("a")),
    verdict: "not-run",
    told: ["FL0002", "crd.yaml", 3, /this is a ConfigMap/],
  },
];
