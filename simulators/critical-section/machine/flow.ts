import { type Cell, VObject } from "../../core/vm/cell.ts";
import type { Journal } from "../../core/vm/journal.ts";
import type { Place } from "../../core/vm/value.ts";

/** The version of a place: how often it was written, and by whom last. */
export interface History {
  readonly index: number;
  version: number;
  /** Version after the last write of the thread with this index; 0: none. */
  readonly writes: number[];
}

/** One read: a value that flows from here is marked with it. */
interface Source {
  readonly history: History;
  readonly thread: number;
  readonly version: number;
  /** Number of the step at which it was read, while a run is recorded. */
  readonly step: number;
}

/**
 * Which reads a value comes from. A tag is an interned set of reads; 0 is the empty set.
 * A write is a lost update if its value comes from the thread's own read of the same place and another thread has written there since.
 */
export class Flow {
  readonly #journal: Journal;
  /** By the cell's id: a cell that was taken back and made again has the same, and its history was taken back with it. */
  readonly #histories = new Map<number, Map<Place, History>>();
  #historyCount = 0;
  readonly #sources: Source[] = [];
  readonly #sourceIds = new Map<string, number>();
  /** Sorted ids of sources of each tag. */
  readonly #sets: (readonly number[])[] = [[]];
  readonly #setIds = new Map<string, number>();
  readonly #unions = new Map<number, number>();
  readonly #words = new Map<string | number, number>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  historyOf(cell: Cell, place: Place): History {
    let places = this.#histories.get(cell.id);
    if (places === undefined) this.#histories.set(cell.id, (places = new Map()));
    const key = place instanceof VObject ? this.#keyOf(place.id) : place;
    let history = places.get(key);
    if (history === undefined) {
      history = { index: this.#historyCount, version: 0, writes: [] };
      this.#historyCount += 1;
      places.set(key, history);
    }
    return history;
  }

  /** An object as the key of an entry: the same for one that was made again. */
  #keyOf(id: number): symbol {
    let key = this.#keys.get(id);
    if (key === undefined) this.#keys.set(id, (key = Symbol(String(id))));
    return key;
  }
  readonly #keys = new Map<number, symbol>();

  /** The tag of a value that this thread reads here now. */
  read(history: History, thread: number, step: number): number {
    const name = `${history.index}:${thread}:${history.version}:${step}`;
    let id = this.#sourceIds.get(name);
    if (id === undefined) {
      id = this.#sources.push({ history, thread, version: history.version, step }) - 1;
      this.#sourceIds.set(name, id);
    }
    return this.#intern([id]);
  }

  /** Notes a write. */
  write(history: History, thread: number): void {
    this.#journal.save(history, "version");
    history.version += 1;
    while (history.writes.length <= thread) history.writes.push(0);
    this.#journal.save(history.writes, thread);
    history.writes[thread] = history.version;
  }

  /** The read that the value of this tag comes from and that another thread's write has made stale; undefined: no update is lost. */
  staleRead(tag: number, history: History, thread: number): Source | undefined {
    if (tag === 0) return undefined;
    for (const id of this.#sets[tag] as readonly number[]) {
      const source = this.#sources[id] as Source;
      if (source.history === history && source.thread === thread && isStale(source)) return source;
    }
    return undefined;
  }

  union(a: number, b: number): number {
    const [low, high] = a < b ? [a, b] : [b, a];
    const pair = low * 67_108_864 + high;
    let tag = this.#unions.get(pair);
    if (tag === undefined) {
      const members = [...new Set([...(this.#sets[low] as readonly number[]), ...(this.#sets[high] as readonly number[])])];
      tag = this.#intern(members.sort((x, y) => x - y));
      this.#unions.set(pair, tag);
    }
    return tag;
  }

  /** Without reads that the same thread has repeated since: what was worked out of a place read anew is as new as that. */
  newest(tag: number): number {
    const members = this.#sets[tag] as readonly number[];
    if (members.length === 1) return tag;
    let newest = this.#newest.get(tag);
    if (newest === undefined) {
      newest = this.#intern(members.filter((id) => !members.some((other) => this.#repeats(other, id))));
      this.#newest.set(tag, newest);
    }
    return newest;
  }
  readonly #newest = new Map<number, number>();

  #repeats(later: number, earlier: number): boolean {
    const [a, b] = [this.#sources[later] as Source, this.#sources[earlier] as Source];
    return a.history === b.history && a.thread === b.thread && a.version > b.version;
  }

  /** A word that is equal for tags with the same future: same places, same readers, stale or not. */
  readonly wordOf = (tag: number): number => {
    if (tag === 0) return 0;
    const members = this.#sets[tag] as readonly number[];
    const key = members.length === 1 ? this.#part(members[0] as number) : this.#parts(members);
    let word = this.#words.get(key);
    if (word === undefined) this.#words.set(key, (word = this.#words.size + 1));
    return word;
  };

  #part(id: number): number {
    const source = this.#sources[id] as Source;
    return (source.history.index * 4096 + source.thread) * 2 + (isStale(source) ? 1 : 0);
  }

  #parts(members: readonly number[]): number | string {
    const parts = [...new Set(members.map((id) => this.#part(id)))];
    return parts.length === 1 ? (parts[0] as number) : parts.sort((a, b) => a - b).join();
  }

  #intern(members: readonly number[]): number {
    const name = members.join();
    let id = this.#setIds.get(name);
    if (id === undefined) {
      id = this.#sets.push(members) - 1;
      this.#setIds.set(name, id);
    }
    return id;
  }
}

export type { Source };

/** Has another thread written here since? */
function isStale({ history, thread, version }: Source): boolean {
  const { writes } = history;
  for (let writer = 0; writer < writes.length; writer += 1) if (writer !== thread && (writes[writer] as number) > version) return true;
  return false;
}
