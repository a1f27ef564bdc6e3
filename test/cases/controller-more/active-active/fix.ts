import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, type V1ConfigMap } from "@kubernetes/client-node";

interface Flag {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; deletionTimestamp?: string };
  spec: { on: boolean };
}

const flags = { group: "flags.example.com", version: "v1", plural: "flags" };
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

async function ensure({ apiVersion, kind, metadata: { name, namespace, uid }, spec }: Flag): Promise<void> {
  const data = { on: String(spec.on) };
  const current = await orMissing<V1ConfigMap>(core.readNamespacedConfigMap({ namespace, name }));
  if (current === undefined) {
    const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, ownerReferences }, data } });
  } else if (current.data?.["on"] !== data.on) {
    // With the resourceVersion that was read: who comes second gets a conflict, and looks again.
    await core.replaceNamespacedConfigMap({ namespace, name, body: { ...current, data } });
  }
}

/**
 * @reconcile flags.example.com/v1 Flag
 * @sample ./sample.yaml
 * @owns v1 ConfigMap
 * @replicas 2
 */
export async function reconcile({ metadata: { namespace, name } }: Flag): Promise<void> {
  const flag = (await orMissing(custom.getNamespacedCustomObject({ ...flags, namespace, name }))) as Flag | undefined;
  if (flag !== undefined && flag.metadata.deletionTimestamp === undefined) await ensure(flag);
}
