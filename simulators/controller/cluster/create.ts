import type { JsonObject } from "../../../protocol/json.ts";
import { checkNamespace, withoutDoubleOwners } from "./admission.ts";
import { checkObjectType, objectOfBody } from "./body.ts";
import { textOf, validateObjectMeta } from "./metadata.ts";
import { pathSegmentName } from "./names.ts";
import { writeOptions } from "./options.ts";
import { trackUpdate } from "./patch/managed-fields.ts";
import { answered, type Call, managerOf, metadataOf, withMetadata } from "./request.ts";
import { apiVersionOf, objectKey, storageName } from "./resources.ts";
import { alreadyExists, badRequest, invalid, Refusal, unknownError } from "./status.ts";
import { storeNew } from "./store.ts";
import type { Handled, StoredObject } from "./types.ts";

/** `POST` on a collection. */
export function create(call: Call): Handled | Refusal {
  const type = checkObjectType(call.request);
  if (type !== undefined) return type;
  const options = writeOptions(call.request, "CreateOptions");
  if (options instanceof Refusal) return options;
  const decoded = objectOfBody(call.request, call.resource);
  if (decoded instanceof Refusal) return decoded;
  const tracked = tracking(call, undefined, withoutDoubleOwners(decoded));
  const refused = checkNamespace(call, tracked, "create");
  if (refused !== undefined) return refused;
  const object = prepareNew(call, tracked, options.isDryRun);
  if (object instanceof Refusal) return object;
  const { name, resourceVersion } = metadataOf(object);
  if ((resourceVersion ?? "") !== "" && resourceVersion !== "0")
    return unknownError("resourceVersion should not be set on objects to be created");
  const existing = call.cluster.get(storageName(call.resource), objectKey(call.namespace, name));
  if (existing !== undefined) return nameIsTaken(call, existing);
  if (options.isDryRun) return answered(call.cluster, 201, withMetadata(object, { resourceVersion: undefined }));
  const written = storeNew(call, object);
  return answered(written.cluster, 201, written.object, written.changes);
}

/** `object` with the managedFields that this request's manager leaves. */
export function tracking(call: Call, live: JsonObject | undefined, object: JsonObject): JsonObject {
  const isTracked =
    call.environment.tracksManagedFields !== false || (live !== undefined && metadataOf(live)["managedFields"] !== undefined);
  if (!isTracked) return withMetadata(object, { managedFields: undefined });
  const { mint } = call.environment;
  const options = { manager: managerOf(call.request), apiVersion: apiVersionOf(call.resource), type: call.resource.type, now: mint.now() };
  return trackUpdate(live, object, options);
}

/**
 * A decoded object on its way into the store for the first time: completed, named and judged (`rest.BeforeCreate`).
 *
 * @see k8s.io/apiserver/pkg/registry/rest/create.go
 */
export function prepareNew(call: Call, decoded: JsonObject, isDryRun: boolean): JsonObject | Refusal {
  const { resource, environment, namespace } = call;
  const { mint } = environment;
  const context = { mint, cluster: call.cluster, namespace, isDryRun };
  const placed = inNamespace(call, decoded);
  if (placed instanceof Refusal) return placed;
  const bare = withMetadata(placed, { deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, clusterName: undefined });
  const named = withName(call, resource.strategy.prepareForCreate(bare, context));
  const { name } = metadataOf(named);
  const object = withMetadata(named, { creationTimestamp: mint.now(), uid: mint.uid(storageName(resource), objectKey(namespace, name)) });
  const own = resource.strategy.validate(object);
  if (own.length > 0) return invalid(resource.group, kindOf(object), name ?? "", own);
  const general = validateObjectMeta(metadataOf(object), resource.isNamespaced, pathSegmentName);
  if (general.length > 0) return invalid(resource.group, kindOf(object), name ?? "", general);
  return resource.strategy.allocate?.(object, undefined, context) ?? object;
}

/** As the object says: a custom resource may carry a wrong kind until it is validated. */
export const kindOf = (object: JsonObject): string => textOf(object["kind"]);

/** The namespace of the request, which the object's own must not contradict; none for cluster-wide kinds. */
export function inNamespace(call: Call, object: JsonObject): JsonObject | Refusal {
  const own = metadataOf(object).namespace ?? "";
  if (!call.resource.isNamespaced) return own === "" ? object : withMetadata(object, { namespace: undefined });
  if (own === "") return withMetadata(object, { namespace: call.namespace });
  if (own === call.namespace) return object;
  return badRequest("the namespace of the provided object does not match the namespace sent on the request");
}

/** Most characters of a generated name, less the five that are drawn. */
const longestPrefix = 63 - 5;

function withName(call: Call, object: JsonObject): JsonObject {
  const { name, generateName } = metadataOf(object) as { readonly name?: string; readonly generateName?: string };
  if ((name ?? "") !== "" || generateName === undefined || generateName === "") return object;
  const prefix = generateName.slice(0, call.resource.strategy.longestPrefix ?? longestPrefix);
  const resource = storageName(call.resource);
  const isTaken = (candidate: string): boolean => call.cluster.get(resource, objectKey(call.namespace, candidate)) !== undefined;
  return withMetadata(object, { name: prefix + call.environment.mint.suffix(resource, call.namespace, prefix, isTaken) });
}

const nameIsTaken = (call: Call, existing: StoredObject): Refusal =>
  alreadyExists(
    call.resource,
    existing.metadata.name,
    existing.metadata.deletionTimestamp === undefined ? "" : "object is being deleted: ",
  );
