import type { StoredObject } from "../cluster/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import { event } from "./layout.ts";
import type { Kinds } from "./kinds.ts";
import type { Contents } from "./objects.ts";
import { keyOf } from "./past.ts";

/** What changes of objects mean for the controller: remembered by the list of changes. */
export interface Impact {
  /** Events of the resource, by number of the key. `object`: number of its content, of a deletion as it was last. */
  readonly own: readonly { readonly key: number; readonly event: number; readonly object: number }[];
  /** Events of other kinds: the watched kinds that tell of them, and the key that is concerned. */
  readonly others: readonly { readonly kinds: readonly number[]; readonly key: number }[];
  /** The sample's resource afterwards: 0 if it is there, the number of its last content if it has gone; -1: nothing happens to it. */
  readonly gone: number;
  /** Watched kinds of which something has changed. */
  readonly kinds: readonly number[];
  /** Uids and names of what has gone. */
  readonly buried: readonly { readonly resource: string; readonly text: string }[];
}

export class Impacts {
  readonly #kinds: Kinds;
  readonly #contents: Contents;
  readonly #keys: ReadonlyMap<string, number>;
  readonly #known = new WeakMap<readonly ObjectChange[], Impact>();
  readonly #between = new WeakMap<readonly StoredObject[], WeakMap<readonly StoredObject[], Impact>>();

  /** @param keys The keys of the resource, numbered. */
  constructor(kinds: Kinds, contents: Contents, keys: ReadonlyMap<string, number>) {
    this.#kinds = kinds;
    this.#contents = contents;
    this.#keys = keys;
  }

  of(changes: readonly ObjectChange[]): Impact {
    const known = this.#known.get(changes);
    if (known !== undefined) return known;
    const own = changes.flatMap((change) => this.#own(change));
    const first = own.find(({ key }) => key === 0);
    const impact: Impact = {
      own,
      gone: first === undefined ? -1 : first.event === event.deleted ? first.object : 0,
      others: changes.flatMap((change) => this.#others(change)),
      kinds: this.#kinds.watched.flatMap(({ served }, kind) =>
        changes.some(({ resource }) => resource === served.resource) ? [kind] : [],
      ),
      buried: changes.flatMap(buriedBy),
    };
    this.#known.set(changes, impact);
    return impact;
  }

  /** The events that lead from one content of a kind to another. */
  between(resource: string, from: readonly StoredObject[], to: readonly StoredObject[]): Impact {
    let row = this.#between.get(from);
    if (row === undefined) this.#between.set(from, (row = new WeakMap()));
    const known = row.get(to);
    if (known !== undefined) return known;
    const impact = this.of(changesBetween(resource, from, to));
    row.set(to, impact);
    return impact;
  }

  #own({ resource, key, before, after }: ObjectChange): Impact["own"] {
    const number = this.#keys.get(key);
    if (resource !== this.#kinds.resource.served.resource || number === undefined) return [];
    if (after === undefined)
      return before === undefined ? [] : [{ key: number, event: event.deleted, object: this.#contents.objectNumber(before) }];
    const isNew = before === undefined || before.metadata.uid !== after.metadata.uid;
    return [{ key: number, event: isNew ? event.added : event.modified, object: this.#contents.objectNumber(after) }];
  }

  #others({ resource, before, after }: ObjectChange): Impact["others"] {
    const keys = new Set([
      ...(before ? this.#kinds.concerned(resource, before) : []),
      ...(after ? this.#kinds.concerned(resource, after) : []),
    ]);
    const kinds = this.#kinds.watched.flatMap(({ role, served }, kind) =>
      role !== "resource" && served.resource === resource ? [kind] : [],
    );
    return [...keys].flatMap((key) => {
      const number = this.#keys.get(key);
      return number === undefined ? [] : [{ kinds, key: number }];
    });
  }
}

function changesBetween(resource: string, from: readonly StoredObject[], to: readonly StoredObject[]): readonly ObjectChange[] {
  const before = new Map(from.map((object) => [keyOf(object), object]));
  const after = new Map(to.map((object) => [keyOf(object), object]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): readonly ObjectChange[] => {
    const old = before.get(key);
    const now = after.get(key);
    return old === now ? [] : [{ resource, key, ...(old ? { before: old } : {}), ...(now ? { after: now } : {}) }];
  });
}

function buriedBy({ resource, key, before, after }: ObjectChange): Impact["buried"] {
  if (before === undefined || before.metadata.uid === after?.metadata.uid) return [];
  const uid = { resource, text: before.metadata.uid };
  return before.metadata["generateName"] === undefined ? [uid] : [uid, { resource, text: `${resource} ${key}` }];
}
