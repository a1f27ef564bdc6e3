/** Controllers that are measured, as a user would write them. */

/**
 * Six calls on the happy path: the resource, a Service, a ConfigMap, a StatefulSet, its pods, the status; up to three creations.
 * Two resources: one is scaled up from one pod to two, the other has none.
 */
export const twoResources = `import { defineController, ownerReference } from "faultline/controller";

const own = (cache, name) => ({ name, namespace: cache.metadata.namespace, ownerReferences: [ownerReference(cache)] });
const cacheOf = (name, replicas) => ({ apiVersion: "cache.example.com/v1", kind: "Cache", metadata: { name, namespace: "shop" }, spec: { replicas, memory: 64 } });

export default defineController({
  name: "cache",
  resource: { apiVersion: "cache.example.com/v1", kind: "Cache" },
  owns: [{ apiVersion: "apps/v1", kind: "StatefulSet" }],
  sample: cacheOf("one", 1),
  world: [cacheOf("two", 0)],
  edits: [(cache) => { cache.spec.replicas = 2; }],
  async reconcile(request, kube) {
    const fresh = { fresh: true };
    const cache = await kube.get("cache.example.com/v1", "Cache", request, fresh);
    if (cache === undefined) return;
    const { name } = request;
    const labels = { cache: name };
    const ports = [{ name: "memcache", port: 11211, protocol: "TCP" }];
    if (await kube.get("v1", "Service", request, fresh) === undefined) {
      await kube.create({ apiVersion: "v1", kind: "Service", metadata: own(cache, name), spec: { selector: labels, ports } });
    }
    if (await kube.get("v1", "ConfigMap", request, fresh) === undefined) {
      await kube.create({ apiVersion: "v1", kind: "ConfigMap", metadata: own(cache, name), data: { memory: String(cache.spec.memory) } });
    }
    const set = await kube.get("apps/v1", "StatefulSet", request, fresh);
    const { replicas } = cache.spec;
    if (set === undefined) {
      const containers = [{ name: "memcached", image: "memcached:1.6", env: [{ name: "MEMORY", value: String(cache.spec.memory) }] }];
      const template = { metadata: { labels }, spec: { containers } };
      const spec = { replicas, serviceName: name, selector: { matchLabels: labels }, template };
      await kube.create({ apiVersion: "apps/v1", kind: "StatefulSet", metadata: own(cache, name), spec });
    } else if (set.spec.replicas !== replicas) {
      await kube.update({ ...set, spec: { ...set.spec, replicas } });
    }
    const pods = await kube.list("v1", "Pod", { namespace: "shop", labelSelector: labels });
    const ready = pods.filter((pod) => pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True")).length;
    const observedGeneration = cache.metadata.generation;
    if (cache.status?.ready === ready && cache.status?.observedGeneration === observedGeneration) return;
    await kube.updateStatus({ ...cache, status: { observedGeneration, ready } });
  },
});
`;

/**
 * Keeps so many pods of a resource, each with a generated name: one pod is made or taken away in a reconcile.
 *
 * @see Anvil's `VReplicaSet` controller: pods are listed, filtered by their owner, and counted.
 */
export const replicaSet = `import { defineController, isDeleting, isOwnedBy, ownerReference } from "faultline/controller";

const kind = "VReplicaSet";
const apiVersion = "anvil.example.com/v1";

export default defineController({
  name: "vreplicaset",
  resource: { apiVersion, kind },
  owns: [{ apiVersion: "v1", kind: "Pod" }],
  sample: { apiVersion, kind, metadata: { name: "web", namespace: "shop" }, spec: { replicas: 1 } },
  edits: [(set) => { set.spec.replicas = 3; }, (set) => { set.spec.replicas = 2; }],
  desired: (set, world) => world.list("v1", "Pod", { ownedBy: set }).length === set.spec.replicas,
  async reconcile(request, kube) {
    const set = await kube.get(apiVersion, kind, request, { fresh: true });
    if (set === undefined || isDeleting(set)) return;
    const labels = { set: request.name };
    const all = await kube.list("v1", "Pod", { namespace: request.namespace, labelSelector: labels, fresh: true });
    const pods = all.filter((pod) => isOwnedBy(pod, set) && !isDeleting(pod));
    if (pods.length < set.spec.replicas) {
      const metadata = { generateName: request.name + "-", namespace: request.namespace, labels, ownerReferences: [ownerReference(set)] };
      await kube.create({ apiVersion: "v1", kind: "Pod", metadata, spec: { containers: [{ name: "web", image: "web:1" }] } });
    } else if (pods.length > set.spec.replicas) {
      const { name, namespace, uid } = pods[pods.length - 1].metadata;
      await kube.delete("v1", "Pod", { name, namespace }, { preconditions: { uid } });
    }
  },
});
`;

/** Over the Kubernetes client: two Secrets. Broken: both are made where the first is missing. `edit` makes each text another one. */
export const twinSecrets = (edit: number, isBroken: boolean): string => `import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";

const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);

interface Gate { apiVersion: string; kind: string; metadata: { name: string; namespace: string; uid: string }; }

async function isThere(name: string, namespace: string): Promise<boolean> {
  try {
    await core.readNamespacedSecret({ name, namespace });
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === 404) return false;
    throw error;
  }
}

async function make(gate: Gate, name: string): Promise<void> {
  const { apiVersion, kind, metadata: { name: owner, namespace, uid } } = gate;
  const ownerReferences = [{ apiVersion, kind, name: owner, uid, controller: true }];
  await core.createNamespacedSecret({ namespace, body: { metadata: { name, ownerReferences }, stringData: { edit: "${edit}" } } });
}

/**
 * @reconcile gates.example.com/v1 Gate
 * @sample ./gate.yaml
 * @owns v1 Secret
 */
export async function reconcile(gate: Gate): Promise<void> {
  const { namespace } = gate.metadata;
  if (!(await isThere("front", namespace))) {
    await make(gate, "front");
    ${isBroken ? 'await make(gate, "back");' : ""}
  }
  ${isBroken ? "" : 'if (!(await isThere("back", namespace))) await make(gate, "back");'}
}
`;

/** What `twinSecrets` samples. */
export const gateSample = `apiVersion: gates.example.com/v1
kind: Gate
metadata: { name: main, namespace: web, uid: 11111111-1111-4111-8111-111111111111 }
spec: {}
`;

/** A ConfigMap, a Deployment and the status: of ordinary size, and right. */
export const webServer = (edit: number): string => `import { defineController, ownerReference } from "faultline/controller";

const apiVersion = "web.example.com/v1";

export default defineController({
  name: "site",
  resource: { apiVersion, kind: "Site" },
  owns: [{ apiVersion: "v1", kind: "ConfigMap" }, { apiVersion: "apps/v1", kind: "Deployment" }],
  sample: { apiVersion, kind: "Site", metadata: { name: "shop", namespace: "web" }, spec: { page: "hello ${edit}", replicas: 1 } },
  edits: [(site) => { site.spec.replicas = 2; }],
  async reconcile(request, kube) {
    const site = await kube.get(apiVersion, "Site", request, { fresh: true });
    if (site === undefined) return;
    const { name, namespace } = request;
    const labels = { site: name };
    const own = { name, namespace, ownerReferences: [ownerReference(site)] };
    const pages = await kube.get("v1", "ConfigMap", request);
    if (pages === undefined) await kube.create({ apiVersion: "v1", kind: "ConfigMap", metadata: own, data: { page: site.spec.page } });
    const running = await kube.get("apps/v1", "Deployment", request);
    const { replicas } = site.spec;
    if (running === undefined) {
      const spec = { containers: [{ name: "web", image: "web:1" }] };
      const deployment = { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } };
      await kube.create({ apiVersion: "apps/v1", kind: "Deployment", metadata: own, spec: deployment });
    } else if (running.spec.replicas !== replicas) {
      await kube.update({ ...running, spec: { ...running.spec, replicas } });
    }
  },
});
`;
