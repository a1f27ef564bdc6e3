import { defineController, isOwnedBy, ownerReference, type Kube, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1PersistentVolumeClaim, V1Pod } from "@kubernetes/client-node";

interface Node {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { running: boolean };
}

function claimFor(node: Stored<Node>): V1PersistentVolumeClaim {
  const { name, namespace } = node.metadata;
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: `data-${name}`, namespace, ownerReferences: [ownerReference(node)] },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  };
}

function podFor(node: Stored<Node>): V1Pod {
  const { name, namespace } = node.metadata;
  const volumes = [{ name: "data", persistentVolumeClaim: { claimName: `data-${name}` } }];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, ownerReferences: [ownerReference(node)] },
    spec: { volumes, containers: [{ name: "node", image: "node:4", volumeMounts: [{ name: "data", mountPath: "/data" }] }] },
  };
}

async function removeClaim(kube: Kube, node: Stored<Node>): Promise<void> {
  const key = { namespace: node.metadata.namespace, name: `data-${node.metadata.name}` };
  const claim = await kube.get<V1PersistentVolumeClaim>("v1", "PersistentVolumeClaim", key, { fresh: true });
  if (claim === undefined || !isOwnedBy(claim, node)) return;
  await kube.delete("v1", "PersistentVolumeClaim", key, { preconditions: { uid: claim.metadata.uid } });
}

export default defineController({
  name: "node",
  resource: { apiVersion: "db.example.com/v1", kind: "Node" },
  owns: [
    { apiVersion: "v1", kind: "Pod" },
    { apiVersion: "v1", kind: "PersistentVolumeClaim" },
  ],
  sample: "./sample.yaml",
  edits: [(node: Node) => void (node.spec.running = false), (node: Node) => void (node.spec.running = true)],

  async reconcile(request, kube) {
    const node = await kube.get<Node>("db.example.com/v1", "Node", request, { fresh: true });
    if (node === undefined || node.metadata.deletionTimestamp !== undefined) return;

    const pod = await kube.get<V1Pod>("v1", "Pod", request);
    if (pod?.metadata.deletionTimestamp !== undefined) {
      await removeClaim(kube, node);
      return;
    }
    if (!node.spec.running) {
      if (pod !== undefined) await kube.delete("v1", "Pod", request, { preconditions: { uid: pod.metadata.uid } });
      return;
    }
    const key = { namespace: request.namespace, name: `data-${request.name}` };
    const claim = await kube.get<V1PersistentVolumeClaim>("v1", "PersistentVolumeClaim", key, { fresh: true });
    if (claim === undefined) await kube.create(claimFor(node));
    if (pod === undefined) await kube.create(podFor(node));
  },
});
