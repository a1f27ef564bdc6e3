import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Feed {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { url: string };
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
const own = ({ apiVersion, kind, metadata: { name, uid } }: Feed) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function withRetry<T>(call: () => Promise<T>, attempts = 3): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const code = error instanceof ApiException ? error.code : 0;
      if (attempt >= attempts || (code !== 0 && code !== 429 && code < 500)) throw error;
      await sleep(100 * 2 ** attempt);
    }
  }
}

/**
 * @reconcile x.example.com/v1 Feed
 * @sample ./sample.yaml
 * @edit spec.url="http://b"
 * @owns v1 ConfigMap
 */
export async function reconcile(cached: Feed): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "feeds", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as Feed | undefined;
  if (!live || live.metadata.deletionTimestamp) return;
  const map = await orMissing(core.readNamespacedConfigMap({ name, namespace }));
  if (!map) await withRetry(() => core.createNamespacedConfigMap({ namespace, body: { metadata: { name, ownerReferences: own(live) }, data: { url: live.spec.url } } }));
  else if (map.data?.url !== live.spec.url) await withRetry(() => core.replaceNamespacedConfigMap({ name, namespace, body: { ...map, data: { url: live.spec.url } } }));
}
