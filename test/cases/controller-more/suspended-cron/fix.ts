import { ApiException, BatchV1Api, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import type { V1CronJob } from "@kubernetes/client-node";

const config = new KubeConfig();
config.loadFromDefault();
const batch = config.makeApiClient(BatchV1Api);
const mergePatch = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

const hasCode = (error: unknown, code: number): boolean => error instanceof ApiException && error.code === code;
async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (hasCode(error, 404)) return undefined;
    throw error;
  }
}
interface Meta { name: string; namespace: string; uid: string; generation: number; resourceVersion: string; deletionTimestamp?: string; finalizers?: string[]; annotations?: Record<string, string> }
const ownersOf = (cr: { apiVersion: string; kind: string; metadata: Meta }) =>
  [{ apiVersion: cr.apiVersion, kind: cr.kind, name: cr.metadata.name, uid: cr.metadata.uid, controller: true, blockOwnerDeletion: true }];

interface Report { apiVersion: string; kind: string; metadata: Meta; spec: { paused: boolean }; status?: Record<string, unknown> }

const cronFor = (report: Report): V1CronJob => ({
  metadata: { name: report.metadata.name, namespace: report.metadata.namespace, ownerReferences: ownersOf(report) },
  spec: { schedule: "0 3 * * *", suspend: report.spec.paused, jobTemplate: { spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "r", image: "r:1" }] } } } } },
});

/**
 * @reconcile ops.example.com/v1 Report
 * @sample ./sample.yaml
 * @edit spec.paused=true then spec.paused=false
 * @owns batch/v1 CronJob
 */
export async function reconcile(report: Report): Promise<void> {
  const { name, namespace } = report.metadata;
  const cron = await orMissing(batch.readNamespacedCronJob({ name, namespace }));
  if (cron === undefined) {
    await batch.createNamespacedCronJob({ namespace, body: cronFor(report) });
    return;
  }
  if (report.spec.paused !== (cron.spec?.suspend ?? false)) {
    await batch.patchNamespacedCronJob({ name, namespace, body: { spec: { suspend: report.spec.paused } } }, mergePatch);
  }
}
