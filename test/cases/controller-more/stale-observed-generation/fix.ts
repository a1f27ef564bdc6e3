import { ApiException, AppsV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";

interface Gateway {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; resourceVersion: string; deletionTimestamp?: string };
  spec: { image: string };
  status?: { observedGeneration?: number };
}

const gateways = { group: "gw.example.com", version: "v1", plural: "gateways" };
const config = new KubeConfig();
config.loadFromDefault();
const apps = config.makeApiClient(AppsV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
const mergePatch = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

async function ensureDeployment({ apiVersion, kind, metadata, spec }: Gateway): Promise<void> {
  const { name, namespace, uid } = metadata;
  const current = await orMissing(apps.readNamespacedDeployment({ name, namespace }));
  if (current === undefined) {
    const matchLabels = { gateway: name };
    const template = { metadata: { labels: matchLabels }, spec: { containers: [{ name: "gateway", image: spec.image }] } };
    const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
    await apps.createNamespacedDeployment({ namespace, body: { metadata: { name, ownerReferences }, spec: { selector: { matchLabels }, template } } });
    return;
  }
  const [container] = current.spec!.template.spec!.containers;
  if (container!.image === spec.image) return;
  container!.image = spec.image;
  await apps.replaceNamespacedDeployment({ name, namespace, body: current });
}

/**
 * @reconcile gw.example.com/v1 Gateway
 * @sample ./sample.yaml
 * @edit spec.image="gateway:2"
 * @owns apps/v1 Deployment
 */
export async function reconcile(gateway: Gateway): Promise<void> {
  const { name, namespace } = gateway.metadata;
  const live = (await orMissing(custom.getNamespacedCustomObject({ ...gateways, namespace, name }))) as Gateway | undefined;
  if (live === undefined || live.metadata.deletionTimestamp !== undefined) return;
  await ensureDeployment(live);
  if (live.status?.observedGeneration === live.metadata.generation) return;
  const body = { metadata: { uid: live.metadata.uid }, status: { observedGeneration: live.metadata.generation } };
  await custom.patchNamespacedCustomObjectStatus({ ...gateways, namespace, name, body }, mergePatch);
}
