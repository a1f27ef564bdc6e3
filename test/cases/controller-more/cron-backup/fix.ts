import { BatchV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions, ApiException, type V1CronJob } from "@kubernetes/client-node";

interface Condition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason: string;
  observedGeneration: number;
  lastTransitionTime: string;
}

interface BackupPlan {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string };
  spec: { schedule: string; bucket: string };
  status?: { conditions?: Condition[] };
}

const plans = { group: "backup.example.com", version: "v1", plural: "backupplans" };
const fieldManager = "backup-operator";
const config = new KubeConfig();
config.loadFromDefault();
const batch = config.makeApiClient(BatchV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
const serverSideApply = setHeaderOptions("Content-Type", PatchStrategy.ServerSideApply);
const mergePatch = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

async function readPlan({ metadata: { namespace, name } }: BackupPlan): Promise<BackupPlan | undefined> {
  try {
    return (await custom.getNamespacedCustomObject({ ...plans, namespace, name })) as BackupPlan;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

function cronJobFor(plan: BackupPlan): V1CronJob {
  const { name, uid } = plan.metadata;
  const containers = [{ name: "backup", image: "backup:2", args: ["--to", plan.spec.bucket] }];
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name, ownerReferences: [{ apiVersion: plan.apiVersion, kind: plan.kind, name, uid, controller: true }] },
    spec: { schedule: plan.spec.schedule, jobTemplate: { spec: { template: { spec: { restartPolicy: "Never", containers } } } } },
  };
}

/** With the condition set; the same conditions if it says so already. */
function withCondition(conditions: readonly Condition[], next: Omit<Condition, "lastTransitionTime">): readonly Condition[] {
  const known = conditions.find(({ type }) => type === next.type);
  if (known?.status === next.status && known.reason === next.reason && known.observedGeneration === next.observedGeneration) return conditions;
  const lastTransitionTime = known?.status === next.status ? known.lastTransitionTime : new Date().toISOString();
  return [...conditions.filter(({ type }) => type !== next.type), { ...next, lastTransitionTime }];
}

/**
 * @reconcile backup.example.com/v1 BackupPlan
 * @sample ./sample.yaml
 * @edit spec.bucket="west"
 * @owns batch/v1 CronJob
 */
export async function reconcile(cached: BackupPlan): Promise<void> {
  const { namespace, name } = cached.metadata;
  const plan = await readPlan(cached);
  if (plan === undefined || plan.metadata.deletionTimestamp !== undefined) return;
  await batch.patchNamespacedCronJob({ namespace, name, body: cronJobFor(plan), fieldManager, force: true }, serverSideApply);

  const before = plan.status?.conditions ?? [];
  const conditions = withCondition(before, { type: "Scheduled", status: "True", reason: "Applied", observedGeneration: plan.metadata.generation });
  if (conditions === before) return;
  await custom.patchNamespacedCustomObjectStatus({ ...plans, namespace, name, body: { status: { conditions } } }, mergePatch);
}
