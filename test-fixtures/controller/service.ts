// The server fills in clusterIP and protocol, so the Service never equals what was sent: made again and again.
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

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * @reconcile cache.example.com/v1 Cache
 * @sample ./cache.yaml
 * @crd ./cache-crd.yaml
 * @owns v1 Service
 */
export async function reconcile(cache: Cache): Promise<void> {
  const { name, namespace } = cache.metadata;
  const spec = { ports: [{ port: 11211 }], selector: { cache: name } };
  const current = await orMissing(core.readNamespacedService({ name, namespace }));
  if (current && same(current.spec, spec)) return;
  if (current) await core.deleteNamespacedService({ name, namespace });
  await core.createNamespacedService({ namespace, body: { metadata: owned(cache), spec } });
}
