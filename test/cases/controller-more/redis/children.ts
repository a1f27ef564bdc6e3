import type { V1Service, V1StatefulSet } from "@kubernetes/client-node";

export interface Redis {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; generation: number; deletionTimestamp?: string };
  spec: { replicas: number };
  status?: { observedGeneration?: number; readyReplicas?: number; conditions?: { type: string; status: string }[] };
}

const labelsOf = ({ metadata }: Redis) => ({ "app.kubernetes.io/name": "redis", "app.kubernetes.io/instance": metadata.name });

const metaOf = (redis: Redis) => ({
  name: redis.metadata.name,
  namespace: redis.metadata.namespace,
  labels: labelsOf(redis),
  ownerReferences: [
    { apiVersion: redis.apiVersion, kind: redis.kind, name: redis.metadata.name, uid: redis.metadata.uid, controller: true, blockOwnerDeletion: true },
  ],
});

export const serviceFor = (redis: Redis): V1Service => ({
  metadata: metaOf(redis),
  spec: { clusterIP: "None", selector: labelsOf(redis), ports: [{ name: "redis", port: 6379 }] },
});

export const statefulSetFor = (redis: Redis): V1StatefulSet => ({
  metadata: metaOf(redis),
  spec: {
    replicas: redis.spec.replicas,
    serviceName: redis.metadata.name,
    selector: { matchLabels: labelsOf(redis) },
    template: { metadata: { labels: labelsOf(redis) }, spec: { containers: [{ name: "redis", image: "redis:7", ports: [{ containerPort: 6379 }] }] } },
  },
});
