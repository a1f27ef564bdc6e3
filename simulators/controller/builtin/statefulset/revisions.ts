import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { isSameJson } from "../../cluster/frozen.ts";
import type { ApiRequest, Cluster } from "../../cluster/types.ts";
import { adoptRequest, controllerReference } from "../adopt.ts";
import { foregroundFinalizer } from "../garbage/graph.ts";
import { contentHash } from "../hash.ts";
import { pairwise } from "../pairwise.ts";
import { createRequest, deleteRequest, replaceRequest } from "../requests.ts";
import { selects } from "../selector.ts";
import {
  type ControllerRevision,
  controllerOf,
  isBeingDeleted,
  isNamespaceClosed,
  type PodTemplate,
  revisionsOf,
  type StatefulSet,
} from "../views.ts";

const resource = "apps/controllerrevisions";
const hashLabel = "controller.kubernetes.io/hash";

/** The versions of a set's template: the newest, and the one that its pods had before. */
export interface Revisions {
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  /** From the oldest on. */
  readonly history: readonly ControllerRevision[];
}

/** Revisions without controller become those of the set. */
export function* adoptRevisions(set: StatefulSet, orphans: readonly ControllerRevision[]): Iterable<ApiRequest> {
  for (const revision of orphans) yield adoptRequest(resource, revision, set);
}

export const orphansOf = (cluster: Cluster, set: StatefulSet): readonly ControllerRevision[] =>
  fittingRevisions(cluster, set).filter((revision) => controllerOf(revision) === undefined);

const fittingRevisions = (cluster: Cluster, set: StatefulSet): readonly ControllerRevision[] =>
  revisionsOf(cluster)
    .filter(({ metadata }) => metadata.namespace === set.metadata.namespace && selects(set.spec.selector, metadata.labels))
    .filter((revision) => (controllerOf(revision)?.uid ?? set.metadata.uid) === set.metadata.uid)
    .sort(
      (a, b) =>
        a.revision - b.revision ||
        compare(a.metadata.creationTimestamp ?? "", b.metadata.creationTimestamp ?? "") ||
        compare(a.metadata.name, b.metadata.name),
    );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The revisions as they are to be, or the write that brings them there (`getStatefulSetRevisions`). */
export function revisionsOfSet(cluster: Cluster, set: StatefulSet): Revisions | ApiRequest | undefined {
  const history = fittingRevisions(cluster, set);
  const update = history.findLast((revision) => isOfTemplate(revision, set.spec.template));
  const newest = history.at(-1);
  if (update === undefined) return isTakenAway(cluster, set) ? undefined : createRevision(set, (newest?.revision ?? 0) + 1);
  if (newest !== undefined && newest !== update) return replaceRequest(resource, update, { revision: newest.revision + 1 });
  return { update, history, current: history.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update };
}

/**
 * Whether a new revision could not be made, or would not last: of a set that is deleted in the foreground the garbage collector takes it at once, and the
 * controller, which does not watch revisions, hears nothing of it.
 */
const isTakenAway = (cluster: Cluster, set: StatefulSet): boolean =>
  isNamespaceClosed(cluster, set.metadata.namespace) ||
  (isBeingDeleted(set) && set.metadata.finalizers?.includes(foregroundFinalizer) === true);

/** The part of the set that a revision keeps: a patch that puts the template back. */
const dataOf = (template: PodTemplate): JsonObject => ({ spec: { template: { ...template, $patch: "replace" } } });

const isOfTemplate = pairwise(({ data }: ControllerRevision, template: PodTemplate) => isSameJson(data, dataOf(template)));

export function templateOf({ data }: ControllerRevision): PodTemplate {
  const { $patch: _, ...template } = (data as { readonly spec: { readonly template: PodTemplate & { readonly $patch?: Json } } }).spec
    .template;
  return template;
}

function createRevision(set: StatefulSet, revision: number): ApiRequest {
  const data = dataOf(set.spec.template);
  const hash = contentHash(data, set.status?.collisionCount ?? 0);
  const { annotations } = set.metadata;
  return createRequest(resource, set.metadata.namespace, {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name: `${set.metadata.name}-${hash}`,
      labels: { ...set.spec.template.metadata?.labels, [hashLabel]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerReference(set)],
    },
    data,
    revision,
  });
}

/** Revisions that no pod has go, the oldest first, once there are more than the history is to hold (`truncateHistory`). */
export function* dropHistory(set: StatefulSet, { history, current, update }: Revisions, inUse: readonly string[]): Iterable<ApiRequest> {
  const live = new Set([current.metadata.name, update.metadata.name, ...inUse]);
  const idle = history.filter(({ metadata }) => !live.has(metadata.name));
  const surplus = idle.length - (set.spec.revisionHistoryLimit ?? 10);
  for (const revision of idle.slice(0, Math.max(0, surplus))) yield deleteRequest(resource, revision);
}
