import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, makeInformer, type V1Pod } from "@kubernetes/client-node";

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
 * @owns v1 Pod
 */
export async function reconcile(group: WorkerGroup): Promise<void> {
  if (group.metadata.deletionTimestamp) return;
  const { name, namespace } = group.metadata;
  const present = new Set(pods.list(namespace).map((pod) => pod.metadata?.name));
  for (let index = 0; index < group.spec.workers; index += 1) {
    const own = `${name}-${index}`;
    // The cache may not know of it yet: the name sees to it that there is no second one.
    if (!present.has(own)) await orThere(core.createNamespacedPod({ namespace, body: workerOf(group, own) }));
  }
}

const workerOf = ({ apiVersion, kind, metadata, spec }: WorkerGroup, name: string): V1Pod => ({
  metadata: {
    name,
    labels: { app: "ray" },
    ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true }],
  },
  spec: { containers: [{ name: "worker", image: spec.image }] },
});

async function orThere(created: Promise<unknown>): Promise<void> {
  try {
    await created;
  } catch (error) {
    if (!(error instanceof ApiException) || error.code !== 409) throw error;
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
