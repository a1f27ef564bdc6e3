import { CoreV1Api, CustomObjectsApi, KubeConfig, makeInformer, type V1Pod } from "@kubernetes/client-node";

interface WorkerGroup {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; deletionTimestamp?: string };
  spec: { workers: number; image: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

const groups = makeInformer<WorkerGroup>(config, "/apis/ray.example.com/v1/workergroups", () =>
  custom.listClusterCustomObject({ group: "ray.example.com", version: "v1", plural: "workergroups" }),
);
const pods = makeInformer<V1Pod>(config, "/api/v1/pods", () => core.listPodForAllNamespaces(), "app=ray");

const ownerOf = (pod: V1Pod) => pod.metadata?.ownerReferences?.find(({ controller }) => controller);

/**
 * @reconcile ray.example.com/v1 WorkerGroup
 * @sample ./sample.yaml
 */
export async function reconcile(group: WorkerGroup): Promise<void> {
  if (group.metadata.deletionTimestamp) return;
  const { name, namespace, uid } = group.metadata;
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: "app=ray" });
  const present = items.filter((pod) => ownerOf(pod)?.uid === uid);
  for (let missing = group.spec.workers - present.length; missing > 0; missing -= 1) {
    await core.createNamespacedPod({
      namespace,
      body: {
        metadata: {
          generateName: `${name}-`,
          labels: { app: "ray" },
          ownerReferences: [{ apiVersion: group.apiVersion, kind: group.kind, name, uid, controller: true }],
        },
        spec: { containers: [{ name: "worker", image: group.spec.image }] },
      },
    });
  }
}

async function reconcileOwner(pod: V1Pod): Promise<void> {
  const owner = ownerOf(pod);
  const group = owner && groups.get(owner.name, pod.metadata?.namespace);
  if (group) await reconcile(group);
}

export async function main(): Promise<void> {
  groups.on("add", reconcile);
  groups.on("update", reconcile);
  pods.on("add", reconcileOwner);
  pods.on("update", reconcileOwner);
  pods.on("delete", reconcileOwner);
  await pods.start();
  await groups.start();
}
