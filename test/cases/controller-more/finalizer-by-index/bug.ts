import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Zone {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { zone: string };
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
const own = ({ apiVersion, kind, metadata: { name, uid } }: Zone) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];
const finalizer = "x.example.com/zone";

/**
 * @reconcile x.example.com/v1 Zone
 * @sample ./sample.yaml
 * @edit spec.zone="b.example.com"
 */
export async function reconcile(cached: Zone): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "zones", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as Zone | undefined;
  if (!live) return;
  const has = live.metadata.finalizers?.includes(finalizer) ?? false;
  if (!live.metadata.deletionTimestamp) {
    if (!has) await custom.patchNamespacedCustomObject({ ...ref, body: [{ op: "add", path: "/metadata/finalizers/-", value: finalizer }] });
    const map = await orMissing(core.readNamespacedConfigMap({ name: `zone-${name}`, namespace: "dns" }));
    if (!map) await core.createNamespacedConfigMap({ namespace: "dns", body: { metadata: { name: `zone-${name}` }, data: { zone: live.spec.zone } } });
    else if (map.data?.zone !== live.spec.zone) await core.replaceNamespacedConfigMap({ name: `zone-${name}`, namespace: "dns", body: { ...map, data: { zone: live.spec.zone } } });
    return;
  }
  if (!has) return;
  await orMissing(core.deleteNamespacedConfigMap({ name: `zone-${name}`, namespace: "dns" }));
  const at = live.metadata.finalizers!.indexOf(finalizer);
  await orMissing(custom.patchNamespacedCustomObject({ ...ref, body: [{ op: "remove", path: `/metadata/finalizers/${at}` }] }));
}
