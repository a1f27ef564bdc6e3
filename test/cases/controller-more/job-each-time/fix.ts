import { ApiException, BatchV1Api, KubeConfig, type V1Job } from "@kubernetes/client-node";

interface Backup {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number };
  spec: { bucket: string };
}

const config = new KubeConfig();
config.loadFromDefault();
const batch = config.makeApiClient(BatchV1Api);

const jobFor = ({ apiVersion, kind, metadata: { name, uid, generation }, spec }: Backup): V1Job => ({
  metadata: { name: `${name}-${uid.slice(0, 8)}-${generation}`, labels: { backup: uid }, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] },
  spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "backup", image: "backup:1", args: [spec.bucket] }] } } },
});

/**
 * @reconcile ops.example.com/v1 Backup
 * @sample ./sample.yaml
 * @owns batch/v1 Job
 */
export async function reconcile(backup: Backup): Promise<void> {
  const { namespace } = backup.metadata;
  try {
    await batch.createNamespacedJob({ namespace, body: jobFor(backup) });
  } catch (error) {
    // Made by an earlier reconcile of this generation.
    if (!(error instanceof ApiException) || error.code !== 409) throw error;
  }
}
