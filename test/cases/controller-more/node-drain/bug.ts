import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";

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

interface Maintenance { apiVersion: string; kind: string; metadata: Meta; spec: { node: string } }
const finalizer = "ops.example.com/uncordon";
const resource = { group: "ops.example.com", version: "v1", plural: "maintenances" };

async function setUnschedulable(name: string, unschedulable: boolean): Promise<void> {
  const node = await orMissing(core.readNode({ name }));
  if (node === undefined || (node.spec?.unschedulable ?? false) === unschedulable) return;
  await core.patchNode({ name, body: { spec: { unschedulable } } }, mergePatch);
}

/**
 * @reconcile ops.example.com/v1 Maintenance
 * @sample ./sample.yaml
 * @manages v1 Node, v1 Pod
 * @retains v1 Pod
 */
export async function reconcile(cached: Maintenance): Promise<void> {
  const { name, namespace, uid } = cached.metadata;
  const live = (await orMissing(custom.getNamespacedCustomObject({ ...resource, namespace, name }))) as Maintenance | undefined;
  if (live?.metadata.uid !== uid) return;
  const finalizers = live.metadata.finalizers ?? [];
  if (live.metadata.deletionTimestamp !== undefined) {
    if (!finalizers.includes(finalizer)) return;
    const rest = finalizers.filter((each) => each !== finalizer);
    const { resourceVersion } = live.metadata;
    await custom.patchNamespacedCustomObject({ ...resource, namespace, name, body: { metadata: { resourceVersion, finalizers: rest } } }, mergePatch);
    await setUnschedulable(live.spec.node, false);
    return;
  }
  if (!finalizers.includes(finalizer)) {
    const { resourceVersion } = live.metadata;
    await custom.patchNamespacedCustomObject({ ...resource, namespace, name, body: { metadata: { resourceVersion, finalizers: [...finalizers, finalizer] } } }, mergePatch);
  }
  await setUnschedulable(live.spec.node, true);
  const { items } = await core.listNamespacedPod({ namespace, fieldSelector: `spec.nodeName=${live.spec.node}` });
  for (const pod of items) {
    if (pod.metadata?.deletionTimestamp !== undefined) continue;
    const podName = pod.metadata!.name!;
    await orMissing(core.createNamespacedPodEviction({ name: podName, namespace, body: { metadata: { name: podName, namespace } } }));
  }
}
