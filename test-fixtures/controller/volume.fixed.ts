// What is destroyed is decided by what the server says now.
import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

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
const custom = config.makeApiClient(CustomObjectsApi);

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
export async function reconcile({ metadata: { name, namespace } }: Cache): Promise<void> {
  const target = { group: "cache.example.com", version: "v1", plural: "caches", namespace, name };
  const cache: Cache | undefined = await orMissing(custom.getNamespacedCustomObject(target));
  if (!cache) return;
  if (!cache.spec.persistent) {
    await orMissing(core.deleteNamespacedPersistentVolumeClaim({ name, namespace }));
  } else if (!(await orMissing(core.readNamespacedPersistentVolumeClaim({ name, namespace })))) {
    await core.createNamespacedPersistentVolumeClaim({ namespace, body: { metadata: owned(cache), spec: claim } });
  }
}
