import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Site {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { map: string };
  status?: { phase?: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

const orMissing = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  });
const own = ({ apiVersion, kind, metadata: { name, uid } }: Site) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];

/**
 * @reconcile x.example.com/v1 Site
 * @sample ./sample.yaml
 * @edit spec.map="second"
 * @owns v1 ConfigMap
 */
export async function reconcile(cached: Site): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "sites", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as Site | undefined;
  if (!live || live.metadata.deletionTimestamp) return;
  const map = await orMissing(core.readNamespacedConfigMap({ name: live.spec.map, namespace }));
  if (!map) await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: live.spec.map, labels: { site: name }, ownerReferences: own(live) }, data: { a: "b" } } });
  
}
