import { defineController, isOwnedBy, ownerReference, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1PodDisruptionBudget } from "@kubernetes/client-node";

interface Cassandra {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { maxUnavailable: number };
}

function budgetFor(cassandra: Stored<Cassandra>): V1PodDisruptionBudget {
  const { name, namespace } = cassandra.metadata;
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace, ownerReferences: [ownerReference(cassandra)] },
    spec: { maxUnavailable: cassandra.spec.maxUnavailable, selector: { matchLabels: { cassandra: name } } },
  };
}

export default defineController({
  name: "cassandra",
  resource: { apiVersion: "db.example.com/v1", kind: "Cassandra" },
  owns: [{ apiVersion: "policy/v1", kind: "PodDisruptionBudget" }],
  sample: "./sample.yaml",
  edits: [(cassandra: Cassandra) => void (cassandra.spec.maxUnavailable = 2)],

  async reconcile(request, kube) {
    const cassandra = await kube.get<Cassandra>("db.example.com/v1", "Cassandra", request);
    if (cassandra === undefined || cassandra.metadata.deletionTimestamp !== undefined) return;

    const current = await kube.get<V1PodDisruptionBudget>("policy/v1", "PodDisruptionBudget", request);
    if (current === undefined) {
      await kube.create(budgetFor(cassandra));
    } else if (!isOwnedBy(current, cassandra)) {
      return { requeueAfterSeconds: 5 };
    } else if (current.spec?.maxUnavailable !== cassandra.spec.maxUnavailable) {
      const { namespace, name } = current.metadata;
      await kube.delete("policy/v1", "PodDisruptionBudget", { namespace, name }, { preconditions: { uid: current.metadata.uid } });
      await kube.create(budgetFor(cassandra));
    }
  },
});
