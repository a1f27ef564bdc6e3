import type { JsonObject } from "../../../protocol/json.ts";
import { checkNamespace, withoutDoubleOwners } from "./admission.ts";
import { checkObjectType, objectOfBody } from "./body.ts";
import { invalidValue } from "./causes.ts";
import { inNamespace, kindOf, prepareNew, tracking } from "./create.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "./metadata.ts";
import { pathSegmentName } from "./names.ts";
import { writeOptions } from "./options.ts";
import { withResidueShown } from "./patch/apply-residue.ts";
import { answered, type Call, metadataOf, storedAt, withMetadata } from "./request.ts";
import { badRequest, conflict, type GroupResource, invalid, modified, notFound, Refusal, unknownError } from "./status.ts";
import { storeDeletion, storeNew, storeUpdate } from "./store.ts";
import { type StoredForm, withoutEmptyBytes } from "./stored-form.ts";
import type { UpdateStrategy } from "./strategy.ts";
import type { Handled, StoredObject } from "./types.ts";

/** `PUT` on an object, or on `/status` with the rules of that. */
export function update(call: Call, rules: UpdateStrategy): Handled | Refusal {
  const options = writeOptions(call.request, "UpdateOptions");
  if (options instanceof Refusal) return options;
  const type = checkObjectType(call.request);
  if (type !== undefined) return type;
  const decoded = objectOfBody(call.request, call.resource);
  if (decoded instanceof Refusal) return decoded;
  const misnamed = checkName(call, decoded);
  if (misnamed !== undefined) return misnamed;
  return change(call, rules, {
    uid: metadataOf(decoded).uid,
    isDryRun: options.isDryRun,
    mayCreate: rules.allowsCreateOnUpdate === true,
    next: (before) => admitted(call, before, tracking(call, before, decoded)),
  });
}

/** One atomic change of one object. */
export interface Change {
  /** The object must have this one. */
  readonly uid?: string | undefined;
  readonly isDryRun: boolean;
  /** Is the object created when it is not there? */
  readonly mayCreate: boolean;
  /** In which form it is stored then; default the usual one. */
  form?(object: JsonObject): StoredForm;
  /** The object wanted, decoded, in place of `before`. */
  next(before: StoredObject | undefined): JsonObject | Refusal;
}

/**
 * Changes the object of the call (`Store.Update`).
 *
 * @see k8s.io/apiserver/pkg/registry/generic/registry/store.go
 */
export function change(call: Call, rules: UpdateStrategy, wanted: Change): Handled | Refusal {
  const before = storedAt(call);
  const isJudgedFirst = call.resource.strategy.judgesFirst === true && rules === call.resource.strategy;
  const mismatch = isJudgedFirst ? undefined : uidMismatch(call, before, wanted.uid);
  if (mismatch !== undefined) return mismatch;
  if (before === undefined && !wanted.mayCreate) return notFound(call.resource, call.name);
  const next = wanted.next(before);
  if (next instanceof Refusal) return next;
  const version = versionOf(next);
  const judged = isJudgedFirst && before !== undefined ? prepareUpdate(call, rules, next, before, wanted.isDryRun) : undefined;
  if (judged instanceof Refusal) return judged;
  if (!isVersion(version, before)) return unknownError(`strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`);
  if (before === undefined) return createByUpdate(call, next, wanted.isDryRun);
  const current = withCurrentVersion(call, rules, next, before);
  if (current instanceof Refusal) return current;
  const object = prepareUpdate(call, rules, current, before, wanted.isDryRun);
  if (object instanceof Refusal) return object;
  if (isReleased(call, object, before)) {
    const last = withResidueShown(wanted.form?.(object) === "no bytes" ? withoutEmptyBytes(object) : object);
    if (wanted.isDryRun) return answered(call.cluster, 200, last);
    const gone = storeDeletion(call, before);
    return answered(gone.cluster, 200, last, gone.changes);
  }
  if (wanted.isDryRun) return answered(call.cluster, 200, withMetadata(object, { resourceVersion: before.metadata.resourceVersion }));
  const written = storeUpdate(call, object, before, wanted.form?.(object));
  return answered(written.cluster, 200, written.object, written.changes);
}

/** What stands between the decoded object and the store's own rules: owners, and the namespace. */
export function admitted(call: Call, before: StoredObject | undefined, object: JsonObject): JsonObject | Refusal {
  return checkNamespace(call, object, before === undefined ? "create" : "update") ?? withoutDoubleOwners(object);
}

/** The name and the namespace in the object must be those of the path. */
export function checkName(call: Call, object: JsonObject): Refusal | undefined {
  const { name, namespace } = metadataOf(object) as { readonly name?: string; readonly namespace?: string };
  if ((name ?? "") === "") return badRequest("the name of the object (based on URL) was undeterminable: name must be provided");
  if (name !== call.name) return badRequest(`the name of the object (${name}) does not match the name on the URL (${call.name})`);
  if (namespace !== undefined && namespace !== "" && namespace !== call.namespace) {
    return badRequest(`the namespace of the object (${namespace}) does not match the namespace on the request (${call.namespace})`);
  }
  return undefined;
}

const versionOf = (object: JsonObject): string => {
  const version = metadataOf(object).resourceVersion ?? "";
  return version === "0" ? "" : version;
};

/** Versions are numbers, or whatever this cluster's are drawn as. */
const isVersion = (version: string, before: StoredObject | undefined): boolean =>
  version === "" || /^\d+$/.test(version) || (before !== undefined && !/^\d+$/.test(before.metadata.resourceVersion));

function uidMismatch(call: Call, before: StoredObject | undefined, uid: string | undefined): Refusal | undefined {
  const own = before?.metadata.uid ?? "";
  if (uid === undefined || uid === "" || uid === own) return undefined;
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${own}`;
  return conflict(call.resource, call.name, `StorageError: invalid object, Code: 4, AdditionalErrorMsg: ${why}`);
}

function createByUpdate(call: Call, next: JsonObject, isDryRun: boolean): Handled | Refusal {
  const object = prepareNew(call, next, isDryRun);
  if (object instanceof Refusal) return object;
  const bare = withMetadata(object, { resourceVersion: undefined });
  if (isDryRun) return answered(call.cluster, 201, bare);
  const written = storeNew(call, bare);
  return answered(written.cluster, 201, written.object, written.changes);
}

/** Optimistic concurrency: the version given must be the current one; some kinds may leave it out. */
function withCurrentVersion(call: Call, rules: UpdateStrategy, next: JsonObject, before: StoredObject): JsonObject | Refusal {
  const version = versionOf(next);
  if (version === before.metadata.resourceVersion) return next;
  if (version !== "") return modified(call.resource, call.name);
  if (rules.allowsUnconditionalUpdate ?? !call.resource.isCustom)
    return withMetadata(next, { resourceVersion: before.metadata.resourceVersion });
  // The store names the plural where validation names the kind.
  return invalid(call.resource.group, call.resource.plural, call.name, [
    invalidValue("metadata.resourceVersion", 0, "must be specified for an update"),
  ]);
}

/** `rest.BeforeUpdate`. */
function prepareUpdate(call: Call, rules: UpdateStrategy, next: JsonObject, before: StoredObject, isDryRun: boolean): JsonObject | Refusal {
  const { resource } = call;
  const context = { mint: call.environment.mint, cluster: call.cluster, namespace: call.namespace, isDryRun };
  const placed = inNamespace(call, next);
  if (placed instanceof Refusal) return placed;
  const prepared = rules.prepareForUpdate(withMetadata(placed, { generation: before.metadata.generation }), before, context);
  const object = withMetadata(prepared, systemFields(prepared, before));
  const causes = [
    ...validateObjectMeta(metadataOf(object), resource.isNamespaced, pathSegmentName),
    ...validateObjectMetaUpdate(metadataOf(object), before.metadata),
    ...rules.validateUpdate(object, before),
  ];
  if (causes.length > 0) return invalid(resource.group, kindOf(object), call.name, causes);
  return resource.strategy.allocate?.(object, before, context) ?? object;
}

/** Metadata that an update cannot change, as far as leaving it out goes. */
function systemFields(next: JsonObject, before: StoredObject): Record<string, JsonObject[string] | undefined> {
  const { uid, deletionGracePeriodSeconds } = metadataOf(next);
  const old = before.metadata;
  return {
    clusterName: undefined,
    uid: (uid ?? "") === "" ? old.uid : uid,
    creationTimestamp: old.creationTimestamp,
    ...(old.deletionTimestamp === undefined ? {} : { deletionTimestamp: old.deletionTimestamp }),
    ...(deletionGracePeriodSeconds === undefined ? { deletionGracePeriodSeconds: old["deletionGracePeriodSeconds"] } : {}),
  };
}

/** The last finalizer of an object that is being deleted has gone: so does the object, and the answer shows it as it was asked for. */
function isReleased(call: Call, next: JsonObject, before: StoredObject): boolean {
  const { finalizers } = metadataOf(next);
  if ((finalizers ?? []).length > 0) return false;
  if (!isNamespaces(call.resource)) return before.metadata["deletionGracePeriodSeconds"] === 0;
  // A namespace has finalizers of its own, and is marked without a period.
  const spec = next["spec"] as JsonObject | undefined;
  return before.metadata.deletionTimestamp !== undefined && ((spec?.["finalizers"] as readonly string[] | undefined) ?? []).length === 0;
}

const isNamespaces = ({ group, plural }: GroupResource): boolean => group === "" && plural === "namespaces";
