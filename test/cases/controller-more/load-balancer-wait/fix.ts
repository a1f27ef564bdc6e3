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

interface Door { apiVersion: string; kind: string; metadata: Meta; spec: { port: number }; status?: Record<string, unknown> }

const resource = { group: "net.example.com", version: "v1", plural: "doors" };

/**
 * @reconcile net.example.com/v1 Door
 * @sample ./sample.yaml
 * @owns v1 Service
 */
export async function reconcile(cached: Door): Promise<void> {
  const { name, namespace, uid } = cached.metadata;
  const door = (await orMissing(custom.getNamespacedCustomObject({ ...resource, namespace, name }))) as Door | undefined;
  if (door?.metadata.uid !== uid || door.metadata.deletionTimestamp !== undefined) return;
  let service = await orMissing(core.readNamespacedService({ name, namespace }));
  if (service !== undefined && !service.metadata?.ownerReferences?.some((owner) => owner.uid === uid)) throw new Error("not ours yet");
  service ??= await core.createNamespacedService({ namespace, body: { metadata: { name, namespace, ownerReferences: ownersOf(door) }, spec: { type: "LoadBalancer", selector: { door: name }, ports: [{ port: door.spec.port }] } } });
  const address = service.status?.loadBalancer?.ingress?.[0]?.ip;
  if (address === undefined) return;
  if (door.status?.["address"] === address) return;
  const { resourceVersion } = door.metadata;
  await custom.patchNamespacedCustomObjectStatus({ ...resource, namespace, name, body: { metadata: { resourceVersion }, status: { address } } }, mergePatch);
}
