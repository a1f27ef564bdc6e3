import type { ApiRequest, Cluster } from "../cluster/types.ts";
import { deleteRequest, pathOf } from "./requests.ts";
import { defineBuiltin } from "./types.ts";
import { isBeingDeleted, type Namespace, namespacesOf } from "./views.ts";

/** Empties namespaces that are to go, then lets them go (`pkg/controller/namespace`). */
export const namespaceController = defineBuiltin("namespace-controller", function* (cluster) {
  for (const namespace of namespacesOf(cluster)) if (isBeingDeleted(namespace)) yield* sync(cluster, namespace);
});

function* sync(cluster: Cluster, namespace: Namespace): Iterable<ApiRequest> {
  const finalizers = namespace.spec?.finalizers ?? [];
  if (!finalizers.includes("kubernetes")) return;
  let isEmpty = true;
  for (const resource of cluster.resources) {
    for (const object of cluster.list(resource)) {
      if (object.metadata.namespace !== namespace.metadata.name) continue;
      isEmpty = false;
      if (!isBeingDeleted(object)) yield deleteRequest(resource, object, "Background");
    }
  }
  if (!isEmpty) return;
  yield {
    method: "PUT",
    path: `${pathOf("/namespaces", namespace)}/finalize`,
    body: { ...namespace, spec: { ...namespace.spec, finalizers: finalizers.filter((each) => each !== "kubernetes") } },
    agent: "kube-controller-manager",
  };
}
