import type { JsonObject } from "../../../../protocol/json.ts";
import { resourceOfKind } from "../../cluster/registry.ts";
import type { Cluster, OwnerReference, StoredObject } from "../../cluster/types.ts";
import { Remembered } from "../remembered.ts";
import { isBeingDeleted } from "../views.ts";

export const orphanFinalizer = "orphan";
export const foregroundFinalizer = "foregroundDeletion";

export interface Node {
  readonly resource: string;
  /** Without what makes no difference to the collector: see `bare`. */
  readonly object: StoredObject;
}

/** Who owns whom. */
export interface Graph {
  readonly cluster: Cluster;
  /** Objects with owners that are not to go, from which something may have to be taken. */
  readonly owned: readonly Node[];
  /** Objects that are to go. */
  readonly going: readonly Node[];
  /** Objects that name the one with this uid as an owner, in whatever namespace. */
  dependents(uid: string): readonly Node[];
  withUid(uid: string): StoredObject | undefined;
}

/** The parts of the graph. Events are none: the collector does not watch them. */
export function shelvesOf(cluster: Cluster): readonly Shelf[] {
  const found: Shelf[] = [];
  for (const resource of cluster.resources) if (!resource.endsWith("/events")) found.push(shelfOf(resource, cluster.list(resource)));
  return found;
}

export function graphOf(cluster: Cluster, shelves: readonly Shelf[]): Graph {
  return {
    cluster,
    owned: shelves.flatMap(({ owned }) => owned),
    going: shelves.flatMap(({ going }) => going),
    dependents: (uid) => shelves.flatMap(({ dependents }) => dependents.get(uid) ?? []),
    withUid(uid) {
      for (const { byUid } of shelves) {
        const found = byUid.get(uid);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** The part of the graph that lies in one resource. Equal parts are one: most writes make no difference to who owns whom. */
export interface Shelf {
  /** No other one has it. */
  readonly number: number;
  readonly byUid: ReadonlyMap<string, StoredObject>;
  readonly dependents: ReadonlyMap<string, readonly Node[]>;
  readonly owned: readonly Node[];
  readonly going: readonly Node[];
}

/** By list: the same array as long as nothing in it has changed. */
const byList = new WeakMap<readonly StoredObject[], Shelf>();
const byText = new Remembered<Shelf>();
let shelfCount = 0;

function shelfOf(resource: string, objects: readonly StoredObject[]): Shelf {
  const known = byList.get(objects);
  if (known !== undefined) return known;
  const bared = objects.map(bare);
  const shelf = byText.of(`${resource} ${JSON.stringify(bared)}`, () => makeShelf(resource, bared));
  byList.set(objects, shelf);
  return shelf;
}

/** What the collector looks at. */
function bare({ apiVersion, kind, metadata }: StoredObject): StoredObject {
  const kept: Record<string, JsonObject[string]> = { name: metadata.name, uid: metadata.uid, resourceVersion: "" };
  for (const name of ["namespace", "ownerReferences", "finalizers", "deletionTimestamp"]) {
    if (metadata[name] !== undefined) kept[name] = metadata[name];
  }
  return { apiVersion, kind, metadata: kept as StoredObject["metadata"] };
}

function makeShelf(resource: string, objects: readonly StoredObject[]): Shelf {
  const dependents = new Map<string, Node[]>();
  const nodes = objects.map((object) => ({ resource, object }));
  for (const node of nodes) {
    for (const uid of new Set(node.object.metadata.ownerReferences?.map((reference) => reference.uid))) {
      const known = dependents.get(uid) ?? [];
      known.push(node);
      dependents.set(uid, known);
    }
  }
  return {
    number: shelfCount++,
    byUid: new Map(objects.map((object) => [object.metadata.uid, object])),
    dependents,
    owned: nodes.filter(({ object }) => !isBeingDeleted(object) && (object.metadata.ownerReferences ?? []).length > 0),
    going: nodes.filter(({ object }) => isBeingDeleted(object)),
  };
}

const hasFinalizer = ({ metadata }: StoredObject, name: string): boolean => metadata.finalizers?.includes(name) ?? false;

export const isOrphaning = (object: StoredObject): boolean => isBeingDeleted(object) && hasFinalizer(object, orphanFinalizer);

/** Does it wait for its dependents to go first? */
export const isDeletingDependents = (object: StoredObject): boolean => isBeingDeleted(object) && hasFinalizer(object, foregroundFinalizer);

export const blocks = ({ object }: Node, ownerUid: string): boolean =>
  object.metadata.ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === ownerUid && blockOwnerDeletion === true) ?? false;

export interface References {
  /** Owners that are there and stay. */
  readonly solid: readonly OwnerReference[];
  /** Owners that are not there: gone, replaced under the same name, or in another namespace. */
  readonly dangling: readonly OwnerReference[];
  /** Owners that wait for their dependents to go. */
  readonly waiting: readonly OwnerReference[];
}

/**
 * `classifyReferences`.
 *
 * @returns undefined: one of them cannot be looked up, its kind is not served or lies in namespaces while the dependent does not. Nothing is done then.
 */
export function classify(graph: Graph, object: StoredObject): References | undefined {
  const solid: OwnerReference[] = [];
  const dangling: OwnerReference[] = [];
  const waiting: OwnerReference[] = [];
  for (const reference of object.metadata.ownerReferences ?? []) {
    const owner = ownerAt(graph, object, reference);
    if (owner === undefined && !isLookedUp(graph, object, reference)) return undefined;
    if (owner === undefined) dangling.push(reference);
    else if (isDeletingDependents(owner)) waiting.push(reference);
    else solid.push(reference);
  }
  return { solid, dangling, waiting };
}

function isLookedUp({ cluster }: Graph, { metadata }: StoredObject, { apiVersion, kind }: OwnerReference): boolean {
  const resource = resourceOfKind(cluster, apiVersion, kind);
  return resource !== undefined && (!resource.isNamespaced || metadata.namespace !== undefined);
}

/** The owner under the very coordinates of the reference: group, kind, name, uid, and the namespace of the dependent. */
function ownerAt(graph: Graph, dependent: StoredObject, { uid, apiVersion, kind, name }: OwnerReference): StoredObject | undefined {
  const owner = graph.withUid(uid);
  const isMeant =
    owner !== undefined &&
    owner.kind === kind &&
    owner.metadata.name === name &&
    groupOf(owner.apiVersion) === groupOf(apiVersion) &&
    (owner.metadata.namespace === undefined || owner.metadata.namespace === dependent.metadata.namespace);
  return isMeant ? owner : undefined;
}

const groupOf = (apiVersion: string): string => (apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "");
