import { always, boolean, int32, int64, list, map, mapList, pointer, quantity, string, struct, time } from "../schema.ts";
import { containerStatuses, containers, ephemeralContainers, seccompProfile, seLinuxOptions, windowsOptions } from "./containers.ts";
import { conditions, labelSelector, localObjectReference, object, objectMeta } from "./meta.ts";
import { nodeSelector, nodeSelectorTerm, volumes } from "./volumes.ts";

const securityContext = struct({
  seLinuxOptions: pointer(seLinuxOptions),
  windowsOptions: pointer(windowsOptions),
  runAsUser: pointer(int64),
  runAsGroup: pointer(int64),
  runAsNonRoot: pointer(boolean),
  supplementalGroups: list(int64),
  fsGroup: pointer(int64),
  sysctls: list(struct({ name: always(string), value: always(string) })),
  fsGroupChangePolicy: pointer(string),
  seccompProfile: pointer(seccompProfile),
});

const podAffinityTerm = struct({
  labelSelector: pointer(labelSelector),
  namespaces: list(string),
  topologyKey: always(string),
});

const podAffinity = struct({
  requiredDuringSchedulingIgnoredDuringExecution: list(podAffinityTerm),
  preferredDuringSchedulingIgnoredDuringExecution: list(struct({ weight: always(int32), podAffinityTerm: always(podAffinityTerm) })),
});

const affinity = struct({
  nodeAffinity: pointer(
    struct({
      requiredDuringSchedulingIgnoredDuringExecution: pointer(nodeSelector),
      preferredDuringSchedulingIgnoredDuringExecution: list(struct({ weight: always(int32), preference: always(nodeSelectorTerm) })),
    }),
  ),
  podAffinity: pointer(podAffinity),
  podAntiAffinity: pointer(podAffinity),
});

const toleration = struct({ key: string, operator: string, value: string, effect: string, tolerationSeconds: pointer(int64) });

const topologySpreadConstraint = struct({
  maxSkew: always(int32),
  topologyKey: always(string),
  whenUnsatisfiable: always(string),
  labelSelector: pointer(labelSelector),
});

export const podSpec = struct({
  volumes,
  initContainers: containers,
  containers: always(containers),
  ephemeralContainers,
  restartPolicy: string,
  terminationGracePeriodSeconds: pointer(int64),
  activeDeadlineSeconds: pointer(int64),
  dnsPolicy: string,
  nodeSelector: map(string),
  serviceAccountName: string,
  serviceAccount: string,
  automountServiceAccountToken: pointer(boolean),
  nodeName: string,
  hostNetwork: boolean,
  hostPID: boolean,
  hostIPC: boolean,
  shareProcessNamespace: pointer(boolean),
  securityContext: pointer(securityContext),
  imagePullSecrets: mapList(localObjectReference, "name"),
  hostname: string,
  subdomain: string,
  affinity: pointer(affinity),
  schedulerName: string,
  tolerations: list(toleration),
  hostAliases: mapList(struct({ ip: string, hostnames: list(string) }), "ip"),
  priorityClassName: string,
  priority: pointer(int32),
  dnsConfig: pointer(
    struct({ nameservers: list(string), searches: list(string), options: list(struct({ name: string, value: pointer(string) })) }),
  ),
  readinessGates: list(struct({ conditionType: always(string) })),
  runtimeClassName: pointer(string),
  enableServiceLinks: pointer(boolean),
  preemptionPolicy: pointer(string),
  overhead: map(quantity),
  topologySpreadConstraints: mapList(topologySpreadConstraint, "topologyKey", ["topologyKey", "whenUnsatisfiable"]),
  setHostnameAsFQDN: pointer(boolean),
});

export const podTemplate = struct({ metadata: objectMeta, spec: podSpec });

export const pod = object({
  spec: podSpec,
  status: struct({
    phase: string,
    conditions: conditions("lastProbeTime", "lastTransitionTime"),
    message: string,
    reason: string,
    nominatedNodeName: string,
    hostIP: string,
    podIP: string,
    podIPs: mapList(struct({ ip: string }), "ip"),
    startTime: pointer(time),
    initContainerStatuses: containerStatuses,
    containerStatuses,
    qosClass: string,
    ephemeralContainerStatuses: containerStatuses,
  }),
});
