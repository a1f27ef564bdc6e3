import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface App {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { text: string };
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
const own = ({ apiVersion, kind, metadata: { name, uid } }: App) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];
const seen = new Map<string, string>();

/**
 * @reconcile x.example.com/v1 App
 * @sample ./sample.yaml
 * @edit spec.text="new"
 * @owns v1 ConfigMap
 */
export async function reconcile(app: App): Promise<void> {
  const { name, namespace, uid } = app.metadata;
  const version = (app.metadata as { resourceVersion?: string }).resourceVersion ?? "";
  if (seen.get(uid) === version) return;
  seen.set(uid, version);
  const ref = { group: "x.example.com", version: "v1", plural: "apps", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as App | undefined;
  if (!live || live.metadata.deletionTimestamp) return;
  const map = await orMissing(core.readNamespacedConfigMap({ name, namespace }));
  if (!map) await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, ownerReferences: own(live) }, data: { text: live.spec.text } } });
  else if (map.data?.text !== live.spec.text) await core.replaceNamespacedConfigMap({ name, namespace, body: { ...map, data: { text: live.spec.text } } });
  
}
