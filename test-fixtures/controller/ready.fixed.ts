// Ready is said when the StatefulSet says so.
import { ApiException, AppsV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions, type V1StatefulSet } from "@kubernetes/client-node";

interface Cache {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number };
  spec: { memory: number; password: string; persistent: boolean };
  status?: { phase?: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const apps = config.makeApiClient(AppsV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
const merge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

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

const target = ({ metadata: { name, namespace } }: Cache) => ({ group: "cache.example.com", version: "v1", plural: "caches", namespace, name });

function statefulSetOf(cache: Cache): V1StatefulSet {
  const { name } = cache.metadata;
  const labels = { cache: name };
  const containers = [{ name: "memcached", image: "memcached:1.6", args: ["-m", String(cache.spec.memory)] }];
  return { metadata: owned(cache), spec: { replicas: 1, serviceName: name, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } } };
}

/**
 * @reconcile cache.example.com/v1 Cache
 * @sample ./cache.yaml
 * @crd ./cache-crd.yaml
 * @owns apps/v1 StatefulSet
 */
export async function reconcile(cache: Cache): Promise<void> {
  const { name, namespace, uid } = cache.metadata;
  const current = await orMissing(apps.readNamespacedStatefulSet({ name, namespace }));
  const set = current ?? (await apps.createNamespacedStatefulSet({ namespace, body: statefulSetOf(cache) }));
  const phase = set.status?.readyReplicas === set.spec?.replicas ? "Ready" : "Pending";
  await orMissing(custom.patchNamespacedCustomObjectStatus({ ...target(cache), body: { metadata: { uid }, status: { phase } } }, merge));
}
