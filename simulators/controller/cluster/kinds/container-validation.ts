import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { type Cause, duplicate, forbiddenValue, invalidValue, notFoundValue, required } from "../causes.ts";
import { dataKeyProblems, labelName, qualifiedNameProblems } from "../names.ts";
import { named, notNegative, oneOf, portNameProblems, portNumber, portNumberOrName } from "./checks.ts";
import { isObject } from "./draft.ts";
import { compareQuantities } from "./quantity.ts";
import { entriesAt, numberAt, objectAt, objectsAt, stringsAt, textAt } from "./read.ts";

/** `containers` and `initContainers` of a pod's spec. */
export function validateContainers(spec: JsonObject, volumes: readonly JsonObject[], field: string): readonly Cause[] {
  const containers = objectsAt(spec, "containers");
  const others = objectsAt(spec, "initContainers");
  const names = containers.map((container) => textAt(container, "name"));
  const before = others.map((container) => textAt(container, "name"));
  return [
    ...(containers.length === 0 ? [required(`${field}.containers`)] : []),
    ...containers.flatMap((container, index) =>
      containerCauses(container, names.slice(0, index), volumes, `${field}.containers[${index}]`, false),
    ),
    ...others.flatMap((container, index) =>
      containerCauses(container, [...before.slice(0, index), ...names], volumes, `${field}.initContainers[${index}]`, true),
    ),
    ...(containers.length === 0 ? [] : hostPortCauses(containers, `${field}.containers`)),
  ];
}

function containerCauses(
  container: JsonObject,
  taken: readonly string[],
  volumes: readonly JsonObject[],
  field: string,
  isInit: boolean,
): readonly Cause[] {
  const name = textAt(container, "name");
  const image = textAt(container, "image");
  return [
    ...(name === "" ? [required(`${field}.name`)] : named(name, `${field}.name`, labelName)),
    ...(taken.includes(name) && name !== "" ? [duplicate(`${field}.name`, name)] : []),
    ...(image === "" ? [required(`${field}.image`)] : []),
    ...(image !== "" && image.trim() !== image
      ? [invalidValue(`${field}.image`, image, "must not have leading or trailing whitespace")]
      : []),
    ...(isInit
      ? ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
          .filter((kind) => isObject(container[kind]))
          .map((kind) => invalidValue(`${field}.${kind}`, container[kind], "must not be set for init containers"))
      : lifecycleCauses(container, field)),
    ...oneOf(container, field, "terminationMessagePolicy", ["File", "FallbackToLogsOnError"], "required"),
    ...portCauses(container, `${field}.ports`),
    ...envCauses(container, field),
    ...mountCauses(container, volumes, field),
    ...oneOf(container, field, "imagePullPolicy", ["Always", "IfNotPresent", "Never"], "required"),
    ...validateResources(objectAt(container, "resources"), `${field}.resources`),
    ...contextCauses(objectAt(container, "securityContext"), `${field}.securityContext`),
  ];
}

function lifecycleCauses(container: JsonObject, field: string): readonly Cause[] {
  const hooks = ["postStart", "preStop"].flatMap((name) => {
    const handler = objectAt(container, "lifecycle", name);
    return handler ? handlerCauses(handler, `${field}.lifecycle.${name}`) : [];
  });
  return [...hooks, ...["livenessProbe", "readinessProbe", "startupProbe"].flatMap((name) => probeCauses(container, name, field))];
}

function probeCauses(container: JsonObject, name: string, field: string): readonly Cause[] {
  const probe = objectAt(container, name);
  if (!probe) return [];
  const at = `${field}.${name}`;
  const successes = numberAt(probe, "successThreshold") ?? 0;
  return [
    ...handlerCauses(probe, at),
    ...notNegative(probe, at, "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"),
    ...(name !== "readinessProbe" && successes !== 1 ? [invalidValue(`${at}.successThreshold`, successes, "must be 1")] : []),
  ];
}

function handlerCauses(handler: JsonObject, field: string): readonly Cause[] {
  const given = ["exec", "httpGet", "tcpSocket"].filter((name) => isObject(handler[name]));
  const surplus = given.slice(1).map((name) => forbiddenValue(`${field}.${name}`, "may not specify more than 1 handler type"));
  const get = objectAt(handler, "httpGet");
  const socket = objectAt(handler, "tcpSocket");
  return [
    ...(given.length === 0 ? [required(field, "must specify a handler type")] : surplus),
    ...(given[0] === "exec" && stringsAt(objectAt(handler, "exec"), "command").length === 0 ? [required(`${field}.exec.command`)] : []),
    ...(given[0] === "httpGet" && get
      ? [
          ...(textAt(get, "path") === "" ? [required(`${field}.httpGet.path`)] : []),
          ...portNumberOrName(get["port"], `${field}.httpGet.port`),
          ...oneOf(get, `${field}.httpGet`, "scheme", ["HTTP", "HTTPS"], "unsupported"),
        ]
      : []),
    ...(given[0] === "tcpSocket" && socket ? portNumberOrName(socket["port"], `${field}.tcpSocket.port`) : []),
  ];
}

function portCauses(container: JsonObject, field: string): readonly Cause[] {
  const ports = objectsAt(container, "ports");
  const names = ports.map((port) => textAt(port, "name"));
  return ports.flatMap((port, index) => {
    const at = `${field}[${index}]`;
    const name = textAt(port, "name");
    const number = numberAt(port, "containerPort") ?? 0;
    const host = numberAt(port, "hostPort") ?? 0;
    return [
      ...(name === "" ? [] : portNameProblems(name).map((text) => invalidValue(`${at}.name`, name, text))),
      ...(name !== "" && names.indexOf(name) < index ? [duplicate(`${at}.name`, name)] : []),
      ...(number === 0 ? [required(`${at}.containerPort`)] : portNumber(number, `${at}.containerPort`)),
      ...(host === 0 ? [] : portNumber(host, `${at}.hostPort`)),
      ...oneOf(port, at, "protocol", ["SCTP", "TCP", "UDP"], "required"),
    ];
  });
}

function hostPortCauses(containers: readonly JsonObject[], field: string): readonly Cause[] {
  const seen = new Set<string>();
  return containers.flatMap((container, index) =>
    objectsAt(container, "ports").flatMap((port, at) => {
      const host = numberAt(port, "hostPort") ?? 0;
      if (host === 0) return [];
      const key = `${textAt(port, "protocol")}/${textAt(port, "hostIP")}/${host}`;
      const isTaken = seen.has(key);
      seen.add(key);
      return isTaken ? [duplicate(`${field}[${index}].ports[${at}].hostPort`, key)] : [];
    }),
  );
}

const environmentName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

const envCauses = (container: JsonObject, field: string): readonly Cause[] => [
  ...objectsAt(container, "env").flatMap((variable, index) => {
    const at = `${field}.env[${index}]`;
    const name = textAt(variable, "name");
    const misnamed = environmentName.test(name) && name !== "." && !name.startsWith("..");
    return [
      ...(name === ""
        ? [required(`${at}.name`)]
        : misnamed
          ? []
          : [
              invalidValue(
                `${at}.name`,
                name,
                "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
              ),
            ]),
      ...valueFromCauses(variable, at),
    ];
  }),
  ...objectsAt(container, "envFrom").flatMap((source, index) => {
    const at = `${field}.envFrom[${index}]`;
    const given = ["configMapRef", "secretRef"].filter((kind) => isObject(source[kind]));
    return [
      ...given.flatMap((kind) => (textAt(objectAt(source, kind), "name") === "" ? [required(`${at}.${kind}.name`)] : [])),
      ...(given.length === 0 ? [invalidValue(at, "", "must specify one of: `configMapRef` or `secretRef`")] : []),
      ...(given.length > 1 ? [invalidValue(at, "", "may not have more than one field specified at a time")] : []),
    ];
  }),
];

function valueFromCauses(variable: JsonObject, field: string): readonly Cause[] {
  const source = objectAt(variable, "valueFrom");
  if (!source) return [];
  const at = `${field}.valueFrom`;
  const given = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef"].filter((kind) => isObject(source[kind]));
  const keyed = given.filter((kind) => kind.endsWith("KeyRef"));
  return [
    ...keyed.flatMap((kind) => {
      const reference = objectAt(source, kind);
      const key = textAt(reference, "key");
      return [
        ...(textAt(reference, "name") === "" ? [required(`${at}.${kind}.name`)] : []),
        ...(key === ""
          ? [required(`${at}.${kind}.key`)]
          : dataKeyProblems(key).map((text) => invalidValue(`${at}.${kind}.key`, key, text))),
      ];
    }),
    ...(given.length === 0
      ? [invalidValue(at, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`")]
      : []),
    ...(given.length > 1 || textAt(variable, "value") !== ""
      ? [invalidValue(at, "", "may not be specified when `value` is not empty")]
      : []),
  ];
}

function mountCauses(container: JsonObject, volumes: readonly JsonObject[], field: string): readonly Cause[] {
  const mounts = objectsAt(container, "volumeMounts");
  const paths = mounts.map((mount) => textAt(mount, "mountPath"));
  const devices = objectsAt(container, "volumeDevices");
  const volumeNamed = (name: string) => volumes.find((volume) => textAt(volume, "name") === name);
  return [
    ...mounts.flatMap((mount, index) => {
      const at = `${field}.volumeMounts[${index}]`;
      const name = textAt(mount, "name");
      const path = textAt(mount, "mountPath");
      return [
        ...(name === "" ? [required(`${at}.name`)] : volumeNamed(name) ? [] : [notFoundValue(`${at}.name`, name)]),
        ...(path === ""
          ? [required(`${at}.mountPath`)]
          : paths.indexOf(path) < index
            ? [invalidValue(`${at}.mountPath`, path, "must be unique")]
            : []),
        ...(textAt(mount, "subPath") !== "" && textAt(mount, "subPathExpr") !== ""
          ? [invalidValue(`${at}.subPathExpr`, mount["subPathExpr"], "subPathExpr and subPath are mutually exclusive")]
          : []),
        ...["subPath", "subPathExpr"].flatMap((kind) => localPathCauses(textAt(mount, kind), `${at}.${kind}`)),
      ];
    }),
    ...devices.flatMap((device, index) => {
      const at = `${field}.volumeDevices[${index}]`;
      const name = textAt(device, "name");
      return [
        ...(name === "" ? [required(`${at}.name`)] : volumeNamed(name) ? [] : [notFoundValue(`${at}.name`, name)]),
        ...(textAt(device, "devicePath") === "" ? [required(`${at}.devicePath`)] : []),
      ];
    }),
  ];
}

export const localPathCauses = (path: string, field: string): readonly Cause[] => [
  ...(path.startsWith("/") ? [invalidValue(field, path, "must be a relative path")] : []),
  ...(path.split("/").includes("..") ? [invalidValue(field, path, "must not contain '..'")] : []),
];

const standardResources = ["cpu", "memory", "ephemeral-storage", "storage"];

/** `ValidateResourceRequirements`. */
export function validateResources(resources: JsonObject | undefined, field: string): readonly Cause[] {
  const limits = Object.fromEntries(entriesAt(resources, "limits"));
  const requests = entriesAt(resources, "requests");
  return [
    ...Object.entries(limits).flatMap(([name, amount]) => amountCauses(name, amount, `${field}.limits[${name}]`)),
    ...requests.flatMap(([name, amount]) => {
      const limit = limits[name];
      const isOver = limit !== undefined && compareQuantities(amount, limit) > 0;
      return [
        ...amountCauses(name, amount, `${field}.requests[${name}]`),
        ...(isOver ? [invalidValue(`${field}.requests`, amount, `must be less than or equal to ${name} limit`)] : []),
      ];
    }),
  ];
}

function amountCauses(name: string, amount: string, field: string): readonly Cause[] {
  const isKnown = name.includes("/") || standardResources.includes(name) || name.startsWith("hugepages-");
  return [
    ...qualifiedNameProblems(name).map((text) => invalidValue(field, name, text)),
    ...(isKnown ? [] : [invalidValue(field, name, "must be a standard resource type or fully qualified")]),
    ...(compareQuantities(amount, "0") < 0 ? [invalidValue(field, amount, "must be greater than or equal to 0")] : []),
  ];
}

function contextCauses(context: JsonObject | undefined, field: string): readonly Cause[] {
  if (!context) return [];
  const isPrivileged = context["privileged"] === true;
  return [
    ...["runAsUser", "runAsGroup"].flatMap((name) => {
      const value: Json | undefined = context[name];
      return typeof value === "number" && (value < 0 || value > 2147483647)
        ? [invalidValue(`${field}.${name}`, value, "must be between 0 and 2147483647, inclusive")]
        : [];
    }),
    ...(context["allowPrivilegeEscalation"] === false && isPrivileged
      ? [invalidValue(field, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")]
      : []),
  ];
}
