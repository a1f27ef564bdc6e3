import { ApiException, AppsV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Web {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string; finalizers?: string[] };
  spec: { tier: string };
  status?: { phase?: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const apps = config.makeApiClient(AppsV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

const orMissing = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  });
const own = ({ apiVersion, kind, metadata: { name, uid } }: Web) => [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }];

/**
 * @reconcile x.example.com/v1 Web
 * @sample ./sample.yaml
 * @edit spec.tier="back"
 * @owns apps/v1 Deployment
 */
export async function reconcile(cached: Web): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ref = { group: "x.example.com", version: "v1", plural: "webs", name, namespace };
  const live = (await orMissing(custom.getNamespacedCustomObject(ref))) as Web | undefined;
  if (!live || live.metadata.deletionTimestamp) return;
  const labels = { app: name, tier: live.spec.tier };
  const template = { metadata: { labels: { ...labels, tier: live.spec.tier } }, spec: { containers: [{ name: "web", image: "web:1" }] } };
  const found = await orMissing(apps.readNamespacedDeployment({ name, namespace }));
  if (!found) {
    await apps.createNamespacedDeployment({ namespace, body: { metadata: { name, ownerReferences: own(live) }, spec: { replicas: 1, selector: { matchLabels: labels }, template } } });
  } else if (found.spec!.template.metadata!.labels!.tier !== live.spec.tier) {
    found.spec = { ...found.spec!, selector: { matchLabels: labels }, template };
    await apps.replaceNamespacedDeployment({ name, namespace, body: found });
  }
}
