import type { Cluster, StoredObject } from "../cluster/types.ts";
import type { Contents } from "./objects.ts";
import { PairMemo, Table } from "./table.ts";

/** The older contents of watched kinds that a cache may go back to, and what a reader of such a cache sees. */
export class Past {
  readonly #contents: Contents;
  /** By number of the watched kind: `/`-separated sets of shelves. */
  readonly #table = new Table<readonly (readonly number[])[]>();
  readonly #added = new PairMemo<number>();
  readonly #views = new PairMemo<number>();
  readonly #kinds: number;
  /** All older contents of any state so far, in the order in which they were found. */
  readonly recorded = new Set<number>();

  constructor(contents: Contents, kinds: number) {
    this.#contents = contents;
    this.#kinds = kinds;
    this.#number(Array.from({ length: kinds }, () => []));
  }

  /** Sorted by content, so that the order is the same in every run. */
  shelves(past: number, kind: number): readonly number[] {
    return this.#table.value(past)[kind] ?? [];
  }

  with(past: number, kind: number, shelf: number): number {
    this.recorded.add(shelf);
    const known = this.#added.get(past, shelf * this.#kinds + kind);
    if (known !== undefined) return known;
    const before = this.#table.value(past);
    const shelves = before[kind] as readonly number[];
    const after = shelves.includes(shelf)
      ? before
      : before.map((each, index) => (index === kind ? this.sorted([...shelves, shelf]) : each));
    return this.#added.set(past, shelf * this.#kinds + kind, this.#number(after));
  }

  /** The cluster as somebody sees it to whom one kind is shown as it once was. */
  view(cluster: number, resource: string, kind: number, shelf: number): number {
    const known = this.#views.get(cluster, shelf * this.#kinds + kind);
    if (known !== undefined) return known;
    const now = this.#contents.clusterOf(cluster);
    let view: Cluster = now;
    for (const object of now.list(resource)) view = view.with(resource, keyOf(object), undefined);
    for (const object of this.#contents.shelfOf(shelf)) view = view.with(resource, keyOf(object), object);
    return this.#views.set(cluster, shelf * this.#kinds + kind, this.#contents.clusterNumber(view));
  }

  sorted(shelves: readonly number[]): readonly number[] {
    const text = new Map(shelves.map((shelf) => [shelf, this.#contents.shelfText(shelf)]));
    return [...shelves].sort((a, b) => ((text.get(a) as string) < (text.get(b) as string) ? -1 : 1));
  }

  #number(sets: readonly (readonly number[])[]): number {
    return this.#table.number(sets.map((set) => set.join(",")).join("/"), sets);
  }
}

export const keyOf = ({ metadata }: StoredObject): string => `${metadata.namespace ?? ""}/${metadata.name}`;
