import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import type { V1Pod } from "@kubernetes/client-node";

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
const mergePatch = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

const hasCode = (error: unknown, code: number): boolean => error instanceof ApiException && error.code === code;
async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (hasCode(error, 404)) return undefined;
    throw error;
  }
}
interface Meta { name: string; namespace: string; uid: string; generation: number; resourceVersion: string; deletionTimestamp?: string; finalizers?: string[]; annotations?: Record<string, string> }
const ownersOf = (cr: { apiVersion: string; kind: string; metadata: Meta }) =>
  [{ apiVersion: cr.apiVersion, kind: cr.kind, name: cr.metadata.name, uid: cr.metadata.uid, controller: true, blockOwnerDeletion: true }];

interface Task { apiVersion: string; kind: string; metadata: Meta; spec: { image: string }; status?: Record<string, unknown> }

/**
 * @reconcile ops.example.com/v1 Task
 * @sample ./sample.yaml
 * @owns v1 Pod
 */
export async function reconcile(task: Task): Promise<void> {
  const { name, namespace, uid, generation } = task.metadata;
  const resource = { group: "ops.example.com", version: "v1", plural: "tasks", namespace, name };
  const live = (await orMissing(custom.getNamespacedCustomObject(resource))) as Task | undefined;
  if (live?.metadata.uid !== uid || live.metadata.deletionTimestamp !== undefined) return;
  if (live.status?.["pod"] !== undefined) return;
  const body: V1Pod = { metadata: { name: `${name}-${uid.slice(0, 8)}`, namespace, ownerReferences: ownersOf(live) }, spec: { restartPolicy: "Never", containers: [{ name: "w", image: live.spec.image }] } };
  const pod = await core.createNamespacedPod({ namespace, body }).catch(async (error: unknown) => {
    if (!hasCode(error, 409)) throw error;
    return core.readNamespacedPod({ name: body.metadata!.name!, namespace });
  });
  await custom.patchNamespacedCustomObjectStatus({ ...resource, body: { metadata: { resourceVersion: live.metadata.resourceVersion }, status: { pod: pod.metadata!.name } } }, mergePatch);
}
