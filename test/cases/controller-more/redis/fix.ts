import * as k8s from "@kubernetes/client-node";
import { serviceFor, statefulSetFor, type Redis } from "./children.js";

const kubeConfig = new k8s.KubeConfig();
kubeConfig.loadFromCluster();

const isNotFound = (error: unknown): boolean => error instanceof k8s.HttpError && error.statusCode === 404;

async function bodyOrUndefined<T>(call: Promise<{ body: T }>): Promise<T | undefined> {
  return call.then(
    ({ body }) => body,
    (error) => {
      if (isNotFound(error)) return undefined;
      throw error;
    },
  );
}

export class RedisReconciler {
  private readonly core = kubeConfig.makeApiClient(k8s.CoreV1Api);
  private readonly apps = kubeConfig.makeApiClient(k8s.AppsV1Api);
  private readonly custom = kubeConfig.makeApiClient(k8s.CustomObjectsApi);

  async run({ metadata: { name, namespace } }: Redis): Promise<void> {
    const redis = (await bodyOrUndefined(this.custom.getNamespacedCustomObject("cache.example.com", "v1", namespace, "redises", name))) as Redis | undefined;
    if (!redis || redis.metadata.deletionTimestamp) return;
    await this.ensureService(redis);
    const set = await this.ensureStatefulSet(redis);
    await this.report(redis, set);
  }

  private async ensureService(redis: Redis): Promise<void> {
    const { name, namespace } = redis.metadata;
    if (!(await bodyOrUndefined(this.core.readNamespacedService(name, namespace)))) await this.core.createNamespacedService(namespace, serviceFor(redis));
  }

  private async ensureStatefulSet(redis: Redis): Promise<k8s.V1StatefulSet> {
    const { name, namespace } = redis.metadata;
    const current = await bodyOrUndefined(this.apps.readNamespacedStatefulSet(name, namespace));
    if (!current) return (await this.apps.createNamespacedStatefulSet(namespace, statefulSetFor(redis))).body;
    if (current.spec?.replicas === redis.spec.replicas) return current;
    current.spec!.replicas = redis.spec.replicas;
    return (await this.apps.replaceNamespacedStatefulSet(name, namespace, current)).body;
  }

  private async report(redis: Redis, set: k8s.V1StatefulSet): Promise<void> {
    const { name, namespace, generation } = redis.metadata;
    const readyReplicas = set.status?.readyReplicas ?? 0;
    const isRolledOut = set.status?.observedGeneration === set.metadata?.generation && readyReplicas === redis.spec.replicas;
    const status = { observedGeneration: generation, readyReplicas, conditions: [{ type: "Ready", status: isRolledOut ? "True" : "False" }] };
    if (JSON.stringify(redis.status) === JSON.stringify(status)) return;
    await this.custom.replaceNamespacedCustomObjectStatus("cache.example.com", "v1", namespace, "redises", name, { ...redis, status });
  }
}

const reconciler = new RedisReconciler();

/**
 * @reconcile cache.example.com/v1 Redis
 * @sample ./sample.yaml
 * @crd ./crd.yaml
 * @edit spec.replicas=0
 * @owns v1 Service, apps/v1 StatefulSet
 */
export function reconcile(redis: Redis): Promise<void> {
  return reconciler.run(redis);
}
