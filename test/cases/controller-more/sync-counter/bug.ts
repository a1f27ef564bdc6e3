import { defineController, ownerReference, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1ConfigMap } from "@kubernetes/client-node";

interface Feed {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { url: string };
}

const configMapFor = (feed: Stored<Feed>, syncs: number): V1ConfigMap => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: {
    name: feed.metadata.name,
    namespace: feed.metadata.namespace,
    ownerReferences: [ownerReference(feed)],
    annotations: { "feeds.example.com/syncs": String(syncs) },
  },
  data: { url: feed.spec.url },
});

export default defineController({
  name: "feed",
  resource: { apiVersion: "feeds.example.com/v1", kind: "Feed" },
  sample: "./sample.yaml",

  async reconcile(request, kube) {
    const feed = await kube.get<Feed>("feeds.example.com/v1", "Feed", request, { fresh: true });
    if (feed === undefined || feed.metadata.deletionTimestamp !== undefined) return;
    const current = await kube.get<V1ConfigMap>("v1", "ConfigMap", request);
    const syncs = Number(current?.metadata.annotations?.["feeds.example.com/syncs"] ?? "0");
    if (current === undefined) await kube.create(configMapFor(feed, 1));
    else await kube.update({ ...configMapFor(feed, syncs + 1), metadata: { ...current.metadata, annotations: { "feeds.example.com/syncs": String(syncs + 1) } } });
  },
});
