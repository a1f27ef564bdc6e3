import { isSameJson } from "../../cluster/frozen.ts";
import type { StoredObject } from "../../cluster/types.ts";
import { pairwise } from "../pairwise.ts";
import type { Deployment, Labels, PodTemplate, ReplicaSet } from "../views.ts";
import { maxSurge, wantedReplicas } from "./limits.ts";

export const hashLabel = "pod-template-hash";
export const revisionAnnotation = "deployment.kubernetes.io/revision";
const historyAnnotation = "deployment.kubernetes.io/revision-history";
const desiredAnnotation = "deployment.kubernetes.io/desired-replicas";
const maxAnnotation = "deployment.kubernetes.io/max-replicas";

/** Annotations that are about the deployment itself, and stay with it. */
const keptBack: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  "deprecated.deployment.rollback.revision",
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
]);

/** The ReplicaSets of one deployment: the one of its present template, and all others from the oldest on. */
export interface Generations {
  readonly current: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

export function generationsOf(deployment: Deployment, sets: readonly ReplicaSet[]): Generations {
  const sorted = [...sets].sort(byAge);
  const current = sorted.find((set) => isSameTemplate(set.spec.template, deployment.spec.template));
  return { current, old: sorted.filter((set) => set !== current) };
}

/** Older first. Revisions tell apart what came into being within one second. */
const byAge = (a: ReplicaSet, b: ReplicaSet): number => {
  const [left, right] = [a.metadata.creationTimestamp ?? "", b.metadata.creationTimestamp ?? ""];
  if (left !== right) return left < right ? -1 : 1;
  return revisionOf(a) - revisionOf(b) || (a.metadata.name < b.metadata.name ? -1 : 1);
};

/** Equal but for the hash that the controller has put there. */
export const isSameTemplate = pairwise((a: PodTemplate, b: PodTemplate): boolean => isSameJson(withoutHash(a), withoutHash(b)));

function withoutHash(template: PodTemplate): PodTemplate {
  const labels = template.metadata?.labels;
  if (labels?.[hashLabel] === undefined) return template;
  const { [hashLabel]: _, ...rest } = labels;
  const { labels: __, ...metadata } = template.metadata ?? {};
  return { ...template, metadata: Object.keys(rest).length === 0 ? metadata : { ...metadata, labels: rest } };
}

export const wantedOf = ({ spec }: ReplicaSet): number => spec.replicas ?? 1;

export const availableOf = ({ status }: ReplicaSet): number => status?.availableReplicas ?? 0;

export const total = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number =>
  sets.reduce((sum, set) => sum + count(set), 0);

export const isActive = (set: ReplicaSet): boolean => wantedOf(set) > 0;

const numberIn = (object: StoredObject, annotation: string): number | undefined => {
  const text = object.metadata.annotations?.[annotation];
  return text !== undefined && /^-?[0-9]+$/.test(text) ? Number(text) : undefined;
};

const revisionOf = (set: StoredObject): number => numberIn(set, revisionAnnotation) ?? 0;

export const desiredOf = (set: ReplicaSet): number | undefined => numberIn(set, desiredAnnotation);

export const maximumOf = (set: ReplicaSet): number | undefined => numberIn(set, maxAnnotation);

export const nextRevision = (old: readonly ReplicaSet[]): number => Math.max(0, ...old.map(revisionOf)) + 1;

/** How far the deployment goes, for proportional scaling later on. */
export const sizeAnnotations = (deployment: Deployment): Labels => ({
  [desiredAnnotation]: String(wantedReplicas(deployment)),
  [maxAnnotation]: String(wantedReplicas(deployment) + maxSurge(deployment)),
});

/** Annotations of the current ReplicaSet as the deployment wants them (`SetNewReplicaSetAnnotations`). */
export function annotationsOf(deployment: Deployment, set: ReplicaSet | undefined, revision: number): Labels {
  const own = set?.metadata.annotations ?? {};
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !keptBack.has(key));
  const annotations: Record<string, string> = { ...own, ...Object.fromEntries(copied) };
  if (set === undefined) Object.assign(annotations, sizeAnnotations(deployment));
  const before = own[revisionAnnotation];
  if (before !== undefined && revisionOf(set as ReplicaSet) >= revision) return annotations;
  annotations[revisionAnnotation] = String(revision);
  if (before !== undefined)
    annotations[historyAnnotation] = [own[historyAnnotation], before].filter((each) => each !== undefined && each !== "").join(",");
  return annotations;
}
