import {
  addFinalizer,
  defineController,
  externalSystem,
  isDeleting,
  isOwnedBy,
  ownerReference,
  removeFinalizer,
  type ObjectMeta,
  type Stored,
} from "faultline/controller";
import type { V1StatefulSet } from "@kubernetes/client-node";

interface Ring {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { nodes: number };
}

interface Gossip {
  /** By ring: how far its last node is with leaving. */
  leaving: Record<string, "leaving" | "left">;
}

const finalizer = "cassandra.example.com/gossip";
const initial: Gossip = { leaving: {} };

function statefulSetFor(ring: Stored<Ring>): V1StatefulSet {
  const { name, namespace } = ring.metadata;
  const labels = { ring: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "cassandra", image: "cassandra:5" }] } };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, namespace, ownerReferences: [ownerReference(ring)] },
    spec: { replicas: ring.spec.nodes, serviceName: name, selector: { matchLabels: labels }, template },
  };
}

export default defineController({
  name: "ring",
  resource: { apiVersion: "cassandra.example.com/v1", kind: "Ring" },
  owns: [{ apiVersion: "apps/v1", kind: "StatefulSet" }],
  sample: "./sample.yaml",
  edits: [(ring: Ring) => void (ring.spec.nodes = 0), (ring: Ring) => void (ring.spec.nodes = 1)],

  external: {
    nodetool: externalSystem({
      initial,
      operations: {
        progressOf: (state, ring: string) => state.leaving[ring],
        decommission: (state, ring: string) => void (state.leaving[ring] = "leaving"),
        rejoin: (state, ring: string) => void delete state.leaving[ring],
      },
      progress(state) {
        for (const ring of Object.keys(state.leaving)) state.leaving[ring] = "left";
      },
    }),
  },

  async reconcile(request, kube, { nodetool }) {
    const found = await kube.get<Ring>("cassandra.example.com/v1", "Ring", request, { fresh: true });
    if (found === undefined) return;
    if (isDeleting(found)) {
      if (!found.metadata.finalizers?.includes(finalizer)) return;
      await nodetool.rejoin(request.name);
      await removeFinalizer(kube, found, finalizer);
      return;
    }
    const ring = await addFinalizer(kube, found, finalizer);
    const set = await kube.get<V1StatefulSet>("apps/v1", "StatefulSet", request, { fresh: true });
    if (set === undefined) {
      await kube.create(statefulSetFor(ring));
      return;
    }
    if (!isOwnedBy(set, ring)) return { requeueAfterSeconds: 5 };

    const replicas = set.spec?.replicas ?? 0;
    if (ring.spec.nodes < replicas) {
      const progress = await nodetool.progressOf(request.name);
      if (progress === undefined) await nodetool.decommission(request.name);
      if (progress !== "left") return { requeueAfterSeconds: 10 };
      await kube.update({ ...set, spec: { ...set.spec!, replicas: replicas - 1 } });
      await nodetool.rejoin(request.name);
      return;
    }
    if (ring.spec.nodes > replicas) await kube.update({ ...set, spec: { ...set.spec!, replicas: replicas + 1 } });
  },
});
