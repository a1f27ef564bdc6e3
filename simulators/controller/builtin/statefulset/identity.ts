import type { JsonObject } from "../../../../protocol/json.ts";
import { podFromTemplate } from "../pods.ts";
import type { ClaimTemplate, Pod, PodTemplate, StatefulSet } from "../views.ts";

export const revisionLabel = "controller-revision-hash";
const nameLabel = "statefulset.kubernetes.io/pod-name";

/** Number of a set's pod; undefined for a name that no pod of the set has. */
export function ordinalOf(set: StatefulSet, podName: string): number | undefined {
  const match = /^(.*)-([0-9]+)$/.exec(podName);
  return match?.[1] === set.metadata.name ? Number(match[2]) : undefined;
}

export const podName = (set: StatefulSet, ordinal: number): string => `${set.metadata.name}-${ordinal}`;

export const revisionOf = ({ metadata }: Pod): string => metadata.labels?.[revisionLabel] ?? "";

const templatesOf = ({ spec }: StatefulSet): readonly ClaimTemplate[] => spec.volumeClaimTemplates ?? [];

export const claimName = (set: StatefulSet, { metadata }: ClaimTemplate, ordinal: number): string =>
  `${metadata.name}-${podName(set, ordinal)}`;

/** The claims of one pod, to be created. */
export const claimsOfPod = (
  set: StatefulSet,
  ordinal: number,
): readonly (JsonObject & { readonly apiVersion: string; readonly metadata: { readonly name: string } })[] =>
  templatesOf(set).map((template) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name: claimName(set, template, ordinal),
      labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
      ...(template.metadata.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
    },
    spec: template.spec,
  }));

/** The pod with that number, to be created (`newStatefulSetPod`). */
export function podOfSet(
  set: StatefulSet,
  template: PodTemplate,
  revision: string,
  ordinal: number,
): JsonObject & { readonly apiVersion: string } {
  const pod = podFromTemplate(template, set);
  const name = podName(set, ordinal);
  const labels = { ...template.metadata?.labels, [nameLabel]: name, [revisionLabel]: revision };
  return {
    ...pod,
    metadata: { ...pod.metadata, name, labels },
    spec: { ...template.spec, hostname: name, subdomain: set.spec.serviceName ?? "", ...volumesOf(set, template, ordinal) },
  };
}

/** The claims' volumes come first, and win over volumes of the template under their names. */
function volumesOf(set: StatefulSet, template: PodTemplate, ordinal: number): JsonObject {
  const own = templatesOf(set);
  const names = new Set(own.map(({ metadata }) => metadata.name));
  const volumes = [
    ...own.map((each) => ({ name: each.metadata.name, persistentVolumeClaim: { claimName: claimName(set, each, ordinal) } })),
    ...(template.spec.volumes ?? []).filter(({ name }) => !names.has(name)),
  ];
  return volumes.length === 0 ? {} : { volumes };
}

/** Does the pod still have its name in its labels and its claims in its volumes? */
export const isIdentical = (set: StatefulSet, pod: Pod, ordinal: number): boolean =>
  pod.metadata.labels?.[nameLabel] === pod.metadata.name &&
  templatesOf(set).every((template) =>
    pod.spec.volumes?.some(
      ({ name, persistentVolumeClaim }) =>
        name === template.metadata.name && persistentVolumeClaim?.claimName === claimName(set, template, ordinal),
    ),
  );

/** What puts the pod's identity right. */
export const identityOf = (set: StatefulSet, pod: Pod, ordinal: number): JsonObject => ({
  metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, [nameLabel]: pod.metadata.name } },
  spec: { ...pod.spec, ...volumesOf(set, pod, ordinal) },
});
