import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";

interface Banner {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string };
  spec: { text: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

async function apply({ apiVersion, kind, metadata: { name, namespace, uid }, spec }: Banner): Promise<void> {
  const data = { text: spec.text };
  const current = await orMissing(core.readNamespacedConfigMap({ namespace, name }));
  if (current === undefined) {
    const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, ownerReferences }, data } });
  } else if (current.data?.["text"] !== spec.text) {
    await core.replaceNamespacedConfigMap({ namespace, name, body: { ...current, data } });
  }
}

/**
 * @reconcile ui.example.com/v1 Banner
 * @sample ./sample.yaml
 * @edit spec.text="closed"
 * @owns v1 ConfigMap
 */
export async function reconcile(banner: Banner): Promise<void> {
  await apply(banner);
}
