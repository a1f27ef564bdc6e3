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
  const { items } = await core.listNamespacedConfigMap({ namespace, labelSelector: `lottery=${uid}` });
  if (items.length > 0) return;
  const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
  const metadata = { generateName: `${name}-`, labels: { lottery: uid }, ownerReferences };
  await core.createNamespacedConfigMap({ namespace, body: { metadata, data: { prize: spec.prize } } });
}
