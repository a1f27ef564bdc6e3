// Only what this Cache owns is deleted.
import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";

interface Cache {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number };
  spec: { memory: number; password: string; persistent: boolean };
  status?: { phase?: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

function owned({ apiVersion, kind, metadata: { name, namespace, uid } }: Cache) {
  return { name, namespace, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] };
}

/**
 * @reconcile cache.example.com/v1 Cache
 * @sample ./cache.yaml
 * @crd ./cache-crd.yaml
 * @owns v1 ConfigMap
 */
export async function reconcile(cache: Cache): Promise<void> {
  const { name, namespace } = cache.metadata;
  const wanted = `${name}-${cache.spec.memory}`;
  const labels = { app: "cache" };
  if (!(await orMissing(core.readNamespacedConfigMap({ name: wanted, namespace })))) {
    const metadata = { ...owned(cache), name: wanted, labels };
    await core.createNamespacedConfigMap({ namespace, body: { metadata, data: { memory: String(cache.spec.memory) } } });
  }
  const { items } = await core.listNamespacedConfigMap({ namespace, labelSelector: "app=cache" });
  const own = items.filter(({ metadata }) => metadata?.ownerReferences?.some(({ uid }) => uid === cache.metadata.uid));
  for (const { metadata } of own) {
    if (metadata?.name && metadata.name !== wanted) await orMissing(core.deleteNamespacedConfigMap({ name: metadata.name, namespace }));
  }
}
