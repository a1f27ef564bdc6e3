import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Blog {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { secret: boolean };
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
const own = ({ apiVersion, kind, metadata: { name, uid } }: Blog) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];

/**
 * @reconcile x.example.com/v1 Blog
 * @sample ./sample.yaml
 * @edit spec.secret=true then spec.secret=false
 * @owns v1 Secret
 */
export async function reconcile(cached: Blog): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "blogs", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as Blog | undefined;
  if (!live || live.metadata.deletionTimestamp || live.metadata.uid !== cached.metadata.uid) return;
  const secret = await orMissing(core.readNamespacedSecret({ name, namespace }));
  if (live.spec.secret && !secret) {
    await core.createNamespacedSecret({ namespace, body: { metadata: { name, ownerReferences: own(live) }, stringData: { token: "t" } } });
  } else if (!live.spec.secret && secret) {
    if (!secret.metadata?.ownerReferences?.some(({ uid }) => uid === live.metadata.uid)) return;
    await orMissing(core.deleteNamespacedSecret({ name, namespace, body: { preconditions: { uid: secret.metadata!.uid! } } }));
  }
}
