import type { ControllerDefinition, KindRef, ObjectMeta, ReconcileRequest, Stored, Unstructured, Watch } from "../types.ts";
import type { Cached, Change } from "./cache.ts";

/** What a definition watches: each kind once. */
export function watchedKinds({ resource, owns = [], watches = [] }: ControllerDefinition): readonly KindRef[] {
  const all = [resource, ...owns, ...watches].map(({ apiVersion, kind }) => ({ apiVersion, kind }));
  return all.filter((kind, index) => all.findIndex((other) => isSame(kind, other)) === index);
}

/**
 * The requests that a change of an object causes: as the resource itself, as something that a resource owns, or as something that the definition watches.
 * What an object was before counts too: who has lost it has to know.
 *
 * @param failed Is told what `requests` of the definition throws.
 */
export function requestsOf(
  definition: ControllerDefinition,
  kind: KindRef,
  change: Change,
  isNamespaced: boolean,
  failed: (error: unknown) => void,
): readonly ReconcileRequest[] {
  const { resource, owns = [], watches = [] } = definition;
  return [change.before, change.after].flatMap((object) => {
    if (object === undefined) return [];
    return [
      ...(isSame(kind, resource) ? [requestFor(object.metadata.name, object.metadata.namespace)] : []),
      ...(owns.some((owned) => isSame(kind, owned)) ? ownerOf(object, resource, isNamespaced) : []),
      ...watches.filter((watch) => isSame(kind, watch)).flatMap((watch) => requestsFor(watch, object, failed)),
    ];
  });
}

function requestsFor({ requests }: Watch, object: Cached, failed: (error: unknown) => void): readonly ReconcileRequest[] {
  try {
    return requests(copyOf(object)).map(({ name, namespace }) => requestFor(name, namespace));
  } catch (error) {
    failed(error);
    return [];
  }
}

const isSame = (a: KindRef, b: KindRef): boolean => a.apiVersion === b.apiVersion && a.kind === b.kind;

/** The controlling owner by kind and name, whatever version of the group its reference names, and whatever uid. */
function ownerOf(object: Cached, resource: KindRef, isNamespaced: boolean): readonly ReconcileRequest[] {
  const { ownerReferences = [], namespace } = object.metadata as ObjectMeta;
  return ownerReferences
    .filter(
      ({ controller, kind, apiVersion }) => controller === true && kind === resource.kind && isSameGroup(apiVersion, resource.apiVersion),
    )
    .map(({ name }) => requestFor(name, isNamespaced ? namespace : undefined));
}

const isSameGroup = (a: string, b: string): boolean => groupOf(a) === groupOf(b);
const groupOf = (apiVersion: string): string => (apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "");

const requestFor = (name: string, namespace: string | undefined): ReconcileRequest =>
  namespace === undefined || namespace === "" ? { name } : { namespace, name };

/** The caches' own objects are nobody else's to change. */
const copyOf = (object: Cached): Stored<Unstructured> => structuredClone(object) as Stored<Unstructured>;
