import type { Cluster, StoredObject } from "./types.ts";

/** Objects of one resource in the order of their keys. Never changed after it was made: what is copied for a write is two arrays, whatever their length. */
interface Shelf {
  readonly keys: readonly string[];
  readonly sorted: readonly StoredObject[];
}

const noObjects: readonly StoredObject[] = Object.freeze([]);

class ClusterVersion implements Cluster {
  readonly resources: readonly string[];
  readonly #shelves: ReadonlyMap<string, Shelf>;

  constructor(shelves: ReadonlyMap<string, Shelf>, resources: readonly string[] = Object.freeze([...shelves.keys()].sort())) {
    this.resources = resources;
    this.#shelves = shelves;
    Object.freeze(this);
  }

  list(resource: string): readonly StoredObject[] {
    return this.#shelves.get(resource)?.sorted ?? noObjects;
  }

  get(resource: string, key: string): StoredObject | undefined {
    return find(this.#shelves.get(resource), key);
  }

  with(resource: string, key: string, object: StoredObject | undefined): Cluster {
    const shelf = this.#shelves.get(resource);
    if (find(shelf, key) === object) return this;
    const next = new Map(this.#shelves);
    const replaced = replace(shelf, key, object);
    if (replaced === undefined) next.delete(resource);
    else next.set(resource, replaced);
    // Most writes leave the resources as they are.
    return next.size === this.resources.length && shelf !== undefined ? new ClusterVersion(next, this.resources) : new ClusterVersion(next);
  }

  sharing(listOf: (objects: readonly StoredObject[]) => readonly StoredObject[]): Cluster {
    let next: Map<string, Shelf> | undefined;
    for (const [resource, shelf] of this.#shelves) {
      const list = listOf(shelf.sorted);
      if (list !== shelf.sorted) (next ??= new Map(this.#shelves)).set(resource, shelfOf(list, shelf.keys));
    }
    return next === undefined ? this : new ClusterVersion(next, this.resources);
  }
}

/** By list: that of a list that is shared is shared, too. */
const shelves = new WeakMap<readonly StoredObject[], Shelf>();

function shelfOf(sorted: readonly StoredObject[], keys: readonly string[]): Shelf {
  const known = shelves.get(sorted) ?? { keys, sorted };
  shelves.set(sorted, known);
  return known;
}

/** A cluster without any object. */
export const emptyCluster: Cluster = new ClusterVersion(new Map());

/**
 * The same content in other lists: what is remembered by lists is found again in every version that holds an equal one, whatever led there.
 *
 * @param listOf A list of the same objects in the same order.
 */
export const sharing = (cluster: Cluster, listOf: (objects: readonly StoredObject[]) => readonly StoredObject[]): Cluster =>
  cluster instanceof ClusterVersion ? cluster.sharing(listOf) : cluster;

function find(shelf: Shelf | undefined, key: string): StoredObject | undefined {
  if (shelf === undefined) return undefined;
  const at = placeOf(shelf.keys, key);
  return shelf.keys[at] === key ? shelf.sorted[at] : undefined;
}

function replace(shelf: Shelf | undefined, key: string, object: StoredObject | undefined): Shelf | undefined {
  const { keys = [], sorted = noObjects } = shelf ?? {};
  const at = placeOf(keys, key);
  const isThere = keys[at] === key;
  if (object === undefined) {
    if (!isThere) return shelf;
    return keys.length === 1 ? undefined : { keys: keys.toSpliced(at, 1), sorted: Object.freeze(sorted.toSpliced(at, 1)) };
  }
  if (isThere) return { keys, sorted: Object.freeze(sorted.with(at, object)) };
  return { keys: keys.toSpliced(at, 0, key), sorted: Object.freeze(sorted.toSpliced(at, 0, object)) };
}

/** Where a key stands, or would stand. Keys are ASCII: the order of code units is that of bytes in etcd. */
function placeOf(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
