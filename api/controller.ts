/**
 * `faultline/controller`: write one reconcile function, verify it, deploy it.
 *
 * The function is level-triggered: it gets the *name* of what to look at, never an event or a snapshot. It reads, compares, writes, and returns.
 * Everything it does to the cluster goes through `kube`, everything it does elsewhere through `external`. In a check both are simulated, with crashes,
 * lost answers, stale caches and conflicts; `runController` connects the same function to a real cluster.
 *
 * Names follow controller-runtime (requests, results, cached reads, owns/watches) and the Kubernetes API (preconditions, propagationPolicy,
 * fieldManager, force).
 *
 * @packageDocumentation
 */

export * from "./controller/index.ts";
export { runController } from "./controller/run/run-controller.ts";
