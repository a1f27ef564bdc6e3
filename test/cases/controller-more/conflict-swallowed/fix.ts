import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Quota {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { limit: number };
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
const own = ({ apiVersion, kind, metadata: { name, uid } }: Quota) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];

/**
 * @reconcile x.example.com/v1 Quota
 * @sample ./sample.yaml
 * @edit spec.limit=5
 * @owns v1 ConfigMap
 */
export async function reconcile(cached: Quota): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "quotas", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as Quota | undefined;
  if (!live || live.metadata.deletionTimestamp) return;
  const map = await orMissing(core.readNamespacedConfigMap({ name, namespace }));
  if (!map) { await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, ownerReferences: own(live) }, data: { limit: String(live.spec.limit) } } }); return; }
  if (map.data?.limit === String(live.spec.limit)) return;
  map.data = { ...map.data, limit: String(live.spec.limit) };
  try {
    await core.replaceNamespacedConfigMap({ name, namespace, body: map });
  } catch (error) {
    if (error instanceof ApiException && error.code === 409) return;
    throw error;
  }
}
