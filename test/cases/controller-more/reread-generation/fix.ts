import { defineController, ownerReference, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1ConfigMap } from "@kubernetes/client-node";

interface Gateway {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { image: string };
  status?: { observedGeneration?: number };
}

const configOf = (gateway: Stored<Gateway>): V1ConfigMap => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: gateway.metadata.name, namespace: gateway.metadata.namespace, ownerReferences: [ownerReference(gateway)] },
  data: { image: gateway.spec.image },
});

export default defineController({
  name: "gateway",
  resource: { apiVersion: "gw.example.com/v1", kind: "Gateway" },
  owns: [{ apiVersion: "v1", kind: "ConfigMap" }],
  sample: "./sample.yaml",
  edits: [
    (gateway) => {
      (gateway["spec"] as Gateway["spec"]).image = "gateway:2";
    },
  ],

  async reconcile(request, kube) {
    const gateway = await kube.get<Gateway>("gw.example.com/v1", "Gateway", request, { fresh: true });
    if (gateway === undefined || gateway.metadata.deletionTimestamp !== undefined) return;
    const current = await kube.get<V1ConfigMap>("v1", "ConfigMap", request, { fresh: true });
    if (current === undefined) await kube.create(configOf(gateway));
    else if (current.metadata.ownerReferences?.[0]?.uid !== gateway.metadata.uid) return { requeueAfterSeconds: 5 };
    else if (current.data?.["image"] !== gateway.spec.image) await kube.update({ ...current, data: { image: gateway.spec.image } });
    if (gateway.status?.observedGeneration === gateway.metadata.generation) return;
    await kube.updateStatus({ ...gateway, status: { observedGeneration: gateway.metadata.generation ?? 0 } });
  },
});
