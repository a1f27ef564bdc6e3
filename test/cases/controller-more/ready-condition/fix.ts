import { ApiException, AppsV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Db {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { image: string };
  status?: { observedGeneration?: number; conditions?: { type: string; status: string; lastTransitionTime: string }[] };
}

const config = new KubeConfig();
config.loadFromDefault();
const apps = config.makeApiClient(AppsV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

const orMissing = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  });
const own = ({ apiVersion, kind, metadata: { name, uid } }: Db) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];

/**
 * @reconcile x.example.com/v1 Db
 * @sample ./sample.yaml
 * @edit spec.image="db:2"
 * @owns apps/v1 StatefulSet
 */
export async function reconcile(cached: Db): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "dbs", name, namespace };
  const db = (await orMissing(custom.getNamespacedCustomObject(ref))) as Db | undefined;
  if (!db || db.metadata.deletionTimestamp) return;
  let set = await orMissing(apps.readNamespacedStatefulSet({ name, namespace }));
  const labels = { db: name };
  if (!set) {
    const template = { metadata: { labels }, spec: { containers: [{ name: "db", image: db.spec.image }] } };
    set = await apps.createNamespacedStatefulSet({ namespace, body: { metadata: { name, ownerReferences: own(db) }, spec: { replicas: 1, serviceName: name, selector: { matchLabels: labels }, template } } });
  } else if (set.spec!.template.spec!.containers[0]!.image !== db.spec.image) {
    set.spec!.template.spec!.containers[0]!.image = db.spec.image;
    set = await apps.replaceNamespacedStatefulSet({ name, namespace, body: set });
  }
  const { metadata, status } = set;
  const isReady = status?.observedGeneration === metadata?.generation && status?.readyReplicas === 1 && status?.updatedReplicas === 1 && status?.updateRevision === status?.currentRevision;
  const before = db.status?.conditions?.find(({ type }) => type === "Ready");
  const wanted = isReady ? "True" : "False";
  if (before?.status === wanted && db.status?.observedGeneration === db.metadata.generation) return;
  const lastTransitionTime = before?.status === wanted ? before.lastTransitionTime : new Date().toISOString();
  const others = db.status?.conditions?.filter(({ type }) => type !== "Ready") ?? [];
  db.status = { observedGeneration: db.metadata.generation, conditions: [...others, { type: "Ready", status: wanted, lastTransitionTime }] };
  await custom.replaceNamespacedCustomObjectStatus({ ...ref, body: db });
}
