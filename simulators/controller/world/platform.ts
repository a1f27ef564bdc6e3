import type { BuiltinController } from "../builtin/types.ts";
import type { Cluster, Handle } from "../cluster/types.ts";
import type { KindName } from "../payload.ts";

/** The cluster that the search runs in: the API server and the controllers that come with it. */
export interface Platform {
  readonly handle: Handle;
  /** In the order in which they take their steps. */
  readonly builtins: readonly BuiltinController[];
  /** Where a kind is served; undefined: nowhere. */
  served(cluster: Cluster, kind: KindName): Served | undefined;
  /** Without objects, but for what every cluster has; these kinds without a definition are served without a schema. */
  start(free: readonly KindName[]): Cluster;
}

export interface Served {
  /** `apps/statefulsets`. */
  readonly resource: string;
  readonly isNamespaced: boolean;
  /** Of the collection: `/apis/apps/v1/namespaces/shop/statefulsets`. */
  path(namespace: string | undefined): string;
}
