import { BatchV1Api, CustomObjectsApi, KubeConfig, type V1Job } from "@kubernetes/client-node";

interface Import {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; deletionTimestamp?: string };
  spec: { source: string };
  status?: { phase?: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const batch = config.makeApiClient(BatchV1Api);
const custom = config.makeApiClient(CustomObjectsApi);

const imports = { group: "data.example.com", version: "v1", plural: "imports" };

/** Each import has a job of its own, also one that is made anew under the same name. */
function jobOf({ apiVersion, kind, metadata: { name, uid }, spec }: Import): V1Job {
  return {
    metadata: {
      name: `${name}-${uid}`,
      labels: { import: name, "import-uid": uid },
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
    },
    spec: {
      template: {
        metadata: { labels: { "import-uid": uid } },
        spec: { restartPolicy: "Never", containers: [{ name: "import", image: "importer:1", args: [spec.source, `--id=${uid.slice(0, 8)}`] }] },
      },
    },
  };
}

/**
 * @reconcile data.example.com/v1 Import
 * @sample ./sample.yaml
 * @owns batch/v1 Job
 */
export async function reconcile(event: Import): Promise<void> {
  const { name, namespace } = event.metadata;
  const live = (await orMissing(custom.getNamespacedCustomObject({ ...imports, namespace, name }))) as Import | undefined;
  if (live === undefined || live.metadata.deletionTimestamp || live.metadata.uid !== event.metadata.uid) return;
  if (live.status?.phase === "Started") return;
  // A crash in between leaves the import without a job: what it says of itself was said too early.
  await custom.replaceNamespacedCustomObjectStatus({ ...imports, namespace, name, body: { ...live, status: { phase: "Started" } } });
  const wanted = jobOf(live);
  const job = await orMissing(batch.readNamespacedJob({ namespace, name: wanted.metadata?.name ?? "" }));
  if (job === undefined) await batch.createNamespacedJob({ namespace, body: wanted });
}

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ((error as { code?: number }).code === 404) return undefined;
    throw error;
  }
}
