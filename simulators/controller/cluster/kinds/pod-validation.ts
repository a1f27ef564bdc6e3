import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { type Cause, duplicate, forbiddenValue, invalidValue, notSupported, required } from "../causes.ts";
import { validateAnnotations, validateLabels } from "../metadata.ts";
import { labelName, qualifiedNameProblems, subdomainName } from "../names.ts";
import { isAddress, named, oneOf } from "./checks.ts";
import { validateContainers } from "./container-validation.ts";
import { isObject } from "./draft.ts";
import { numberAt, objectAt, objectsAt, stringsAt, textAt } from "./read.ts";
import { validateVolumes } from "./volume-validation.ts";

/** `ValidatePodTemplateSpec`. Labels and annotations are reported without `metadata`, as the real server does. */
export const validatePodTemplate = (template: JsonObject | undefined, field: string): readonly Cause[] => [
  ...validateLabels(objectAt(template, "metadata")?.["labels"], `${field}.labels`),
  ...validateAnnotations(objectAt(template, "metadata")?.["annotations"], `${field}.annotations`),
  ...validatePodSpec(objectAt(template, "spec") ?? {}, `${field}.spec`),
  ...(objectsAt(objectAt(template, "spec"), "ephemeralContainers").length > 0
    ? [forbiddenValue(`${field}.spec.ephemeralContainers`, "ephemeral containers not allowed in pod template")]
    : []),
];

/** `ValidatePodSpec` of Kubernetes 1.20. */
export function validatePodSpec(spec: JsonObject, field: string): readonly Cause[] {
  const volumes = objectsAt(spec, "volumes");
  return [
    ...validateVolumes(volumes, `${field}.volumes`),
    ...validateContainers(spec, volumes, field),
    ...oneOf(spec, field, "restartPolicy", ["Always", "OnFailure", "Never"], "required"),
    ...dnsCauses(spec, field),
    ...validateLabels(spec["nodeSelector"], `${field}.nodeSelector`),
    ...securityCauses(spec, field),
    ...nameCauses(spec, field),
    ...objectsAt(spec, "tolerations").flatMap((item, index) => tolerationCauses(item, `${field}.tolerations[${index}]`)),
    ...aliasCauses(spec, field),
    ...readinessCauses(spec, field),
    ...deadlineCauses(spec, field),
    ...spreadCauses(spec, field),
  ];
}

function dnsCauses(spec: JsonObject, field: string): readonly Cause[] {
  const policies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
  const hasServers = stringsAt(objectAt(spec, "dnsConfig"), "nameservers").length > 0;
  return [
    ...oneOf(spec, field, "dnsPolicy", policies, "required"),
    ...(textAt(spec, "dnsPolicy") === "None" && !hasServers
      ? [required(`${field}.dnsConfig${isObject(spec["dnsConfig"]) ? ".nameservers" : ""}`, 'must be provided when `dnsPolicy` is "None"')]
      : []),
  ];
}

function securityCauses(spec: JsonObject, field: string): readonly Cause[] {
  const context = objectAt(spec, "securityContext");
  const ports = ["containers", "initContainers"].flatMap((list) =>
    objectsAt(spec, list).flatMap((container, index) =>
      objectsAt(container, "ports").map((port, at) => ({ port, field: `${field}.${list}[${index}].ports[${at}]` })),
    ),
  );
  const mismatched = spec["hostNetwork"] === true ? ports.filter(({ port }) => port["hostPort"] !== port["containerPort"]) : [];
  return [
    ...mismatched.map(({ port, field: at }) => invalidValue(at, port["containerPort"], "must match `hostPort` when `hostNetwork` is true")),
    ...(spec["shareProcessNamespace"] === true && spec["hostPID"] === true
      ? [invalidValue(`${field}.shareProcessNamespace`, true, "ShareProcessNamespace and HostPID cannot both be enabled")]
      : []),
    ...["runAsUser", "runAsGroup", "fsGroup"].flatMap((name) => userCauses(context?.[name], `${field}.securityContext.${name}`)),
  ];
}

export function userCauses(value: Json | undefined, field: string): readonly Cause[] {
  if (typeof value !== "number" || (0 <= value && value <= 2147483647)) return [];
  return [invalidValue(field, value, "must be between 0 and 2147483647, inclusive")];
}

const nameCauses = (spec: JsonObject, field: string): readonly Cause[] => [
  ...["serviceAccountName", "nodeName", "priorityClassName", "runtimeClassName"].flatMap((name) => {
    const value = textAt(spec, name);
    return value === "" ? [] : named(value, `${field}.${name}`, subdomainName);
  }),
  ...["hostname", "subdomain"].flatMap((name) => {
    const value = textAt(spec, name);
    return value === "" ? [] : named(value, `${field}.${name}`, labelName);
  }),
  ...objectsAt(spec, "imagePullSecrets").flatMap((secret, index) =>
    textAt(secret, "name") === "" ? [required(`${field}.imagePullSecrets[${index}]`, "name")] : [],
  ),
];

/** `ValidateTolerations`. */
export function tolerationCauses(toleration: JsonObject, field: string): readonly Cause[] {
  const key = textAt(toleration, "key");
  const operator = textAt(toleration, "operator");
  const value = textAt(toleration, "value");
  const effect = textAt(toleration, "effect");
  return [
    ...(key === "" ? [] : qualifiedNameProblems(key).map((text) => invalidValue(`${field}.key`, key, text))),
    ...(key === "" && operator !== "Exists"
      ? [
          invalidValue(
            `${field}.operator`,
            operator,
            'operator must be Exists when `key` is empty, which means "match all values and all keys"',
          ),
        ]
      : []),
    ...(toleration["tolerationSeconds"] !== undefined && effect !== "NoExecute"
      ? [invalidValue(`${field}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")]
      : []),
    ...(operator === "Exists" && value !== ""
      ? [invalidValue(`${field}.operator`, value, "value must be empty when `operator` is 'Exists'")]
      : []),
    ...(["", "Equal", "Exists"].includes(operator) ? [] : [notSupported(`${field}.operator`, operator, ["Equal", "Exists"])]),
    ...(["", "NoSchedule", "PreferNoSchedule", "NoExecute"].includes(effect)
      ? []
      : [notSupported(`${field}.effect`, effect, ["NoSchedule", "PreferNoSchedule", "NoExecute"])]),
  ];
}

const aliasCauses = (spec: JsonObject, field: string): readonly Cause[] =>
  objectsAt(spec, "hostAliases").flatMap((alias, index) => {
    const address = textAt(alias, "ip");
    return [
      ...(isAddress(address) ? [] : [invalidValue(`${field}.hostAliases[${index}].ip`, address, "must be valid IP address")]),
      ...stringsAt(alias, "hostnames").flatMap((name) => named(name, `${field}.hostAliases[${index}].hostnames`, subdomainName)),
    ];
  });

const readinessCauses = (spec: JsonObject, field: string): readonly Cause[] =>
  objectsAt(spec, "readinessGates").flatMap((gate, index) => {
    const type = textAt(gate, "conditionType");
    return qualifiedNameProblems(type).map((text) => invalidValue(`${field}.readinessGates[${index}].conditionType`, type, text));
  });

function deadlineCauses(spec: JsonObject, field: string): readonly Cause[] {
  const deadline = numberAt(spec, "activeDeadlineSeconds");
  return deadline !== undefined && (deadline < 1 || deadline > 2147483647)
    ? [invalidValue(`${field}.activeDeadlineSeconds`, deadline, "must be between 1 and 2147483647, inclusive")]
    : [];
}

function spreadCauses(spec: JsonObject, field: string): readonly Cause[] {
  const constraints = objectsAt(spec, "topologySpreadConstraints");
  const keys = constraints.map((item) => `${textAt(item, "topologyKey")}/${textAt(item, "whenUnsatisfiable")}`);
  return constraints.flatMap((item, index) => {
    const at = `${field}.topologySpreadConstraints[${index}]`;
    const skew = numberAt(item, "maxSkew") ?? 0;
    return [
      ...(skew <= 0 ? [invalidValue(`${at}.maxSkew`, skew, "must be greater than zero")] : []),
      ...(textAt(item, "topologyKey") === "" ? [required(`${at}.topologyKey`, "can not be empty")] : []),
      ...oneOf(item, at, "whenUnsatisfiable", ["DoNotSchedule", "ScheduleAnyway"], "unsupported"),
      ...(keys.indexOf(keys[index] ?? "") < index ? [duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, keys[index])] : []),
    ];
  });
}
