import { defineController, isOwnedBy, ownerReference, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1Job } from "@kubernetes/client-node";

interface Migration {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { version: number };
  status?: { version?: number; phase?: "Running" | "Complete" };
}

const jobFor = (migration: Stored<Migration>): V1Job => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: {
    name: `${migration.metadata.name}-v${migration.spec.version}`,
    namespace: migration.metadata.namespace,
    ownerReferences: [ownerReference(migration)],
  },
  spec: {
    backoffLimit: 3,
    template: { spec: { restartPolicy: "Never", containers: [{ name: "migrate", image: "migrate:1", args: [String(migration.spec.version)] }] } },
  },
});

const isComplete = (job: Stored<V1Job>): boolean =>
  job.status?.conditions?.some(({ type, status }) => type === "Complete" && status === "True") === true;

export default defineController({
  name: "migration",
  resource: { apiVersion: "db.example.com/v1", kind: "Migration" },
  owns: [{ apiVersion: "batch/v1", kind: "Job" }],
  sample: "./sample.yaml",

  async reconcile(request, kube) {
    const migration = await kube.get<Migration>("db.example.com/v1", "Migration", request, { fresh: true });
    if (migration === undefined || migration.metadata.deletionTimestamp !== undefined) return;
    const { version } = migration.spec;
    if (migration.status?.version === version && migration.status.phase === "Complete") return;

    const wanted = jobFor(migration);
    const key = { namespace: request.namespace, name: `${request.name}-v${version}` };
    const job = (await kube.get<V1Job>("batch/v1", "Job", key, { fresh: true })) ?? (await kube.create(wanted));
    if (!isOwnedBy(job, migration)) return { requeueAfterSeconds: 5 };
    const phase = isComplete(job) ? "Complete" : "Running";
    if (migration.status?.version !== version || migration.status.phase !== phase) {
      await kube.updateStatus({ ...migration, status: { version, phase } });
    }
  },
});
