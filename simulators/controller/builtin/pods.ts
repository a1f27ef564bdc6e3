import type { JsonObject } from "../../../protocol/json.ts";
import type { StoredObject } from "../cluster/types.ts";
import { controllerReference } from "./adopt.ts";
import { isBeingDeleted, type Pod, type PodTemplate } from "./views.ts";

export const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;

export const phaseOf = ({ status }: Pod): string => status?.phase ?? "Pending";

export const isRunningAndReady = (pod: Pod): boolean => phaseOf(pod) === "Running" && isReady(pod);

export const isFinished = (pod: Pod): boolean => phaseOf(pod) === "Succeeded" || phaseOf(pod) === "Failed";

/** Neither finished nor going (`controller.IsPodActive`). */
export const isActive = (pod: Pod): boolean => !isFinished(pod) && !isBeingDeleted(pod);

/** A pod of a workload, to be created (`controller.GetPodFromTemplate`). */
export function podFromTemplate(
  template: PodTemplate,
  owner: StoredObject,
): JsonObject & { readonly apiVersion: string; readonly metadata: JsonObject } {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${owner.metadata.name}-`,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec,
  };
}

/**
 * The pods that go first when there are too many (`controller.ActivePods`): without a node, pending, not ready, younger.
 * Where nothing else tells two apart, the name does.
 */
export const byExpendability = (a: Pod, b: Pod): number => {
  for (const rank of ranks) {
    const difference = rank(a) - rank(b);
    if (difference !== 0) return difference;
  }
  const [left, right] = [a.metadata.creationTimestamp ?? "", b.metadata.creationTimestamp ?? ""];
  if (left !== right) return left > right ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
};

const phaseRanks: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

const ranks: readonly ((pod: Pod) => number)[] = [
  ({ spec }) => ((spec.nodeName ?? "") === "" ? 0 : 1),
  (pod) => phaseRanks[phaseOf(pod)] ?? 0,
  (pod) => (isReady(pod) ? 1 : 0),
];
