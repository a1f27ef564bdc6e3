import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

interface Ledger {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; resourceVersion: string; deletionTimestamp?: string; finalizers?: string[] };
  spec: { storage: string };
}

const finalizer = "ledger.example.com/claims";
const ledgers = { group: "ledger.example.com", version: "v1", plural: "ledgers" };
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

async function setFinalizers({ metadata }: Ledger, finalizers: string[]): Promise<void> {
  const { name, namespace, uid, resourceVersion } = metadata;
  const body = [
    { op: "test", path: "/metadata/uid", value: uid },
    { op: "test", path: "/metadata/resourceVersion", value: resourceVersion },
    { op: "add", path: "/metadata/finalizers", value: finalizers },
  ];
  await orMissing(custom.patchNamespacedCustomObject({ ...ledgers, namespace, name, body }));
}

async function removeClaims({ metadata }: Ledger): Promise<void> {
  const { name, namespace } = metadata;
  const { items } = await core.listNamespacedPersistentVolumeClaim({ namespace, labelSelector: `ledger=${name}` });
  for (const claim of items) {
    await orMissing(core.deleteNamespacedPersistentVolumeClaim({ namespace, name: claim.metadata!.name! }));
  }
}

async function ensureClaim({ metadata, spec }: Ledger): Promise<void> {
  const { name, namespace, uid } = metadata;
  const claim = `data-${uid}`;
  if ((await orMissing(core.readNamespacedPersistentVolumeClaim({ namespace, name: claim }))) !== undefined) return;
  const body = {
    metadata: { name: claim, labels: { ledger: name, "ledger-uid": uid } },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: spec.storage } } },
  };
  await core.createNamespacedPersistentVolumeClaim({ namespace, body });
}

/**
 * @reconcile ledger.example.com/v1 Ledger
 * @sample ./sample.yaml
 */
export async function reconcile(ledger: Ledger): Promise<void> {
  const { finalizers = [] } = ledger.metadata;
  if (ledger.metadata.deletionTimestamp !== undefined) {
    if (!finalizers.includes(finalizer)) return;
    await removeClaims(ledger);
    await setFinalizers(ledger, finalizers.filter((each) => each !== finalizer));
    return;
  }
  if (!finalizers.includes(finalizer)) {
    await setFinalizers(ledger, [...finalizers, finalizer]);
    return;
  }
  const { name, namespace, uid } = ledger.metadata;
  const live = (await orMissing(custom.getNamespacedCustomObject({ ...ledgers, namespace, name }))) as Ledger | undefined;
  if (live?.metadata.uid !== uid || live.metadata.deletionTimestamp !== undefined) return;
  await ensureClaim(ledger);
}
