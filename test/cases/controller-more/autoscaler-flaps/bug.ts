import { defineController, isOwnedBy, ownerReference, type Kube, type ObjectMeta, type ReconcileRequest, type Stored } from "faultline/controller";
import type { V1Deployment } from "@kubernetes/client-node";

interface Worker {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { minimum: number; maximum: number; load: number };
}

function deploymentFor(worker: Stored<Worker>): V1Deployment {
  const { name, namespace } = worker.metadata;
  const labels = { worker: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "worker", image: "worker:1" }] } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, ownerReferences: [ownerReference(worker)] },
    spec: { replicas: worker.spec.minimum, selector: { matchLabels: labels }, template },
  };
}

async function scale(kube: Kube, deployment: Stored<V1Deployment>, replicas: number): Promise<void> {
  await kube.update({ ...deployment, spec: { ...deployment.spec!, replicas } });
}

export default defineController({
  name: "worker",
  resource: { apiVersion: "run.example.com/v1", kind: "Worker" },
  owns: [{ apiVersion: "apps/v1", kind: "Deployment" }],
  sample: "./sample.yaml",

  async reconcile(request: ReconcileRequest, kube) {
    const worker = await kube.get<Worker>("run.example.com/v1", "Worker", request, { fresh: true });
    if (worker === undefined || worker.metadata.deletionTimestamp !== undefined) return;
    const deployment = await kube.get<V1Deployment>("apps/v1", "Deployment", request, { fresh: true });
    if (deployment === undefined) {
      await kube.create(deploymentFor(worker));
      return;
    }
    if (!isOwnedBy(deployment, worker)) return { requeueAfterSeconds: 5 };
    const replicas = deployment.spec?.replicas ?? 1;
    const { load, minimum, maximum } = worker.spec;
    if (load / replicas > 1 && replicas < maximum) await scale(kube, deployment, replicas + 1);
    else if (load / replicas < 1 && replicas > minimum) await scale(kube, deployment, replicas - 1);
  },
});
