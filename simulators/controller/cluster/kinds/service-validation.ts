import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, duplicate, forbiddenValue, invalidValue, required } from "../causes.ts";
import { validateLabels } from "../metadata.ts";
import { labelName, qualifiedNameProblems, subdomainName } from "../names.ts";
import { isAddress, named, oneOf, portNumber, portNumberOrName } from "./checks.ts";
import { isObject } from "./draft.ts";
import { numberAt, objectAt, objectsAt, stringsAt, textAt } from "./read.ts";

/** `ValidateService` of Kubernetes 1.20, without metadata. */
export function validateServiceSpec(spec: JsonObject): readonly Cause[] {
  const type = textAt(spec, "type");
  const ports = objectsAt(spec, "ports");
  const mayLackPorts = isHeadless(spec) || type === "ExternalName";
  return [
    ...(ports.length === 0 && !mayLackPorts ? [required("spec.ports")] : []),
    ...typeCauses(spec, type),
    ...ports.flatMap((_, index) => portCauses(ports, index)),
    ...validateLabels(spec["selector"], "spec.selector"),
    ...affinityCauses(spec),
    ...(type === "ExternalName" ? [] : addressCauses(spec)),
    ...externalAddressCauses(spec),
    ...oneOf(spec, "spec", "type", ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"], "required"),
    ...(type === "LoadBalancer" && hasMixedProtocols(ports)
      ? [invalidValue("spec.ports", spec["ports"], "cannot create an external load balancer with mix protocols")]
      : []),
    ...(type === "ClusterIP"
      ? ports.flatMap((port, index) =>
          (numberAt(port, "nodePort") ?? 0) === 0
            ? []
            : [forbiddenValue(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'")],
        )
      : []),
    ...doubleCauses(ports, (port) => numberAt(port, "nodePort") ?? 0, ".nodePort"),
    ...doubleCauses(ports, (port) => numberAt(port, "port") ?? 0, ""),
    ...oneOf(spec, "spec", "externalTrafficPolicy", ["Cluster", "Local"], "allowed"),
    ...(spec["loadBalancerSourceRanges"] !== undefined && type !== "LoadBalancer"
      ? [forbiddenValue("spec.LoadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'")]
      : []),
  ];
}

/** Addresses that were given stay (`validateUpgradeDowngradeClusterIPs`). */
export function addressChange(next: JsonObject, before: JsonObject): readonly Cause[] {
  if ([next, before].some((spec) => textAt(spec, "type") === "ExternalName")) return [];
  if (isHeadless(next) && isHeadless(before)) return [];
  const addresses = stringsAt(next, "clusterIPs");
  const old = stringsAt(before, "clusterIPs");
  const changed = old.flatMap((address, index) =>
    addresses[index] !== undefined && addresses[index] !== address
      ? [invalidValue(`spec.clusterIPs[${index}]`, [...addresses], "may not change once set")]
      : [],
  );
  if (old.length > 0 && addresses.length === 0) return [invalidValue("spec.clusterIPs[0]", [], "primary clusterIP can not be unset")];
  return addresses.length === old.length ? changed : changed.slice(0, 1);
}

/** `status.loadBalancer.ingress`. */
export const validateIngress = (object: JsonObject): readonly Cause[] =>
  objectsAt(objectAt(object, "status", "loadBalancer"), "ingress").flatMap((entry, index) => {
    const address = textAt(entry, "ip");
    const host = textAt(entry, "hostname");
    const field = `status.loadBalancer.ingress[${index}]`;
    return [
      ...(address !== "" && !isAddress(address) ? [invalidValue(`${field}.ip`, address, "must be a valid IP address")] : []),
      ...(host === "" ? [] : named(host, `${field}.hostname`, subdomainName)),
      ...(host !== "" && isAddress(host) ? [invalidValue(`${field}.hostname`, host, "must be a DNS name, not an IP address")] : []),
    ];
  });

function isHeadless(spec: JsonObject): boolean {
  const addresses = stringsAt(spec, "clusterIPs");
  return addresses.length === 1 && addresses[0] === "None";
}

function typeCauses(spec: JsonObject, type: string): readonly Cause[] {
  switch (type) {
    case "LoadBalancer":
    case "NodePort":
      return isHeadless(spec) ? [invalidValue("spec.clusterIPs[0]", "None", `may not be set to 'None' for ${type} services`)] : [];
    case "ExternalName": {
      const name = textAt(spec, "externalName");
      return [
        ...(stringsAt(spec, "clusterIPs").length > 0
          ? [forbiddenValue("spec.clusterIPs", "may not be set for ExternalName services")]
          : []),
        ...(name === "" ? [required("spec.externalName")] : named(name, "spec.externalName", subdomainName)),
      ];
    }
    default:
      return [];
  }
}

function portCauses(ports: readonly JsonObject[], index: number): readonly Cause[] {
  const port = ports[index];
  const field = `spec.ports[${index}]`;
  const name = textAt(port, "name");
  const protocol = textAt(port, "appProtocol");
  return [
    ...(name === ""
      ? ports.length > 1
        ? [required(`${field}.name`)]
        : []
      : [
          ...named(name, `${field}.name`, labelName),
          ...(ports.slice(0, index).some((other) => textAt(other, "name") === name) ? [duplicate(`${field}.name`, name)] : []),
        ]),
    ...portNumber(numberAt(port, "port") ?? 0, `${field}.port`),
    ...oneOf(port, field, "protocol", ["SCTP", "TCP", "UDP"], "required"),
    ...portNumberOrName(port?.["targetPort"], `${field}.targetPort`),
    ...(protocol === "" ? [] : qualifiedNameProblems(protocol).map((text) => invalidValue(`${field}.appProtocol`, protocol, text))),
  ];
}

/** A day. */
const longestAffinity = 86400;

function affinityCauses(spec: JsonObject): readonly Cause[] {
  const affinity = textAt(spec, "sessionAffinity");
  const seconds = numberAt(objectAt(spec, "sessionAffinityConfig", "clientIP"), "timeoutSeconds");
  const field = "spec.sessionAffinityConfig";
  const causes = oneOf(spec, "spec", "sessionAffinity", ["ClientIP", "None"], "required");
  if (affinity === "None" && isObject(spec["sessionAffinityConfig"]))
    return [...causes, forbiddenValue(field, "must not be set when session affinity is None")];
  if (affinity !== "ClientIP") return causes;
  if (seconds === undefined) return [...causes, required(`${field}.clientIP.timeoutSeconds`)];
  const isWithin = 0 < seconds && seconds <= longestAffinity;
  return [
    ...causes,
    ...(isWithin
      ? []
      : [invalidValue(`${field}.clientIP.timeoutSeconds`, seconds, `must be greater than 0 and less than ${longestAffinity}`)]),
  ];
}

/** `ValidateServiceClusterIPsRelatedFields`, with one family of addresses. */
function addressCauses(spec: JsonObject): readonly Cause[] {
  const field = "spec.clusterIPs";
  const address = textAt(spec, "clusterIP");
  const addresses = stringsAt(spec, "clusterIPs");
  const outOfStep: readonly Cause[] =
    address === ""
      ? addresses.length > 0
        ? [invalidValue(field, [...addresses], "must be empty when `clusterIP` is empty")]
        : []
      : addresses.length === 0
        ? [required(field)]
        : addresses[0] === address
          ? []
          : [invalidValue(field, [...addresses], "element [0] must match clusterIP")];
  return [
    ...outOfStep,
    ...addresses.flatMap((item, index) => {
      if (index === 0 && item === "None")
        return addresses.length > 1 ? [invalidValue(field, [...addresses], "'None' must be the first and only value")] : [];
      return isAddress(item) ? [] : [invalidValue(`${field}[${index}]`, item, "must be a valid IP address, (e.g. 10.9.8.7)")];
    }),
    ...(addresses.length > 2 ? [invalidValue(field, [...addresses], "may only hold up to 2 values")] : []),
  ];
}

const externalAddressCauses = (spec: JsonObject): readonly Cause[] =>
  stringsAt(spec, "externalIPs").flatMap((address, index) => {
    const field = `spec.externalIPs[${index}]`;
    if (!isAddress(address)) return [invalidValue(field, address, "must be a valid IP address, (e.g. 10.9.8.7)")];
    return /^(0\.0\.0\.0|127\.|169\.254\.|224\.0\.0\.)/.test(address)
      ? [invalidValue(field, address, "may not be an unspecified, a loopback or a link-local address")]
      : [];
  });

function hasMixedProtocols(ports: readonly JsonObject[]): boolean {
  return new Set(ports.map((port) => textAt(port, "protocol"))).size > 1;
}

/** No two ports of one protocol have the same number. 0 is no number. */
function doubleCauses(ports: readonly JsonObject[], numberOf: (port: JsonObject) => number, member: string): readonly Cause[] {
  const keys = ports.map((port) => `${textAt(port, "protocol")}/${numberOf(port)}`);
  return ports.flatMap((port, index) =>
    numberOf(port) !== 0 && keys.indexOf(keys[index] ?? "") < index ? [duplicate(`spec.ports[${index}]${member}`, port)] : [],
  );
}
