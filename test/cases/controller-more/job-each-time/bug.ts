import { BatchV1Api, KubeConfig, type V1Job } from "@kubernetes/client-node";

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
  metadata: { generateName: `${name}-`, labels: { backup: uid, generation: String(generation) }, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] },
  spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "backup", image: "backup:1", args: [spec.bucket] }] } } },
});

/**
 * @reconcile ops.example.com/v1 Backup
 * @sample ./sample.yaml
 * @owns batch/v1 Job
 */
export async function reconcile(backup: Backup): Promise<void> {
  const { namespace } = backup.metadata;
  await batch.createNamespacedJob({ namespace, body: jobFor(backup) });
}
