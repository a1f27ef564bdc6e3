import { defineController, ownerReference, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1ConfigMap } from "@kubernetes/client-node";

interface Agent {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { seconds: number };
}

const beatOf = (agent: Stored<Agent>, since: string): V1ConfigMap => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: agent.metadata.name, namespace: agent.metadata.namespace, ownerReferences: [ownerReference(agent)] },
  data: { since },
});

export default defineController({
  name: "agent",
  resource: { apiVersion: "agents.example.com/v1", kind: "Agent" },
  owns: [{ apiVersion: "v1", kind: "ConfigMap" }],
  sample: "./sample.yaml",

  async reconcile(request, kube) {
    const agent = await kube.get<Agent>("agents.example.com/v1", "Agent", request, { fresh: true });
    if (agent === undefined || agent.metadata.deletionTimestamp !== undefined) return;
    const beat = beatOf(agent, new Date().toISOString());
    const current = await kube.get<V1ConfigMap>("v1", "ConfigMap", request, { fresh: true });
    if (current === undefined) await kube.create(beat);
    else if (current.metadata.ownerReferences?.[0]?.uid !== agent.metadata.uid) return { requeueAfterSeconds: 5 };
    else await kube.update({ ...current, data: beat.data ?? {} });
    return { requeueAfterSeconds: agent.spec.seconds };
  },
});
