import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";

interface Ring {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; resourceVersion: string; deletionTimestamp?: string };
  spec: { seed: string };
  status?: { operation?: "Idle" | "Replacing"; seed?: string };
}

const rings = { group: "ring.example.com", version: "v1", plural: "rings" };
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
const mergePatch = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

async function setStatus({ metadata: { name, namespace, resourceVersion } }: Ring, status: Ring["status"]): Promise<Ring> {
  const body = { metadata: { resourceVersion }, status };
  return (await custom.patchNamespacedCustomObjectStatus({ ...rings, namespace, name, body }, mergePatch)) as Ring;
}

async function createSeed({ apiVersion, kind, metadata: { name, namespace, uid }, spec }: Ring): Promise<void> {
  const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: `${name}-seed`, ownerReferences }, data: { seed: spec.seed } } });
}

/**
 * @reconcile ring.example.com/v1 Ring
 * @sample ./sample.yaml
 * @edit spec.seed="b"
 * @owns v1 ConfigMap
 */
export async function reconcile(cached: Ring): Promise<void> {
  const { name, namespace } = cached.metadata;
  const ring = (await orMissing(custom.getNamespacedCustomObject({ ...rings, namespace, name }))) as Ring | undefined;
  if (ring === undefined || ring.metadata.deletionTimestamp !== undefined) return;
  const seed = { namespace, name: `${name}-seed` };
  const current = await orMissing(core.readNamespacedConfigMap(seed));

  if (ring.status?.operation === "Replacing") {
    if (current === undefined) throw new Error("the seed that is being replaced is gone");
    if (current.data?.["seed"] === ring.spec.seed) {
      await setStatus(ring, { operation: "Idle", seed: ring.spec.seed });
      return;
    }
    await core.deleteNamespacedConfigMap({ ...seed, body: { preconditions: { uid: current.metadata!.uid! } } });
    await createSeed(ring);
    return;
  }
  if (current === undefined) await createSeed(ring);
  else if (current.data?.["seed"] !== ring.spec.seed) await setStatus(ring, { ...ring.status, operation: "Replacing" });
}
