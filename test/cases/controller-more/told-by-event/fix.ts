import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Mail {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { host: string };
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
const own = ({ apiVersion, kind, metadata: { name, uid } }: Mail) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];

/**
 * @reconcile x.example.com/v1 Mail
 * @sample ./sample.yaml
 * @owns v1 ConfigMap
 */
export async function reconcile(cached: Mail): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "mails", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as Mail | undefined;
  if (!live || live.metadata.deletionTimestamp) return;
  const map = await orMissing(core.readNamespacedConfigMap({ name, namespace }));
  if (map) return;
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, ownerReferences: own(live) }, data: { host: live.spec.host } } });
  const involvedObject = { apiVersion: live.apiVersion, kind: live.kind, name, namespace, uid: live.metadata.uid };
  await core.createNamespacedEvent({ namespace, body: { metadata: { generateName: `${name}-` }, involvedObject, type: "Normal", reason: "Created", message: "ConfigMap created" } });
}
