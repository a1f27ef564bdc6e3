import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, duplicate, forbiddenValue, invalidValue, required } from "../causes.ts";
import { labelName } from "../names.ts";
import { named } from "./checks.ts";
import { localPathCauses } from "./container-validation.ts";
import { isObject } from "./draft.ts";
import { compareQuantities } from "./quantity.ts";
import { numberAt, objectAt, objectsAt, textAt } from "./read.ts";

/** Fields that a source cannot do without, by kind of source. */
const neededFields: Readonly<Record<string, readonly string[]>> = {
  hostPath: ["path"],
  gitRepo: ["repository"],
  secret: ["secretName"],
  configMap: ["name"],
  persistentVolumeClaim: ["claimName"],
  nfs: ["server", "path"],
  gcePersistentDisk: ["pdName"],
  awsElasticBlockStore: ["volumeID"],
  glusterfs: ["endpoints", "path"],
  azureFile: ["secretName", "shareName"],
  azureDisk: ["diskName", "diskURI"],
  vsphereVolume: ["volumePath"],
  csi: ["driver"],
  iscsi: ["targetPortal", "iqn"],
  rbd: ["image"],
};

/** `volumes` of a pod's spec. */
export function validateVolumes(volumes: readonly JsonObject[], field: string): readonly Cause[] {
  const names = volumes.map((volume) => textAt(volume, "name"));
  return volumes.flatMap((volume, index) => {
    const name = names[index] ?? "";
    const at = `${field}[${index}]`;
    return [
      ...sourceCauses(volume, at),
      ...(name === "" ? [required(`${at}.name`)] : named(name, `${at}.name`, labelName)),
      ...(name !== "" && names.indexOf(name) < index ? [duplicate(`${at}.name`, name)] : []),
    ];
  });
}

function sourceCauses(volume: JsonObject, field: string): readonly Cause[] {
  const kinds = Object.keys(volume).filter((kind) => kind !== "name" && isObject(volume[kind]));
  const [kind] = kinds;
  if (kind === undefined) return [required(field, "must specify a volume type")];
  const source = objectAt(volume, kind);
  const surplus = kinds.slice(1).map((other) => forbiddenValue(`${field}.${other}`, "may not specify more than 1 volume type"));
  const missing = (neededFields[kind] ?? [])
    .filter((name) => textAt(source, name) === "")
    .map((name) => required(`${field}.${kind}.${name}`));
  return [...surplus, ...missing, ...modeCauses(source, `${field}.${kind}`), ...sizeCauses(source, `${field}.${kind}`)];
}

function modeCauses(source: JsonObject | undefined, field: string): readonly Cause[] {
  const mode = numberAt(source, "defaultMode");
  return [
    ...(mode !== undefined && (mode < 0 || mode > 511)
      ? [invalidValue(`${field}.defaultMode`, mode, "must be a number between 0 and 0777 (octal), both inclusive")]
      : []),
    ...objectsAt(source, "items").flatMap((item, index) => {
      const at = `${field}.items[${index}]`;
      const path = textAt(item, "path");
      return [
        ...("key" in item && textAt(item, "key") === "" ? [required(`${at}.key`)] : []),
        ...(path === "" ? [required(`${at}.path`)] : localPathCauses(path, `${at}.path`)),
      ];
    }),
  ];
}

function sizeCauses(source: JsonObject | undefined, field: string): readonly Cause[] {
  const limit = textAt(source, "sizeLimit");
  return limit !== "" && compareQuantities(limit, "0") < 0
    ? [forbiddenValue(`${field}.sizeLimit`, "SizeLimit field must be a valid resource quantity")]
    : [];
}
