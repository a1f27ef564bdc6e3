import {
  always,
  boolean,
  bytes,
  int32,
  int64,
  intOrString,
  list,
  map,
  mapList,
  microTime,
  pointer,
  quantity,
  setList,
  string,
  struct,
  time,
} from "../schema.ts";
import { conditions, localObjectReference, object, objectReference } from "./meta.ts";
import { podTemplate } from "./pods.ts";
import { claimSpec, resourceList, volumeSpec } from "./volumes.ts";

export const namespace = object({
  spec: struct({ finalizers: list(string) }),
  status: struct({ phase: string, conditions: conditions("lastTransitionTime") }),
});

export const configMap = object({ immutable: pointer(boolean), data: map(string), binaryData: map(bytes) });

export const secret = object({ immutable: pointer(boolean), data: map(bytes), stringData: map(string), type: string });

const servicePort = struct({
  name: string,
  protocol: string,
  appProtocol: pointer(string),
  port: always(int32),
  targetPort: intOrString,
  nodePort: int32,
});

export const service = object({
  spec: struct({
    ports: mapList(servicePort, "port", ["port", "protocol"]),
    selector: map(string),
    clusterIP: string,
    clusterIPs: list(string),
    type: string,
    externalIPs: list(string),
    sessionAffinity: string,
    loadBalancerIP: string,
    loadBalancerSourceRanges: list(string),
    externalName: string,
    externalTrafficPolicy: string,
    healthCheckNodePort: int32,
    publishNotReadyAddresses: boolean,
    sessionAffinityConfig: pointer(struct({ clientIP: pointer(struct({ timeoutSeconds: pointer(int32) })) })),
    topologyKeys: list(string),
    ipFamilies: list(string),
    ipFamilyPolicy: pointer(string),
    allocateLoadBalancerNodePorts: pointer(boolean),
  }),
  status: struct({
    loadBalancer: struct({
      ingress: list(
        struct({
          ip: string,
          hostname: string,
          ports: list(struct({ port: always(int32), protocol: always(string), error: pointer(string) })),
        }),
      ),
    }),
    conditions: conditions("lastTransitionTime"),
  }),
});

const endpointAddresses = list(
  struct({ ip: always(string), hostname: string, nodeName: pointer(string), targetRef: pointer(objectReference) }),
);

export const endpoints = object({
  subsets: list(
    struct({
      addresses: endpointAddresses,
      notReadyAddresses: endpointAddresses,
      ports: list(struct({ name: string, port: always(int32), protocol: string, appProtocol: pointer(string) })),
    }),
  ),
});

const claimStatus = struct({
  phase: string,
  accessModes: list(string),
  capacity: resourceList,
  conditions: conditions("lastProbeTime", "lastTransitionTime"),
});

export const persistentVolumeClaim = object({ spec: claimSpec, status: claimStatus });

export const persistentVolume = object({
  spec: volumeSpec,
  status: struct({ phase: string, message: string, reason: string }),
});

export const serviceAccount = object({
  secrets: mapList(objectReference, "name"),
  imagePullSecrets: list(localObjectReference),
  automountServiceAccountToken: pointer(boolean),
});

export const event = object({
  involvedObject: always(objectReference),
  reason: string,
  message: string,
  source: struct({ component: string, host: string }),
  firstTimestamp: time,
  lastTimestamp: time,
  count: int32,
  type: string,
  eventTime: microTime,
  series: pointer(struct({ count: int32, lastObservedTime: microTime })),
  action: string,
  related: pointer(objectReference),
  reportingComponent: always(string),
  reportingInstance: always(string),
});

export const node = object({
  spec: struct({
    podCIDR: string,
    podCIDRs: setList(string),
    providerID: string,
    unschedulable: boolean,
    taints: list(struct({ key: always(string), value: string, effect: always(string), timeAdded: pointer(time) })),
  }),
  status: struct({
    capacity: map(quantity),
    allocatable: map(quantity),
    phase: string,
    conditions: conditions("lastHeartbeatTime", "lastTransitionTime"),
    addresses: mapList(struct({ type: always(string), address: always(string) }), "type"),
    daemonEndpoints: struct({ kubeletEndpoint: struct({ Port: always(int32) }) }),
    nodeInfo: struct(
      Object.fromEntries(
        [
          "machineID",
          "systemUUID",
          "bootID",
          "kernelVersion",
          "osImage",
          "containerRuntimeVersion",
          "kubeletVersion",
          "kubeProxyVersion",
          "operatingSystem",
          "architecture",
        ].map((name) => [name, always(string)]),
      ),
    ),
    images: list(struct({ names: always(list(string)), sizeBytes: int64 })),
  }),
});

export const replicationController = object({
  spec: struct({ replicas: pointer(int32), minReadySeconds: int32, selector: map(string), template: pointer(podTemplate) }),
  status: struct({
    replicas: always(int32),
    fullyLabeledReplicas: int32,
    readyReplicas: int32,
    availableReplicas: int32,
    observedGeneration: int64,
    conditions: conditions("lastTransitionTime"),
  }),
});
