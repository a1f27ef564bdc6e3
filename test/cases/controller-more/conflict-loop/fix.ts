import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);

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

interface Flag { apiVersion: string; kind: string; metadata: Meta; spec: { on: string }; status?: Record<string, unknown> }

/**
 * @reconcile web.example.com/v1 Flag
 * @sample ./sample.yaml
 * @edit spec.on="no"
 * @owns v1 ConfigMap
 */
export async function reconcile(flag: Flag): Promise<void> {
  const { name, namespace } = flag.metadata;
  const current = await orMissing(core.readNamespacedConfigMap({ name, namespace }));
  if (current === undefined) {
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, namespace, ownerReferences: ownersOf(flag) }, data: { on: flag.spec.on } } });
    return;
  }
  if (current.data?.["on"] === flag.spec.on) return;
  for (let attempt = 0; attempt < 3; attempt++) {
    const fresh = attempt === 0 ? current : await core.readNamespacedConfigMap({ name, namespace });
    try {
      await core.replaceNamespacedConfigMap({ name, namespace, body: { ...fresh, data: { on: flag.spec.on } } });
      return;
    } catch (error) {
      if (!hasCode(error, 409) || attempt === 2) throw error;
    }
  }
}
