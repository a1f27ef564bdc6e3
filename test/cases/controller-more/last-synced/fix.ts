import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";

interface Mirror {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string };
  spec: { url: string };
  status?: { url?: string; lastSynced?: string; lastTransitionTime?: string };
}

const mirrors = { group: "mirrors.example.com", version: "v1", plural: "mirrors" };
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
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

async function ensureConfigMap({ apiVersion, kind, metadata, spec }: Mirror): Promise<void> {
  const { name, namespace, uid } = metadata;
  const current = await orMissing(core.readNamespacedConfigMap({ name, namespace }));
  if (current === undefined) {
    const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, ownerReferences }, data: { url: spec.url } } });
  } else if (current.metadata?.ownerReferences?.[0]?.uid !== uid) {
    throw new Error("the former ConfigMap is still there");
  } else if (current.data?.["url"] !== spec.url) {
    await core.replaceNamespacedConfigMap({ name, namespace, body: { ...current, data: { url: spec.url } } });
  }
}

/**
 * @reconcile mirrors.example.com/v1 Mirror
 * @sample ./sample.yaml
 * @edit spec.url="https://www.example.com"
 */
export async function reconcile(mirror: Mirror): Promise<void> {
  const { name, namespace } = mirror.metadata;
  const live = (await orMissing(custom.getNamespacedCustomObject({ ...mirrors, namespace, name }))) as Mirror | undefined;
  if (live === undefined || live.metadata.deletionTimestamp !== undefined) return;
  await ensureConfigMap(live);
  if (live.status?.url === live.spec.url) return;
  const status = { url: live.spec.url, lastTransitionTime: new Date().toISOString() };
  const body = { metadata: { uid: live.metadata.uid }, status };
  await custom.patchNamespacedCustomObjectStatus({ ...mirrors, namespace, name, body }, mergePatch);
}
