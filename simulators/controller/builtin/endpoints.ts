import type { JsonObject } from "../../../protocol/json.ts";
import { isSameJson } from "../cluster/frozen.ts";
import type { ApiRequest, Cluster, StoredObject } from "../cluster/types.ts";
import { isReady, phaseOf } from "./pods.ts";
import { createRequest, deleteRequest, replaceRequest } from "./requests.ts";
import { selects } from "./selector.ts";
import { defineBuiltinOf } from "./types.ts";
import { isBeingDeleted, isNamespaceClosed, type Pod, podsOf, type Service, servicesOf } from "./views.ts";

const headlessLabel = "service.kubernetes.io/headless";
const electionAnnotation = "control-plane.alpha.kubernetes.io/leader";

/** The addresses of the pods behind each Service (`pkg/controller/endpoint`). */
export const endpointsController = defineBuiltinOf(
  "endpoint-controller",
  ["/namespaces", "/services", "/endpoints", "/pods"],
  function* (cluster) {
    for (const endpoints of cluster.list("/endpoints")) {
      const { namespace = "", name, annotations } = endpoints.metadata;
      const isElection = annotations?.[electionAnnotation] !== undefined;
      if (!isElection && cluster.get("/services", `${namespace}/${name}`) === undefined) yield deleteRequest("/endpoints", endpoints);
    }
    for (const service of servicesOf(cluster)) yield* sync(cluster, service);
  },
);

function* sync(cluster: Cluster, service: Service): Iterable<ApiRequest> {
  const { selector, clusterIP } = service.spec;
  if (selector === undefined) return;
  const { namespace, name } = service.metadata;
  const pods = podsOf(cluster).filter(
    ({ metadata }) => metadata.namespace === namespace && selects({ matchLabels: selector }, metadata.labels),
  );
  const addresses = pods.flatMap((pod) => addressOf(service, pod));
  // The node's name is written for each address, and the server refuses one that is empty: all of it stays as it was.
  if (addresses.some(({ pod }) => (pod.spec.nodeName ?? "") === "")) return;
  const subsets = subsetsOf(service, addresses);
  const { [headlessLabel]: _, ...own } = service.metadata.labels ?? {};
  const labels = clusterIP === "None" ? { ...own, [headlessLabel]: "" } : own;
  const present = cluster.get("/endpoints", `${namespace ?? ""}/${name}`);
  if (present === undefined && !isNamespaceClosed(cluster, namespace)) {
    const metadata = { name, ...(Object.keys(labels).length === 0 ? {} : { labels }) };
    yield createRequest("/endpoints", namespace, {
      apiVersion: "v1",
      kind: "Endpoints",
      metadata,
      ...(subsets.length === 0 ? {} : { subsets }),
    });
  } else if (present !== undefined && !isSame(present, labels, subsets)) {
    yield replaceRequest("/endpoints", present, { metadata: { ...present.metadata, labels }, subsets });
  }
}

const isSame = (endpoints: StoredObject, labels: JsonObject, subsets: readonly JsonObject[]): boolean =>
  isSameJson(endpoints.metadata.labels ?? {}, labels) && isSameJson(endpoints["subsets"] ?? [], subsets);

interface PodAddress {
  readonly pod: Pod;
  readonly ip: string;
  readonly address: JsonObject;
  readonly isReady: boolean;
}

function addressOf(service: Service, pod: Pod): readonly PodAddress[] {
  const takesAll = service.spec.publishNotReadyAddresses === true;
  const ip = pod.status?.podIP ?? "";
  if (ip === "" || (!takesAll && isBeingDeleted(pod))) return [];
  const isShown = takesAll || isReady(pod);
  if (!isShown && hasEnded(pod)) return [];
  const { namespace = "", name, uid } = pod.metadata;
  const { hostname, subdomain, nodeName } = pod.spec;
  const address: JsonObject = {
    ip,
    ...(hostname !== undefined && subdomain === service.metadata.name ? { hostname } : {}),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: { kind: "Pod", namespace, name, uid },
  };
  return [{ pod, ip, address, isReady: isShown }];
}

/** A pod that will not come back (`shouldPodBeInEndpoints`). */
function hasEnded(pod: Pod): boolean {
  const phase = phaseOf(pod);
  if (pod.spec.restartPolicy === "Never") return phase === "Failed" || phase === "Succeeded";
  return pod.spec.restartPolicy === "OnFailure" && phase === "Succeeded";
}

/** Addresses with equal ports stand together (`endpoints.RepackSubsets`). */
function subsetsOf(service: Service, addresses: readonly PodAddress[]): readonly JsonObject[] {
  const groups = new Map<string, { readonly ports: readonly JsonObject[]; readonly members: PodAddress[] }>();
  for (const each of addresses) {
    const ports = portsOf(service, each.pod);
    if (ports.length === 0 && !isPortless(service)) continue;
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, members: [] };
    group.members.push(each);
    groups.set(key, group);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { ports, members }]) => {
      const ready = sorted(members.filter((each) => each.isReady));
      const waiting = sorted(members.filter((each) => !each.isReady));
      return {
        ...(ready.length === 0 ? {} : { addresses: ready }),
        ...(waiting.length === 0 ? {} : { notReadyAddresses: waiting }),
        ...(ports.length === 0 ? {} : { ports }),
      };
    });
}

const sorted = (members: readonly PodAddress[]): readonly JsonObject[] =>
  members.toSorted((a, b) => (a.ip < b.ip ? -1 : 1)).map(({ address }) => address);

const isPortless = ({ spec }: Service): boolean => (spec.ports ?? []).length === 0 && spec.clusterIP === "None";

function portsOf(service: Service, pod: Pod): readonly JsonObject[] {
  return (service.spec.ports ?? []).flatMap(({ name, port, protocol = "TCP", targetPort = port }) => {
    const number = typeof targetPort === "number" ? targetPort : portNamed(pod, targetPort, protocol);
    return number === undefined ? [] : [{ ...(name === undefined || name === "" ? {} : { name }), port: number, protocol }];
  });
}

const portNamed = (pod: Pod, name: string, protocol: string): number | undefined =>
  pod.spec.containers.flatMap(({ ports = [] }) => ports).find((port) => port.name === name && (port.protocol ?? "TCP") === protocol)
    ?.containerPort;
