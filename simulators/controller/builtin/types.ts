import type { ApiRequest, Cluster, StoredObject } from "../cluster/types.ts";

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
  requests(cluster: Cluster): readonly ApiRequest[];
  /** The single write that it would make in this state; undefined when it is content. */
  next(cluster: Cluster): ApiRequest | undefined;
  /** The resources that its writes depend on; left out: any. */
  readonly reads?: readonly string[];
}

/**
 * A controller from the writes that it would try.
 *
 * @param reads The resources that its writes depend on, such as `/pods`: they are worked out once for each content of these.
 */
export function defineBuiltinOf(
  name: string,
  reads: readonly string[],
  work: (cluster: Cluster) => Iterable<ApiRequest>,
): BuiltinController {
  const known: Known = new WeakMap();
  const requests = (cluster: Cluster): readonly ApiRequest[] => {
    const [shelf, last] = shelfOf(known, cluster, reads);
    const found = shelf.get(last) as readonly ApiRequest[] | undefined;
    if (found !== undefined) return found;
    const made = listed(work(cluster));
    shelf.set(last, made);
    return made;
  };
  return { name, reads, requests, next: (cluster) => requests(cluster)[0] };
}

/** A controller whose writes may depend on anything in the cluster. */
export function defineBuiltin(name: string, work: (cluster: Cluster) => Iterable<ApiRequest>): BuiltinController {
  const known = new WeakMap<Cluster, readonly ApiRequest[]>();
  const requests = (cluster: Cluster): readonly ApiRequest[] => {
    const made = known.get(cluster) ?? listed(work(cluster));
    known.set(cluster, made);
    return made;
  };
  return { name, requests, next: (cluster) => requests(cluster)[0] };
}

const nothing: readonly ApiRequest[] = Object.freeze([]);

function listed(requests: Iterable<ApiRequest>): readonly ApiRequest[] {
  const list = [...requests];
  return list.length === 0 ? nothing : Object.freeze(list);
}

/** By the lists of the resources, one after the other: a list is the same array as long as nothing in it has changed. */
type Known = WeakMap<readonly StoredObject[], unknown>;

function shelfOf(known: Known, cluster: Cluster, reads: readonly string[]): readonly [Known, readonly StoredObject[]] {
  let shelf = known;
  for (const resource of reads.slice(0, -1)) {
    const list = cluster.list(resource);
    const next = (shelf.get(list) as Known | undefined) ?? new WeakMap<readonly StoredObject[], unknown>();
    shelf.set(list, next);
    shelf = next;
  }
  return [shelf, cluster.list(reads.at(-1) ?? "")];
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
