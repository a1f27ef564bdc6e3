import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { type Cause, forbiddenValue, immutable, invalidValue, notSupported, required } from "../causes.ts";
import { isSameJson } from "../frozen.ts";
import { subdomainName } from "../names.ts";
import { forbidden, type Refusal } from "../status.ts";
import type { Strategy, StrategyContext } from "../strategy.ts";
import { named, oneOf } from "./checks.ts";
import { defineStrategy, kindMetadata, metadataChange } from "./define.ts";
import { childOf, type DraftObject, draftOf, restore, setDefault, setMissing } from "./draft.ts";
import { takeOwnership } from "./ownership.ts";
import { compareQuantities } from "./quantity.ts";
import { entriesAt, objectAt, stringsAt, textAt } from "./read.ts";
import { validateLabelSelector } from "./selectors.ts";
import { persistentVolume, persistentVolumeClaim } from "./tables/core.ts";

/** Keeps a claim as long as a pod uses it (the admission plugin StorageObjectInUseProtection). */
const claimProtection = "kubernetes.io/pvc-protection";
const volumeProtection = "kubernetes.io/pv-protection";

export const accessModes = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany"];

export const persistentVolumeClaims: Strategy = defineStrategy({
  type: persistentVolumeClaim,
  defaults: defaultClaim,
  prepareForCreate(draft, context) {
    protect(draft, claimProtection);
    chooseClass(childOf(draft, "spec"), context);
  },
  prepareForUpdate: ownProtection,
  validate: (object) => validateClaimSpec(objectAt(object, "spec") ?? {}, "spec"),
  validateUpdate: (next, before) => [...whole(next), ...metadataChange(next, before), ...whole(next), ...specChange(next, before)],
  allocate: refuseExpansion,
  status: {
    initial: () => ({ phase: "Pending" }),
    prepareForUpdate: ownProtection,
    validateUpdate: (next, before) => [
      ...metadataChange(next, before),
      ...(stringsAt(objectAt(next, "spec"), "accessModes").length === 0 ? [required("Spec.accessModes")] : []),
      ...entriesAt(objectAt(next, "status"), "capacity").flatMap(([name, amount]) =>
        compareQuantities(amount, "0") < 0 ? [invalidValue(`status.capacity[${name}]`, amount, "must be greater than or equal to 0")] : [],
      ),
    ],
  },
  deletion: { returnsObject: true },
});

export const persistentVolumes: Strategy = defineStrategy({
  type: persistentVolume,
  isNamespaced: false,
  defaults(draft) {
    const spec = childOf(draft, "spec");
    setDefault(spec, "persistentVolumeReclaimPolicy", "Retain");
    setMissing(spec, "volumeMode", "Filesystem");
    setDefault(childOf(draft, "status"), "phase", "Pending");
  },
  prepareForCreate: (draft) => protect(draft, volumeProtection),
  validate: volumeCauses,
  validateUpdate: (next, before) => [...kindMetadata(next, false, subdomainName), ...volumeCauses(next), ...metadataChange(next, before)],
  status: { initial: () => ({ phase: "Pending" }), validateUpdate: (next, before) => metadataChange(next, before) },
  deletion: { returnsObject: true },
});

/** What a claim has when nothing is said; also one in a StatefulSet. */
export function defaultClaim(draft: DraftObject): void {
  setMissing(childOf(draft, "spec"), "volumeMode", "Filesystem");
  setDefault(childOf(draft, "status"), "phase", "Pending");
}

const whole = (object: JsonObject): readonly Cause[] => [
  ...kindMetadata(object, true, subdomainName),
  ...validateClaimSpec(objectAt(object, "spec") ?? {}, "spec"),
];

function protect(draft: DraftObject, finalizer: string): void {
  const metadata = childOf(draft, "metadata");
  const finalizers = stringsAt(metadata, "finalizers");
  if (!finalizers.includes(finalizer)) metadata["finalizers"] = [...finalizers, finalizer];
}

function ownProtection(draft: DraftObject, before: JsonObject): void {
  const metadata = childOf(draft, "metadata");
  if (objectAt(before, "metadata")?.["deletionTimestamp"] !== undefined) return;
  if (stringsAt(metadata, "finalizers").includes(claimProtection))
    takeOwnership(metadata, "f:finalizers", `v:${JSON.stringify(claimProtection)}`);
}

const isDefaultClass = "storageclass.kubernetes.io/is-default-class";

/** The default class, where there is one (the admission plugin DefaultStorageClass). */
function chooseClass(spec: DraftObject, { cluster }: StrategyContext): void {
  if (spec["storageClassName"] !== undefined) return;
  const chosen = cluster.list("storage.k8s.io/storageclasses").find(({ metadata }) => metadata.annotations?.[isDefaultClass] === "true");
  if (chosen) spec["storageClassName"] = chosen.metadata.name;
}

/** `ValidatePersistentVolumeClaimSpec`. */
export function validateClaimSpec(spec: JsonObject, field: string): readonly Cause[] {
  const modes = stringsAt(spec, "accessModes");
  const storageClass = textAt(spec, "storageClassName");
  const amount = objectAt(spec, "resources", "requests")?.["storage"];
  const selector = objectAt(spec, "selector");
  return [
    ...(modes.length === 0 ? [required(`${field}.accessModes`, "at least 1 access mode is required")] : []),
    ...(selector ? validateLabelSelector(selector, `${field}.selector`) : []),
    ...modes.filter((mode) => !accessModes.includes(mode)).map((mode) => notSupported(`${field}.accessModes`, mode, accessModes)),
    ...amountCauses(amount, `${field}.resources[storage]`),
    ...(storageClass === "" ? [] : named(storageClass, `${field}.storageClassName`, subdomainName)),
    ...oneOf(spec, field, "volumeMode", ["Block", "Filesystem"], "allowed"),
    ...sourceCauses(objectAt(spec, "dataSource"), `${field}.dataSource`),
  ];
}

function amountCauses(amount: Json | undefined, field: string): readonly Cause[] {
  if (typeof amount !== "string") return [required(field)];
  return compareQuantities(amount, "0") > 0 ? [] : [invalidValue(field, amount, "must be greater than zero")];
}

function sourceCauses(source: JsonObject | undefined, field: string): readonly Cause[] {
  if (!source) return [];
  const kind = textAt(source, "kind");
  return [
    ...(textAt(source, "name") === "" ? [required(`${field}.name`)] : []),
    ...(kind === "" ? [required(`${field}.kind`)] : []),
    ...(textAt(source, "apiGroup") === "" && kind !== "PersistentVolumeClaim"
      ? [invalidValue(field, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")]
      : []),
  ];
}

/** `ValidatePersistentVolumeClaimUpdate`: the volume's name may be set once, a bound claim may grow. */
function specChange(next: JsonObject, before: JsonObject): readonly Cause[] {
  const old = objectAt(before, "spec") ?? {};
  const spec = objectAt(next, "spec") ?? {};
  const allowed = draftOf(spec);
  if (textAt(old, "volumeName") === "") restore(allowed, "volumeName", old);
  if (textAt(objectAt(next, "status"), "phase") === "Bound")
    restore(childOf(childOf(allowed, "resources"), "requests"), "storage", objectAt(old, "resources", "requests"));
  const isSmaller = compareQuantities(sizeOf(spec), sizeOf(old)) < 0;
  return [
    ...(isSameJson(allowed, old)
      ? []
      : [forbiddenValue("spec", "spec is immutable after creation except resources.requests for bound claims")]),
    ...(isSmaller ? [forbiddenValue("spec.resources.requests.storage", "field can not be less than previous value")] : []),
    ...immutable("volumeMode", spec["volumeMode"], spec["volumeMode"] === old["volumeMode"]),
  ];
}

const sizeOf = (spec: JsonObject): string => textAt(objectAt(spec, "resources", "requests"), "storage") || "0";

/** A claim grows only where its class says so (the admission plugin PersistentVolumeClaimResize). */
function refuseExpansion(next: JsonObject, before: JsonObject | undefined, { cluster }: StrategyContext): JsonObject | Refusal {
  if (!before) return next;
  const spec = objectAt(next, "spec") ?? {};
  const old = objectAt(before, "spec") ?? {};
  if (compareQuantities(sizeOf(spec), sizeOf(old)) <= 0) return next;
  const refuse = (why: string): Refusal =>
    forbidden({ group: "", plural: "persistentvolumeclaims" }, textAt(objectAt(next, "metadata"), "name"), why);
  if (textAt(objectAt(before, "status"), "phase") !== "Bound") return refuse("Only bound persistent volume claims can be expanded");
  const name = textAt(spec, "storageClassName");
  const storageClass = name === "" ? undefined : cluster.get("storage.k8s.io/storageclasses", `/${name}`);
  if (storageClass?.["allowVolumeExpansion"] === true) return next;
  return refuse("only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
}

function volumeCauses(object: JsonObject): readonly Cause[] {
  const spec = objectAt(object, "spec") ?? {};
  const modes = stringsAt(spec, "accessModes");
  const capacity = entriesAt(spec, "capacity");
  return [
    ...(modes.length === 0 ? [required("spec.accessModes")] : []),
    ...modes.filter((mode) => !accessModes.includes(mode)).map((mode) => notSupported("spec.accessModes", mode, accessModes)),
    ...(capacity.length === 0 ? [required("spec.capacity")] : []),
    ...capacity.flatMap(([name, amount]) =>
      compareQuantities(amount, "0") > 0 ? [] : [invalidValue(`spec.capacity[${name}]`, amount, "must be greater than zero")],
    ),
    ...oneOf(spec, "spec", "persistentVolumeReclaimPolicy", ["Delete", "Recycle", "Retain"], "allowed"),
  ];
}
