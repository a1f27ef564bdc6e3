import { isNotFound } from "./errors.ts";
import type {
  ControllerDefinition,
  Externals,
  ExternalSystem,
  Kube,
  KubeObject,
  Operations,
  OwnerReference,
  ObjectMeta,
  Stored,
  Unstructured,
} from "./types.ts";

/** Checks nothing and changes nothing: it gives the definition its types and makes it a scenario. */
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- without external systems there is nothing to call
export function defineController<T extends KubeObject = Unstructured, X extends Externals = Record<never, never>>(
  definition: ControllerDefinition<T, X>,
): ControllerDefinition<T, X> {
  return definition;
}

/** Gives an external system its types. */
export function externalSystem<S, O extends Operations<S>>(system: ExternalSystem<S, O>): ExternalSystem<S, O> {
  return system;
}

/** An owner reference to `owner`, by UID, so that the garbage collector removes the dependent with its owner. Default: the controlling owner, blocking foreground deletion. */
export function ownerReference(
  owner: Stored<KubeObject>,
  options: { controller?: boolean; blockOwnerDeletion?: boolean } = {},
): OwnerReference {
  const { controller = true, blockOwnerDeletion = true } = options;
  const { name, uid } = owner.metadata;
  return { apiVersion: owner.apiVersion, kind: owner.kind, name, uid, controller, blockOwnerDeletion };
}

/** Whether `object` has an owner reference with the UID of `owner`. A namesake from before a deletion does not count. */
export function isOwnedBy(object: KubeObject, owner: Stored<KubeObject>): boolean {
  return (metadataOf(object).ownerReferences ?? []).some(({ uid }) => uid === owner.metadata.uid);
}

/** Whether deletion of `object` has been asked for. */
export function isDeleting(object: KubeObject): boolean {
  const { deletionTimestamp } = metadataOf(object);
  return deletionTimestamp !== undefined && deletionTimestamp !== null;
}

/** Adds one finalizer, if it is missing, and leaves those of others alone. `Conflict` (409) if the object has changed since it was read. Resolves to the object as it is now. */
export async function addFinalizer<T extends KubeObject>(kube: Kube, object: Stored<T>, finalizer: string): Promise<Stored<T>> {
  const present = object.metadata.finalizers ?? [];
  if (present.includes(finalizer)) return object;
  return patchFinalizers<T>(kube, object, [...present, finalizer]);
}

/** Removes one finalizer, if it is there, and leaves those of others alone. `Conflict` (409) as above; an object that is gone already is no failure. */
export async function removeFinalizer(kube: Kube, object: Stored<KubeObject>, finalizer: string): Promise<void> {
  const present = object.metadata.finalizers ?? [];
  if (!present.includes(finalizer)) return;
  try {
    await patchFinalizers(
      kube,
      object,
      present.filter((other) => other !== finalizer),
    );
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function patchFinalizers<T extends KubeObject>(kube: Kube, object: Stored<KubeObject>, finalizers: readonly string[]): Promise<Stored<T>> {
  const { name, namespace, uid, resourceVersion } = object.metadata;
  const patch = { metadata: { finalizers } };
  return kube.patch<T>(object.apiVersion, object.kind, { name, namespace }, patch, { preconditions: { uid, resourceVersion } });
}

const metadataOf = ({ metadata = {} }: KubeObject): ObjectMeta => metadata as ObjectMeta;
