// The reconcile ends when the ConfigMap is made.
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
  const data = { memory: String(cache.spec.memory) };
  if (!(await orMissing(core.readNamespacedConfigMap({ name, namespace })))) {
    await core.createNamespacedConfigMap({ namespace, body: { metadata: owned(cache), data } });
  }
}
