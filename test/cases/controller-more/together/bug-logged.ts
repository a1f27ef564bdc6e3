import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Shop {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { theme: string };
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
const own = ({ apiVersion, kind, metadata: { name, uid } }: Shop) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];

/**
 * @reconcile x.example.com/v1 Shop
 * @sample ./sample.yaml
 * @edit spec.theme="dark"
 * @owns v1 ConfigMap, v1 Service
 */
export async function reconcile(cached: Shop): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "shops", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as Shop | undefined;
  if (!live || live.metadata.deletionTimestamp) return;
  const metadata = { name, ownerReferences: own(live) };
  const ensureMap = async (): Promise<void> => {
    const map = await orMissing(core.readNamespacedConfigMap({ name, namespace }));
    if (!map) await core.createNamespacedConfigMap({ namespace, body: { metadata, data: { theme: live.spec.theme } } });
    else if (map.data?.theme !== live.spec.theme) await core.replaceNamespacedConfigMap({ name, namespace, body: { ...map, data: { theme: live.spec.theme } } });
  };
  const ensureService = async (): Promise<void> => {
    const service = await orMissing(core.readNamespacedService({ name, namespace }));
    if (!service) await core.createNamespacedService({ namespace, body: { metadata, spec: { selector: { shop: name }, ports: [{ port: 80 }] } } });
  };
  await Promise.all([ensureMap(), ensureService()]).catch((error) => console.error(error));
}
