import { FakeCluster } from "./cluster.ts";
import type { Cluster, ClusterOptions } from "./types.ts";

/** A fresh cluster with the namespaces `default` and `kube-system`. @throws {Error} The server refuses a definition or an object. */
export function createCluster(options: ClusterOptions = {}): Cluster {
  return new FakeCluster(options);
}
