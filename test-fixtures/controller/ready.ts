// Ready is said as soon as everything has been asked for; the pod is not there yet.
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
  if (!(await orMissing(apps.readNamespacedStatefulSet({ name, namespace })))) {
    await apps.createNamespacedStatefulSet({ namespace, body: statefulSetOf(cache) });
  }
  const body = { metadata: { uid }, status: { phase: "Ready" } };
  await orMissing(custom.patchNamespacedCustomObjectStatus({ ...target(cache), body }, merge));
}
