import type { JsonObject } from "../../../protocol/json.ts";
import { WordSet } from "../../core/explore/word-set.ts";
import { sharing } from "../cluster/cluster.ts";
import type { Cluster, StoredObject } from "../cluster/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import { PairMemo } from "./table.ts";
import { canonicalText, textHash } from "./text.ts";

/** What the simulated server puts where a resourceVersion belongs, until the content is known. */
export const versionToCome = "9007199254740000";

/**
 * Every content of an object, of a kind and of the cluster that was seen, each once and by number: equal numbers exactly for equal contents.
 *
 * The resourceVersion of an object is a function of its content: two histories that lead to the same content meet. What this leaves out is told apart
 * nowhere else either: a write on a version that came back is judged on the very content that its author has read.
 */
export class Contents {
  readonly #objects: StoredObject[] = [undefined as never];
  readonly #texts: string[] = [""];
  readonly #byText = new Map<string, number>();
  readonly #numbers = new WeakMap<object, number>();
  readonly #versions = new Map<string, string>();

  readonly #shelves: (readonly StoredObject[])[] = [[]];
  readonly #shelfByKey = new Map<string, number>([["", 0]]);
  /** By text and list of objects. */
  readonly #mentions = new Map<string, WeakMap<readonly StoredObject[], boolean>>();
  readonly #shelfNumbers = new WeakMap<object, number>();

  readonly #clusters: Cluster[] = [undefined as never];
  readonly #clusterNumbers = new WeakMap<Cluster, number>();
  /** Resources, numbered as they come; of a cluster: the shelf of each, by number, up to the last that has one. */
  readonly #resources = new Map<string, number>();
  readonly #clusterShelves = new WordSet();
  readonly #shelvesOf: (readonly number[])[] = [[]];
  /** Of the cluster that is looked up. */
  #shelvesNow = new Int32Array(16);
  readonly #changes = new WeakMap<ObjectChange, number>();
  #changeCount = 0;
  /** By change and shelf: the shelf afterwards. */
  readonly #changedShelves = new PairMemo<number>();

  /** The same content as one object, with its own resourceVersion if it has none yet. */
  object(object: StoredObject): StoredObject {
    return this.#objects[this.objectNumber(object)] as StoredObject;
  }

  objectNumber(object: StoredObject): number {
    const known = this.#numbers.get(object);
    if (known !== undefined) return known;
    const own = this.withVersion(object) as StoredObject;
    const text = canonicalText(own);
    let number = this.#byText.get(text);
    if (number === undefined) {
      number = this.#objects.push(own) - 1;
      this.#texts.push(text);
      this.#byText.set(text, number);
      this.#numbers.set(own, number);
    }
    this.#numbers.set(object, number);
    return number;
  }

  objectOf(number: number): StoredObject {
    return this.#objects[number] as StoredObject;
  }

  textOf(object: StoredObject): string {
    return this.#texts[this.objectNumber(object)] as string;
  }

  /** With the resourceVersion that belongs to the content, where it is still to come. */
  withVersion(object: JsonObject): JsonObject {
    const metadata = object["metadata"] as JsonObject | undefined;
    if (metadata?.["resourceVersion"] !== versionToCome) return object;
    return { ...object, metadata: { ...metadata, resourceVersion: this.#version(canonicalText(object)) } };
  }

  #version(text: string): string {
    const known = this.#versions.get(text);
    if (known !== undefined) return known;
    const version = String(1000 + (textHash(text) % 1e12));
    this.#versions.set(text, version);
    return version;
  }

  /** The content of one kind. */
  shelfNumber(objects: readonly StoredObject[]): number {
    const known = this.#shelfNumbers.get(objects);
    if (known !== undefined) return known;
    const key = objects.map((object) => this.objectNumber(object)).join(",");
    let number = this.#shelfByKey.get(key);
    if (number === undefined) {
      const shelf = Object.freeze(objects.map((object) => this.object(object)));
      number = this.#shelves.push(shelf) - 1;
      this.#shelfByKey.set(key, number);
      this.#shelfNumbers.set(shelf, number);
    }
    this.#shelfNumbers.set(objects, number);
    return number;
  }

  shelfOf(number: number): readonly StoredObject[] {
    return this.#shelves[number] as readonly StoredObject[];
  }

  /** Compares contents, not numbers: the order does not depend on what was seen first. */
  shelfText(number: number): string {
    return this.shelfOf(number)
      .map((object) => this.textOf(object))
      .join("\n");
  }

  /** From 1; the objects of the cluster must have their versions. */
  clusterNumber(cluster: Cluster): number {
    const known = this.#clusterNumbers.get(cluster);
    if (known !== undefined) return known;
    this.#shelvesNow.fill(0);
    for (const resource of cluster.resources) {
      const index = this.#resourceNumber(resource);
      this.#shelvesNow[index] = this.shelfNumber(cluster.list(resource));
    }
    const number = this.#clusterNow(() => cluster);
    this.#clusterNumbers.set(cluster, number);
    return number;
  }

  /** The cluster after these changes. Where all of that has been seen, nothing is made: most of what is done leads back to known content. */
  changed(number: number, changes: readonly ObjectChange[]): number {
    if (changes.length === 0) return number;
    this.#shelvesNow.fill(0);
    this.#shelvesNow.set(this.#shelvesOf[number] as readonly number[]);
    const after = (count: number): Cluster =>
      changes.slice(0, count).reduce((cluster, change) => cluster.with(change.resource, change.key, change.after), this.clusterOf(number));
    for (const [index, change] of changes.entries()) {
      const resource = this.#resourceNumber(change.resource);
      const list = (): readonly StoredObject[] => after(index + 1).list(change.resource);
      this.#shelvesNow[resource] = this.#changedShelf(this.#shelvesNow[resource] as number, change, list);
    }
    return this.#clusterNow(() => after(changes.length));
  }

  /** @param list What stands there afterwards. */
  #changedShelf(shelf: number, change: ObjectChange, list: () => readonly StoredObject[]): number {
    let number = this.#changes.get(change);
    if (number === undefined) this.#changes.set(change, (number = this.#changeCount++));
    return this.#changedShelves.get(number, shelf) ?? this.#changedShelves.set(number, shelf, this.shelfNumber(list()));
  }

  /** The number of the cluster with these shelves. */
  #clusterNow(make: () => Cluster): number {
    const shelves = this.#shelvesNow;
    let length = shelves.length;
    while (length > 0 && shelves[length - 1] === 0) length -= 1;
    const count = this.#clusterShelves.size;
    const number = this.#clusterShelves.add(shelves, length) + 1;
    if (number > count) {
      // Equal lists become one: much is remembered by them.
      const cluster = sharing(make(), (objects) => this.shelfOf(this.shelfNumber(objects)));
      this.#clusters.push(cluster);
      this.#shelvesOf.push([...shelves.subarray(0, length)]);
      this.#clusterNumbers.set(cluster, number);
    }
    return number;
  }

  #resourceNumber(resource: string): number {
    const known = this.#resources.get(resource);
    if (known !== undefined) return known;
    const number = this.#resources.size;
    this.#resources.set(resource, number);
    if (number === this.#shelvesNow.length) {
      const larger = new Int32Array(2 * number);
      larger.set(this.#shelvesNow);
      this.#shelvesNow = larger;
    }
    return number;
  }

  clusterOf(number: number): Cluster {
    return this.#clusters[number] as Cluster;
  }

  /** Characters of all objects. */
  sizeOf(cluster: number): number {
    const content = this.clusterOf(cluster);
    let size = 0;
    for (const resource of content.resources) for (const object of content.list(resource)) size += this.textOf(object).length;
    return size;
  }

  /** Whether this text stands anywhere in the cluster. */
  isMentioned(cluster: Cluster, text: string): boolean {
    let known = this.#mentions.get(text);
    if (known === undefined) this.#mentions.set(text, (known = new WeakMap()));
    for (const resource of cluster.resources) {
      const objects = cluster.list(resource);
      let isThere = known.get(objects);
      if (isThere === undefined) known.set(objects, (isThere = objects.some((object) => this.textOf(object).includes(text))));
      if (isThere) return true;
    }
    return false;
  }
}
