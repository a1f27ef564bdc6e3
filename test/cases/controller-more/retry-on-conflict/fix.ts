import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
import { retryOnConflict } from "./retry.ts";

interface CostCenter {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; resourceVersion: string; deletionTimestamp?: string; finalizers?: string[] };
  spec: { code: string };
}

const finalizer = "cost.example.com/label";
const label = "cost.example.com/center";
const centers = { group: "cost.example.com", version: "v1", plural: "costcenters" };
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

async function setLabel(namespace: string, value: string | undefined): Promise<void> {
  await retryOnConflict(async () => {
    const current = await core.readNamespace({ name: namespace });
    const { [label]: known, ...others } = current.metadata?.labels ?? {};
    if (known === value) return;
    current.metadata = { ...current.metadata, labels: value === undefined ? others : { ...others, [label]: value } };
    await core.replaceNamespace({ name: namespace, body: current });
  });
}

async function replaceFinalizers(center: CostCenter, change: (finalizers: string[]) => string[]): Promise<void> {
  const { namespace, name, uid } = center.metadata;
  await retryOnConflict(async () => {
    const live = (await custom.getNamespacedCustomObject({ ...centers, namespace, name })) as CostCenter;
    if (live.metadata.uid !== uid) return;
    const before = live.metadata.finalizers ?? [];
    const finalizers = change(before);
    if (finalizers.length === before.length) return;
    await custom.replaceNamespacedCustomObject({ ...centers, namespace, name, body: { ...live, metadata: { ...live.metadata, finalizers } } });
  });
}

/**
 * @reconcile cost.example.com/v1 CostCenter
 * @sample ./sample.yaml
 * @edit spec.code="b2"
 * @manages v1 Namespace
 */
export async function reconcile(cached: CostCenter): Promise<void> {
  const { namespace, name } = cached.metadata;
  let center: CostCenter;
  try {
    center = (await custom.getNamespacedCustomObject({ ...centers, namespace, name })) as CostCenter;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return;
    throw error;
  }
  if (center.metadata.deletionTimestamp !== undefined) {
    if (!center.metadata.finalizers?.includes(finalizer)) return;
    await setLabel(namespace, undefined);
    await replaceFinalizers(center, (finalizers) => finalizers.filter((each) => each !== finalizer));
    return;
  }
  if (!center.metadata.finalizers?.includes(finalizer)) await replaceFinalizers(center, (finalizers) => [...finalizers, finalizer]);
  await setLabel(namespace, center.spec.code);
}
