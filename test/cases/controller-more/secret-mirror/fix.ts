import { defineController, isOwnedBy, ownerReference, type ObjectMeta } from "faultline/controller";
import type { V1Secret } from "@kubernetes/client-node";

interface Mirror {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { source: { namespace: string; name: string } };
}

export default defineController({
  name: "mirror",
  resource: { apiVersion: "sec.example.com/v1", kind: "Mirror" },
  owns: [{ apiVersion: "v1", kind: "Secret" }],
  watches: [
    {
      apiVersion: "v1",
      kind: "Secret",
      requests: ({ metadata }) => (metadata.namespace === "vault" ? [{ namespace: "shop", name: metadata.name }] : []),
    },
  ],
  sample: "./sample.yaml",

  async reconcile(request, kube) {
    const mirror = await kube.get<Mirror>("sec.example.com/v1", "Mirror", request, { fresh: true });
    if (mirror === undefined || mirror.metadata.deletionTimestamp !== undefined) return;
    const source = await kube.get<V1Secret>("v1", "Secret", mirror.spec.source);
    if (source?.data === undefined) return;
    const copy = await kube.get<V1Secret>("v1", "Secret", request);
    if (copy === undefined) {
      const metadata = { name: request.name, namespace: request.namespace, ownerReferences: [ownerReference(mirror)] };
      await kube.create<V1Secret>({ apiVersion: "v1", kind: "Secret", metadata, data: source.data });
      return;
    }
    if (!isOwnedBy(copy, mirror)) return;
    if (JSON.stringify(copy.data) !== JSON.stringify(source.data)) await kube.update({ ...copy, data: source.data });
  },
});
