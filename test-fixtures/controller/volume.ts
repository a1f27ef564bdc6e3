// The copy that the informer hands over may be old: it still says "not persistent", and the data is deleted.
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

const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

/**
 * @reconcile cache.example.com/v1 Cache
 * @sample ./cache.yaml
 * @crd ./cache-crd.yaml
 * @owns v1 PersistentVolumeClaim
 * @edit spec.persistent=false then spec.persistent=true
 */
export async function reconcile(cache: Cache): Promise<void> {
  const { name, namespace } = cache.metadata;
  if (!cache.spec.persistent) {
    await orMissing(core.deleteNamespacedPersistentVolumeClaim({ name, namespace }));
  } else if (!(await orMissing(core.readNamespacedPersistentVolumeClaim({ name, namespace })))) {
    await core.createNamespacedPersistentVolumeClaim({ namespace, body: { metadata: owned(cache), spec: claim } });
  }
}
