import { defineController, isOwnedBy, ownerReference, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1Deployment } from "@kubernetes/client-node";

interface Relay {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { replicas: number };
}

function deploymentFor(relay: Stored<Relay>): V1Deployment {
  const { name, namespace } = relay.metadata;
  const labels = { relay: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, ownerReferences: [ownerReference(relay)] },
    spec: { replicas: relay.spec.replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "relay", image: "relay:2" }] } } },
  };
}

export default defineController({
  name: "relay",
  resource: { apiVersion: "net.example.com/v1", kind: "Relay" },
  owns: [{ apiVersion: "apps/v1", kind: "Deployment" }],
  sample: "./sample.yaml",
  edits: [(relay: Relay) => void (relay.spec.replicas = 2), (relay: Relay) => void (relay.spec.replicas = 1)],

  async reconcile(request, kube) {
    const relay = await kube.get<Relay>("net.example.com/v1", "Relay", request, { fresh: true });
    if (relay === undefined || relay.metadata.deletionTimestamp !== undefined) return;

    const deployment = await kube.get<V1Deployment>("apps/v1", "Deployment", request, { fresh: true });
    if (deployment === undefined) {
      await kube.create(deploymentFor(relay));
      return;
    }
    if (!isOwnedBy(deployment, relay)) return { requeueAfterSeconds: 5 };
    const replicas = deployment.spec?.replicas ?? 1;
    // Members cannot leave: a smaller number is not followed.
    if (relay.spec.replicas > replicas) {
      await kube.update({ ...deployment, spec: { ...deployment.spec!, replicas: relay.spec.replicas } });
    }
  },
});
