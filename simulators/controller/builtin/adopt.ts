import type { JsonObject } from "../../../protocol/json.ts";
import type { ApiRequest, OwnerReference, StoredObject } from "../cluster/types.ts";
import { patchRequest } from "./requests.ts";
import { selects } from "./selector.ts";
import { controllerOf, isBeingDeleted, type LabelSelector } from "./views.ts";

/** The reference of a controller to what it makes (`metav1.NewControllerRef`). */
export const controllerReference = ({ apiVersion, kind, metadata }: StoredObject): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
});

export interface Claimed<T> {
  /** Those that belong to the owner now. */
  readonly owned: readonly T[];
  /** Writes that adopt what fits and has no controller, and release what no longer fits. */
  readonly requests: readonly ApiRequest[];
}

/**
 * Which of the objects belong to a workload (`ControllerRefManager.ClaimObject`).
 *
 * @param resource Of the objects.
 * @param accepts A further condition besides the selector.
 */
export function claim<T extends StoredObject>(
  owner: StoredObject & { readonly spec: { readonly selector: LabelSelector } },
  resource: string,
  objects: readonly T[],
  accepts: (object: T) => boolean = () => true,
): Claimed<T> {
  const owned: T[] = [];
  const requests: ApiRequest[] = [];
  for (const object of objects) {
    if (object.metadata.namespace !== owner.metadata.namespace) continue;
    const controller = controllerOf(object);
    if (controller !== undefined && controller.uid !== owner.metadata.uid) continue;
    const fits = selects(owner.spec.selector, object.metadata.labels) && accepts(object);
    if (controller !== undefined && fits) owned.push(object);
    else if (isBeingDeleted(owner)) continue;
    else if (controller !== undefined) requests.push(releaseRequest(resource, object, owner));
    else if (fits && !isBeingDeleted(object)) requests.push(adoptRequest(resource, object, owner));
  }
  return { owned, requests };
}

export const adoptRequest = (resource: string, object: StoredObject, owner: StoredObject): ApiRequest =>
  patchRequest(resource, object, { ownerReferences: [...(object.metadata.ownerReferences ?? []), controllerReference(owner)] });

const releaseRequest = (resource: string, object: StoredObject, owner: StoredObject): ApiRequest =>
  withoutOwners(resource, object, (uid) => uid === owner.metadata.uid);

/** Takes references out of an object. */
export function withoutOwners(resource: string, object: StoredObject, isTaken: (uid: string) => boolean): ApiRequest {
  const rest: readonly JsonObject[] = (object.metadata.ownerReferences ?? []).filter(({ uid }) => !isTaken(uid));
  return patchRequest(resource, object, { ownerReferences: rest.length === 0 ? null : rest });
}
