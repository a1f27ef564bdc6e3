import { defineController, isOwnedBy, ownerReference, type Kube, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1StatefulSet } from "@kubernetes/client-node";

interface Broker {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { storage: number };
}

function statefulSetFor(broker: Stored<Broker>): V1StatefulSet {
  const { name, namespace } = broker.metadata;
  const labels = { broker: name };
  const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${broker.spec.storage}Gi` } } };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, namespace, ownerReferences: [ownerReference(broker)] },
    spec: {
      replicas: 0,
      serviceName: name,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "rabbit", image: "rabbit:4" }] } },
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim }],
    },
  };
}

/** What the template of the claims asks for, in GiB. */
const sizeOf = (set: V1StatefulSet): number =>
  Number.parseInt(set.spec?.volumeClaimTemplates?.[0]?.spec?.resources?.requests?.["storage"] ?? "0", 10);

async function resize(kube: Kube, broker: Stored<Broker>, set: Stored<V1StatefulSet>): Promise<void> {
  const live = await kube.get<Broker>("mq.example.com/v1", "Broker", broker.metadata, { fresh: true });
  if (live?.metadata.resourceVersion !== broker.metadata.resourceVersion) throw new Error("the cache is behind");
  const { namespace, name, uid } = set.metadata;
  await kube.delete("apps/v1", "StatefulSet", { namespace, name }, { preconditions: { uid }, propagationPolicy: "Orphan" });
  await kube.create(statefulSetFor(broker));
}

export default defineController({
  name: "broker",
  resource: { apiVersion: "mq.example.com/v1", kind: "Broker" },
  owns: [{ apiVersion: "apps/v1", kind: "StatefulSet" }],
  sample: "./sample.yaml",
  edits: [(broker: Broker) => void (broker.spec.storage = 20)],

  async reconcile(request, kube) {
    const broker = await kube.get<Broker>("mq.example.com/v1", "Broker", request);
    if (broker === undefined || broker.metadata.deletionTimestamp !== undefined) return;

    const set = await kube.get<V1StatefulSet>("apps/v1", "StatefulSet", request, { fresh: true });
    if (set === undefined) {
      await kube.create(statefulSetFor(broker));
    } else if (!isOwnedBy(set, broker)) {
      return { requeueAfterSeconds: 5 };
    } else if (sizeOf(set) !== broker.spec.storage) {
      await resize(kube, broker, set);
    }
  },
});
