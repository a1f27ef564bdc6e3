import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, invalidValue } from "../causes.ts";
import { invalid, type Refusal } from "../status.ts";
import type { StrategyContext } from "../strategy.ts";
import type { Cluster } from "../types.ts";
import { childOf, type DraftObject, draftOf, draftsAt, setMissing } from "./draft.ts";
import { numberAt, objectAt, objectsAt, stringsAt, textAt } from "./read.ts";

/** Addresses of the cluster's services: 10.0.0.0/8. */
const isServiceAddress = (address: string): boolean => /^10(\.\d{1,3}){3}$/.test(address);

/** Ports of the nodes that services may take. */
const [firstNodePort, lastNodePort] = [30000, 32767];

/** Gives a service the address and the ports of the nodes that it needs and does not name. */
export function allocateService(next: JsonObject, before: JsonObject | undefined, context: StrategyContext): JsonObject | Refusal {
  const draft = draftOf(next);
  const spec = childOf(draft, "spec");
  const old = objectAt(before, "spec");
  const taken = takenBesides(context.cluster, textAt(objectAt(next, "metadata"), "uid"));
  if (old && needsNodePort(old) && !needsNodePort(spec)) delete spec["externalTrafficPolicy"];
  const causes = [
    ...(context.isDryRun ? [] : allocateAddress(spec, old, taken, context)),
    ...allocatePorts(spec, old, taken, context),
    ...allocateHealthCheck(spec, taken, context),
  ];
  const further = causes.length > 0 ? causes : trafficCauses(spec);
  return further.length > 0 ? invalid("", "Service", textAt(objectAt(next, "metadata"), "name"), further) : draft;
}

export const needsNodePort = (spec: JsonObject): boolean => ["NodePort", "LoadBalancer"].includes(textAt(spec, "type"));

export const needsHealthCheck = (spec: JsonObject): boolean =>
  textAt(spec, "type") === "LoadBalancer" && textAt(spec, "externalTrafficPolicy") === "Local";

interface Taken {
  readonly addresses: Set<string>;
  readonly ports: Set<number>;
}

function takenBesides(cluster: Cluster, uid: string): Taken {
  const specs = cluster
    .list("/services")
    .filter(({ metadata }) => metadata.uid !== uid)
    .map((object) => objectAt(object, "spec"));
  return {
    addresses: new Set(specs.flatMap((spec) => stringsAt(spec, "clusterIPs"))),
    ports: new Set(specs.flatMap((spec) => [numberAt(spec, "healthCheckNodePort") ?? 0, ...portsOf(spec)])),
  };
}

const portsOf = (spec: JsonObject | undefined): readonly number[] =>
  objectsAt(spec, "ports")
    .map((port) => numberAt(port, "nodePort") ?? 0)
    .filter((port) => port !== 0);

function allocateAddress(spec: DraftObject, old: JsonObject | undefined, taken: Taken, { mint }: StrategyContext): readonly Cause[] {
  const address = textAt(spec, "clusterIP");
  if (textAt(spec, "type") === "ExternalName" || address === "None") return [];
  if (address === "") {
    const drawn = mint.clusterIp((candidate) => taken.addresses.has(candidate));
    spec["clusterIP"] = drawn;
    spec["clusterIPs"] = [drawn];
    return [];
  }
  if (old && textAt(old, "clusterIP") === address) return [];
  const why = taken.addresses.has(address)
    ? "provided IP is already allocated"
    : isServiceAddress(address)
      ? ""
      : "provided IP is not in the valid range. The range of valid IPs is 10.0.0.0/8";
  return why === "" ? [] : [invalidValue("spec.clusterIPs", [address], `failed to allocate IP ${address}: ${why}`)];
}

function allocatePorts(spec: DraftObject, old: JsonObject | undefined, taken: Taken, { mint }: StrategyContext): readonly Cause[] {
  if (!needsNodePort(spec)) return [];
  const kept = new Set(portsOf(old));
  const used = new Set([...taken.ports, ...kept, ...portsOf(spec)]);
  // Ports of one number share the port of the nodes, whatever their protocols.
  const byNumber = new Map<number, number>();
  for (const port of old ? [] : draftsAt(spec, "ports")) {
    const number = numberAt(port, "nodePort") ?? 0;
    if (number !== 0) byNumber.set(numberAt(port, "port") ?? 0, number);
  }
  const causes: Cause[] = [];
  draftsAt(spec, "ports").forEach((port, index) => {
    const number = numberAt(port, "port") ?? 0;
    const given = numberAt(port, "nodePort") ?? 0;
    if (given !== 0) causes.push(...(kept.has(given) ? [] : portCauses(given, taken, `spec.ports[${index}].nodePort`)));
    else {
      const drawn = byNumber.get(number) ?? mint.nodePort((candidate) => used.has(candidate));
      if (!old) byNumber.set(number, drawn);
      used.add(drawn);
      port["nodePort"] = drawn;
    }
  });
  return causes;
}

function portCauses(port: number, taken: Taken, field: string): readonly Cause[] {
  if (taken.ports.has(port)) return [invalidValue(field, port, "provided port is already allocated")];
  if (firstNodePort <= port && port <= lastNodePort) return [];
  return [
    invalidValue(field, port, `provided port is not in the valid range. The range of valid ports is ${firstNodePort}-${lastNodePort}`),
  ];
}

function allocateHealthCheck(spec: DraftObject, taken: Taken, { mint }: StrategyContext): readonly Cause[] {
  if (!needsHealthCheck(spec)) return [];
  const used = new Set([...taken.ports, ...portsOf(spec)]);
  setMissing(spec, "healthCheckNodePort", numberAt(spec, "healthCheckNodePort") ?? mint.nodePort((candidate) => used.has(candidate)));
  return [];
}

/** `ValidateServiceExternalTrafficFieldsCombination`. */
function trafficCauses(spec: JsonObject): readonly Cause[] {
  const policy = textAt(spec, "externalTrafficPolicy");
  const port = numberAt(spec, "healthCheckNodePort") ?? 0;
  return [
    ...(policy !== "" && !needsNodePort(spec)
      ? [invalidValue("spec.externalTrafficPolicy", policy, "ExternalTrafficPolicy can only be set on NodePort and LoadBalancer service")]
      : []),
    ...(port !== 0 && !needsHealthCheck(spec)
      ? [
          invalidValue(
            "spec.healthCheckNodePort",
            port,
            "HealthCheckNodePort can only be set on LoadBalancer service with ExternalTrafficPolicy=Local",
          ),
        ]
      : []),
  ];
}
