/** `faultline/controller/testing`: a Kubernetes API server in the process of a test. */
export { type Cluster, type ClusterOptions, createCluster, type RawAnswer, type RawRequest } from "./cluster.ts";
export type { Which } from "./faults.ts";
export type { Served, ServeOptions } from "./serve.ts";
export type { WatchEvent, WatchOptions } from "./watch.ts";
