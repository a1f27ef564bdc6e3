import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";

interface Cache {
  metadata: { name: string; namespace: string; uid: string };
  spec: { memory: number; password: string };
}

const core = new KubeConfig().makeApiClient(CoreV1Api);

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

function owned({ metadata: { name, namespace, uid } }: Cache) {
  return { name, namespace, ownerReferences: [{ apiVersion: "cache.example.com/v1", kind: "Cache", name, uid, controller: true }] };
}

/**
 * @reconcile cache.example.com/v1 Cache
 * @sample ./cache.yaml
 * @crd ./cache-crd.yaml
 * @owns v1 Secret, v1 ConfigMap
 */
export async function reconcile(cache: Cache): Promise<void> {
  const { name, namespace } = cache.metadata;
  const { memory, password } = cache.spec;
  if (await orMissing(core.readNamespacedSecret({ name, namespace }))) return;
  await core.createNamespacedSecret({ namespace, body: { metadata: owned(cache), stringData: { password } } });
  await core.createNamespacedConfigMap({ namespace, body: { metadata: owned(cache), data: { memory: String(memory) } } });
}
