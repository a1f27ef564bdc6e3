// Nobody owns the Secret, so it stays when the Cache is deleted.
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

/**
 * @reconcile cache.example.com/v1 Cache
 * @sample ./cache.yaml
 * @crd ./cache-crd.yaml
 */
export async function reconcile(cache: Cache): Promise<void> {
  const { name, namespace } = cache.metadata;
  const { password } = cache.spec;
  if (await orMissing(core.readNamespacedSecret({ name, namespace }))) return;
  await core.createNamespacedSecret({ namespace, body: { metadata: { name, namespace }, stringData: { password } } });
}
