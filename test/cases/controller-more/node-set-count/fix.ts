import * as k8s from "@kubernetes/client-node";

interface Search {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string };
  spec: { nodeSets: { name: string; count: number }[] };
}

const kc = new k8s.KubeConfig();
kc.loadFromDefault();
const apps = kc.makeApiClient(k8s.AppsV1Api);
const custom = kc.makeApiClient(k8s.CustomObjectsApi);

const isMissing = (error: unknown): boolean => error instanceof k8s.HttpError && error.statusCode === 404;

async function liveSearch({ metadata }: Search): Promise<Search | undefined> {
  try {
    const { body } = await custom.getNamespacedCustomObject("search.example.com", "v1", metadata.namespace, "searches", metadata.name);
    return body as Search;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function ensureNodeSet(search: Search, set: { name: string; count: number }): Promise<void> {
  const { namespace, uid } = search.metadata;
  const name = `${search.metadata.name}-${set.name}`;
  let current: k8s.V1StatefulSet;
  try {
    current = (await apps.readNamespacedStatefulSet(name, namespace)).body;
  } catch (error) {
    if (!isMissing(error)) throw error;
    const labels = { search: name };
    await apps.createNamespacedStatefulSet(namespace, {
      metadata: { name, ownerReferences: [{ apiVersion: search.apiVersion, kind: search.kind, name: search.metadata.name, uid, controller: true }] },
      spec: { replicas: set.count, serviceName: name, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "es", image: "es:8" }] } } },
    });
    return;
  }
  if (current.spec!.replicas === set.count) return;
  await apps.replaceNamespacedStatefulSet(name, namespace, { ...current, spec: { ...current.spec!, replicas: set.count } });
}

/**
 * @reconcile search.example.com/v1 Search
 * @sample ./sample.yaml
 * @edit spec.nodeSets[0].count=1 then spec.nodeSets[0].count=2
 * @owns apps/v1 StatefulSet
 */
export async function reconcile(cached: Search): Promise<void> {
  const live = await liveSearch(cached);
  if (live?.metadata.uid !== cached.metadata.uid || live.metadata.deletionTimestamp) return;
  for (const set of live.spec.nodeSets) await ensureNodeSet(live, set);
}
