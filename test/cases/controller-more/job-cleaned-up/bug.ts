import { ApiException, BatchV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Task {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { image: string };
  status?: { phase?: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const batch = config.makeApiClient(BatchV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

const orMissing = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  });
const own = ({ apiVersion, kind, metadata: { name, uid } }: Task) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];

/**
 * @reconcile x.example.com/v1 Task
 * @sample ./sample.yaml
 * @owns batch/v1 Job
 */
export async function reconcile(cached: Task): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "tasks", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as Task | undefined;
  if (!live || live.metadata.deletionTimestamp) return;
  const job = await orMissing(batch.readNamespacedJob({ name, namespace }));
  if (!job) {
    const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: live.spec.image }] } };
    await batch.createNamespacedJob({ namespace, body: { metadata: { name, ownerReferences: own(live) }, spec: { template } } });
  } else if (job.status?.conditions?.some(({ type, status }) => type === "Complete" && status === "True")) {
    
    await orMissing(batch.deleteNamespacedJob({ name, namespace, propagationPolicy: "Background" }));
  }
}
