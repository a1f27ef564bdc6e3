import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";

interface Cache {
  metadata: { name: string; namespace: string; uid: string };
  spec: { memory: number };
}

const core = new KubeConfig().makeApiClient(CoreV1Api);

async function exists(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return false;
    throw error;
  }
}

/**
 * @reconcile cache.example.com/v1 Cache
 * @sample ./cache.yaml
 * @crd ./cache-crd.yaml
 * @owns v1 ConfigMap
 */
export async function reconcile(cache: Cache): Promise<void> {
  const { name, namespace, uid } = cache.metadata;
  if (await exists(core.readNamespacedConfigMap({ name, namespace }))) return;
  const ownerReferences = [{ apiVersion: "cache.example.com/v1", kind: "Cache", name, uid, controller: true }];
  core.createNamespacedConfigMap({
    namespace,
    body: { metadata: { name, namespace, ownerReferences }, data: { memory: String(cache.spec.memory) } },
  });
}
