/** A controller that is wrong or unkind, or lies beside files that are, and what is said of it. */
export interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly verdict: "holds" | "violated" | "undecided" | "not-run";
  /** Code, file, line from 1, and what the message says; none: nothing louder than information. */
  readonly told?: readonly [code: string, file: string, line: number, says: RegExp];
}

export const head = `import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
export const config = new KubeConfig();
export const core = config.makeApiClient(CoreV1Api);
export const custom = config.makeApiClient(CustomObjectsApi);
`;
export const tags = `/**
 * @reconcile cache.example.com/v1 Cache
 * @sample ./cache.yaml
 */
`;
export const sample =
  "apiVersion: cache.example.com/v1\nkind: Cache\nmetadata: { name: sessions, namespace: shop }\nspec: { memory: 64 }\n";
/** Lines of the file: of the function, and of the first of its body. */
export const [functionLine, bodyLine] = [9, 10];

export const withBody = (body: string, yaml = sample): Row["files"] => ({
  "main.ts": `${head}${tags}export async function reconcile(cache: any): Promise<any> {\n${body}\n}\n`,
  "cache.yaml": yaml,
});
/** One line before the first. */
export const importing = (line: string, body: string): Row["files"] => {
  const files = withBody(body);
  return { ...files, "main.ts": `${line}\n${files["main.ts"]}` };
};
/** Events come without an informer. */
export const withWatch = (body: string): Row["files"] => {
  const files = importing('import { Watch } from "@kubernetes/client-node";', body);
  const start = 'void new Watch(config).watch("/apis/cache.example.com/v1/caches", {}, (_, cache) => reconcile(cache), () => {});';
  return { ...files, "main.ts": `${files["main.ts"]}${start}\n` };
};
export const defined = (rest: string): Row["files"] => ({
  "main.ts": `import { defineController } from "faultline/controller";
export const resource = { apiVersion: "a.com/v1", kind: "A" };
export const sample = { ...resource, metadata: { name: "a", namespace: "b" }, spec: { n: 1 } };
export default defineController({ name: "a", resource, owns: [], ${rest} } as any);
`,
});
export const configMap = (name: string, data = ""): string =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: shop }\n${data === "" ? "" : `data: { a: ${data} }\n`}`;
export const definition = (schema: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: caches.cache.example.com }
spec:
  group: cache.example.com
  names: { kind: Cache, plural: caches }
  scope: Namespaced
  versions:
    - { name: v1, served: true, storage: true${schema} }
`;
export const schema = ", schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }";
export const withDefinition = (crd: string): Row["files"] => ({
  "main.ts": `${head}${tags.replace(" */", " * @crd ./crd.yaml\n */")}export async function reconcile(): Promise<void> {}\n`,
  "cache.yaml": sample,
  "crd.yaml": crd,
});

/** Makes a ConfigMap that goes with the resource. */
export const withOwnMap = `async reconcile(request: any, kube: any) {
    const cr = await kube.get("a.com/v1", "A", request);
    if (!cr || cr.metadata.deletionTimestamp || (await kube.get("v1", "ConfigMap", request, { fresh: true }))) return;
    const ownerReferences = [{ apiVersion: "a.com/v1", kind: "A", name: cr.metadata.name, uid: cr.metadata.uid, controller: true }];
    await kube.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { ...request, ownerReferences } });
  }`;
