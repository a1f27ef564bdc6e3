import type { ApiRequest, Cluster } from "../cluster/types.ts";

/**
 * A controller of the cluster itself, such as the one of Deployments.
 *
 * Level-triggered and without memory: what it does follows from what is in the cluster, nothing else. Its writes go through the API server like anybody's.
 */
export interface BuiltinController {
  /** As the field manager of its writes shows it in traces: `statefulset-controller`. */
  readonly name: string;
  /**
   * The writes that it would try in this state, the most urgent first, never a write that changes nothing.
   * The first that the server does not refuse is its step; the others follow from the state after that one.
   */
  requests(cluster: Cluster): Iterable<ApiRequest>;
  /** The single write that it would make in this state; undefined when it is content. */
  next(cluster: Cluster): ApiRequest | undefined;
}

/** A controller from the writes that it would try. */
export function defineBuiltin(name: string, requests: (cluster: Cluster) => Iterable<ApiRequest>): BuiltinController {
  return {
    name,
    requests,
    next(cluster) {
      for (const request of requests(cluster)) return request;
      return undefined;
    },
  };
}

export interface BuiltinOptions {
  /**
   * - `recorded`: the controllers of kube-controller-manager 1.20 alone; there are no nodes, pods stay pending.
   * - `running`: with a scheduler, a node that runs all pods, and volumes; the StatefulSet controller makes missing claims again.
   */
  readonly environment: "recorded" | "running";
  /** Services of type LoadBalancer get an address. Default: never. */
  readonly assignsLoadBalancers?: boolean;
}
