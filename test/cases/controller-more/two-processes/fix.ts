import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";

interface Lottery {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; deletionTimestamp?: string };
  spec: { prize: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);

/**
 * @reconcile fun.example.com/v1 Lottery
 * @sample ./sample.yaml
 * @replicas 2
 */
export async function reconcile({ apiVersion, kind, metadata: { name, namespace, uid }, spec }: Lottery): Promise<void> {
  const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
  const metadata = { name: `${name}-${uid}`, labels: { lottery: uid }, ownerReferences };
  try {
    await core.createNamespacedConfigMap({ namespace, body: { metadata, data: { prize: spec.prize } } });
  } catch (error) {
    if (!(error instanceof ApiException) || error.code !== 409) throw error;
  }
}
