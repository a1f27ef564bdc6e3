import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";

interface Dashboard {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string };
  spec: { title: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);

async function find(namespace: string, name: string) {
  try {
    return await core.readNamespacedConfigMap({ namespace, name });
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

/**
 * @reconcile ui.example.com/v1 Dashboard
 * @sample ./sample.yaml
 * @owns v1 ConfigMap
 * @edit spec.title="B"
 */
export async function reconcile(dashboard: Dashboard): Promise<void> {
  const { apiVersion, kind } = dashboard;
  const { namespace, name, uid } = dashboard.metadata;
  const current = await find(namespace, `${name}-layout`);
  const data = { title: dashboard.spec.title };
  const metadata = { name: `${name}-layout`, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] };
  if (current === undefined) await core.createNamespacedConfigMap({ namespace, body: { metadata, data } });
  else if (current.data?.["title"] !== data.title) await core.replaceNamespacedConfigMap({ namespace, name: metadata.name, body: { ...current, data } });
}
