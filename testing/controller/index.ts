/** `faultline/controller/testing`: a Kubernetes API server in the process of a test. */
export { createCluster } from "./create-cluster.ts";
export type * from "./types.ts";
