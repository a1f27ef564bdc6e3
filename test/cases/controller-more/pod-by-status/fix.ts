import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Batch {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { image: string };
  status?: { phase?: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

const orMissing = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  });
const own = ({ apiVersion, kind, metadata: { name, uid } }: Batch) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];

/**
 * @reconcile x.example.com/v1 Batch
 * @sample ./sample.yaml
 * @owns v1 Pod
 */
export async function reconcile(cached: Batch): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "batches", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as Batch | undefined;
  if (!live || live.metadata.deletionTimestamp) return;
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: `batch=${name}` });
  const mine = items.filter((pod) => pod.metadata?.ownerReferences?.some(({ uid }) => uid === live.metadata.uid));
  if (mine.length === 0) await core.createNamespacedPod({ namespace, body: { metadata: { generateName: `${name}-`, labels: { batch: name }, ownerReferences: own(live) }, spec: { containers: [{ name: "main", image: live.spec.image }], restartPolicy: "Always" } } });
}
