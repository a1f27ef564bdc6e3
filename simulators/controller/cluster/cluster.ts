import type { Cluster, StoredObject } from "./types.ts";

/** A cluster without any object. */
export const emptyCluster: Cluster = makeCluster(new Map());

/** Objects of one resource: by key, and in the order of keys. Both are never changed after they were made. */
interface Shelf {
  readonly byKey: ReadonlyMap<string, StoredObject>;
  readonly sorted: readonly StoredObject[];
}

const noObjects: readonly StoredObject[] = Object.freeze([]);

function makeCluster(shelves: ReadonlyMap<string, Shelf>): Cluster {
  const resources = Object.freeze([...shelves.keys()].sort());
  return Object.freeze({
    resources,
    list: (resource: string) => shelves.get(resource)?.sorted ?? noObjects,
    get: (resource: string, key: string) => shelves.get(resource)?.byKey.get(key),
    with(resource: string, key: string, object: StoredObject | undefined): Cluster {
      const shelf = shelves.get(resource);
      if (shelf?.byKey.get(key) === object) return this;
      const next = new Map(shelves);
      const replaced = replace(shelf, key, object);
      if (replaced === undefined) next.delete(resource);
      else next.set(resource, replaced);
      return makeCluster(next);
    },
  });
}

function replace(shelf: Shelf | undefined, key: string, object: StoredObject | undefined): Shelf | undefined {
  const byKey = new Map(shelf?.byKey);
  if (object === undefined) byKey.delete(key);
  else byKey.set(key, object);
  if (byKey.size === 0) return undefined;
  const keys = [...byKey.keys()].sort(byCodeUnit);
  return { byKey, sorted: Object.freeze(keys.map((each) => byKey.get(each) as StoredObject)) };
}

/** Keys are ASCII: the same order as that of bytes in etcd. */
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
