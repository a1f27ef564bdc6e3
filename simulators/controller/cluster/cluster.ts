import type { Cluster, StoredObject } from "./types.ts";

/** A cluster without any object. */
export const emptyCluster: Cluster = makeCluster(new Map());

/** Objects of one resource in the order of their keys. Never changed after it was made: what is copied for a write is two arrays, whatever their length. */
interface Shelf {
  readonly keys: readonly string[];
  readonly sorted: readonly StoredObject[];
}

const noObjects: readonly StoredObject[] = Object.freeze([]);

function makeCluster(shelves: ReadonlyMap<string, Shelf>): Cluster {
  const resources = Object.freeze([...shelves.keys()].sort());
  return Object.freeze({
    resources,
    list: (resource: string) => shelves.get(resource)?.sorted ?? noObjects,
    get: (resource: string, key: string) => find(shelves.get(resource), key),
    with(resource: string, key: string, object: StoredObject | undefined): Cluster {
      const shelf = shelves.get(resource);
      if (find(shelf, key) === object) return this;
      const next = new Map(shelves);
      const replaced = replace(shelf, key, object);
      if (replaced === undefined) next.delete(resource);
      else next.set(resource, replaced);
      return makeCluster(next);
    },
  });
}

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
