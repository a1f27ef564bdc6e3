import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { emptyCluster } from "../../cluster/cluster.ts";
import { handle } from "../../cluster/handle.ts";
import type { ApiAnswer, ApiRequest, Cluster, Environment, StoredObject } from "../../cluster/types.ts";
import { builtinControllers, settle } from "../index.ts";
import type { BuiltinOptions } from "../types.ts";

/** A small cluster for tests, with the built-in controllers in it: versions and names are counted, a second passes with each change. */
export class Scratch {
  cluster: Cluster = emptyCluster;
  readonly #options: BuiltinOptions;
  #count = 0;

  constructor(options: BuiltinOptions = { environment: "running" }) {
    this.#options = options;
    this.must({ method: "POST", path: "/api/v1/namespaces", body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } } });
  }

  request(request: ApiRequest): ApiAnswer {
    const { cluster, answer } = handle(this.cluster, request, this.environment);
    this.cluster = cluster;
    return answer;
  }

  must(request: ApiRequest): JsonObject {
    const { code, body = {} } = this.request(request);
    if (code >= 300) throw new Error(`${request.method} ${request.path}: ${code} ${JSON.stringify(body)}`);
    return body;
  }

  /** @param path Of the collection in the namespace `shop`: `apps/v1/deployments`, `v1/pods`. */
  create(path: string, name: string, members: JsonObject, metadata: JsonObject = {}): JsonObject {
    const [apiVersion, plural] = [path.slice(0, path.lastIndexOf("/")), path.slice(path.lastIndexOf("/") + 1)];
    const kind = kinds[plural] ?? plural;
    return this.must({ method: "POST", path: collection(path), body: { apiVersion, kind, metadata: { name, ...metadata }, ...members } });
  }

  merge(path: string, name: string, body: Json, subresource = ""): JsonObject {
    const type = "application/merge-patch+json";
    return this.must({ method: "PATCH", path: `${collection(path)}/${name}${subresource}`, type, body });
  }

  delete(path: string, name: string, propagationPolicy?: string): JsonObject {
    const query = propagationPolicy === undefined ? {} : { query: { propagationPolicy } };
    return this.must({ method: "DELETE", path: `${collection(path)}/${name}`, ...query });
  }

  /** Lets the controllers work until they are content. @returns The writes that they have made: `POST pods`. */
  settle(): readonly string[] {
    const { cluster, steps, isQuiet } = settle(this.cluster, builtinControllers(this.#options), handle, this.environment, 1000);
    if (!isQuiet) throw new Error("the controllers never come to rest");
    this.cluster = cluster;
    return steps.map(({ request }) => `${request.method} ${request.path.replace(/^.*\/namespaces\/shop\//, "")}`);
  }

  names(resource: string): readonly string[] {
    return this.cluster.list(resource).map(({ metadata }) => metadata.name);
  }

  get(resource: string, name: string): StoredObject {
    const found = this.cluster.get(resource, `shop/${name}`) ?? this.cluster.get(resource, `/${name}`);
    if (found === undefined) throw new Error(`${resource} ${name} is not there`);
    return found;
  }

  readonly environment: Environment = {
    mint: {
      version: () => String(++this.#count),
      listVersion: () => String(this.#count),
      uid: () => `uid-${++this.#count}`,
      suffix: (_resource, _namespace, prefix, isTaken) => {
        let suffix = "";
        do suffix = (++this.#count).toString(36).padStart(5, "x");
        while (isTaken(prefix + suffix));
        return suffix;
      },
      clusterIp: () => `10.0.0.${++this.#count}`,
      nodePort: () => 30_000 + ++this.#count,
      now: () => new Date(Date.UTC(2026, 0, 1) + this.#count * 1000).toISOString().replace(".000", ""),
    },
  };
}

const kinds: Readonly<Record<string, string>> = {
  configmaps: "ConfigMap",
  deployments: "Deployment",
  jobs: "Job",
  persistentvolumeclaims: "PersistentVolumeClaim",
  poddisruptionbudgets: "PodDisruptionBudget",
  pods: "Pod",
  replicasets: "ReplicaSet",
  secrets: "Secret",
  services: "Service",
  statefulsets: "StatefulSet",
};

const collection = (path: string): string => {
  const [root, plural] = [path.slice(0, path.lastIndexOf("/")), path.slice(path.lastIndexOf("/") + 1)];
  return `${root.includes("/") ? "/apis" : "/api"}/${root}/namespaces/shop/${plural}`;
};

/** A pod template with one container. */
export const template = (app: string, image = "img:1", spec: JsonObject = {}): JsonObject => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: "c", image }], ...spec },
});

export const workload = (app: string, replicas: number, members: JsonObject = {}): JsonObject => ({
  spec: { replicas, selector: { matchLabels: { app } }, template: template(app), ...members },
});
