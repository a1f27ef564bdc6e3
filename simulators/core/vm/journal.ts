/**
 * Every change of memory, so that it can be taken back: by the search (backtracking) and by a section's revert.
 *
 * An entry says "this field had this value". Taking back exchanges the field's value with the entry's, newest first.
 * Whoever changes a field of a cell (a slot, an element, a length, a JS Map used as an index) saves it here first.
 */
export class Journal {
  #targets: object[] = [];
  #keys: unknown[] = [];
  #saved: unknown[] = [];
  /** Entries in use; those behind are left in the arrays, to be written over. */
  #length = 0;
  /** The least `mark` there was since somebody set this to Infinity: entries from there on are others than before. */
  least = Number.POSITIVE_INFINITY;
  /** What `revertTo` leaves as it is: counters that must not give out a number twice. */
  lasting: object | undefined = undefined;

  /** Entries so far; `undoTo` takes a mark that this returned earlier. */
  get mark(): number {
    return this.#length;
  }

  /** Before `target[key] = …`: for plain fields and for arrays (an index, or "length"; shortening saves the lost elements first). */
  save(target: object, key: string | number): void {
    this.#add(target, key, (target as Fields)[key]);
  }

  /** Before `map.set(key, …)` or `map.delete(key)`. The order of the map's entries is not kept: use it as an index only. */
  saveEntry(map: Map<unknown, unknown>, key: unknown): void {
    this.#add(map, key, currentOf(map, key));
  }

  #add(target: object, key: unknown, saved: unknown): void {
    const at = this.#length;
    this.#targets[at] = target;
    this.#keys[at] = key;
    this.#saved[at] = saved;
    this.#length = at + 1;
  }

  /** Takes back everything after `mark` and forgets it. */
  undoTo(mark: number): void {
    for (let at = this.#length - 1; at >= mark; at -= 1) restore(this.#targets[at] as object, this.#keys[at], this.#saved[at]);
    this.#cut(mark);
  }

  /** As `undoTo`. The answer is for `doAgain`, as long as everything else is as it was then. */
  takeBack(mark: number): TakenBack {
    const taken: unknown[] = [];
    for (let at = this.#length - 1; at >= mark; at -= 1) {
      const target = this.#targets[at] as object;
      const key = this.#keys[at];
      const saved = this.#saved[at];
      if (key === "length" && Array.isArray(target)) {
        for (let lost = saved as number; lost < target.length; lost += 1) taken.push(target[lost], lost, target);
      }
      taken.push(currentOf(target, key), key, target);
      restore(target, key, saved);
    }
    this.#cut(mark);
    return taken;
  }

  doAgain(taken: TakenBack): void {
    for (let at = taken.length - 1; at >= 0; at -= 3) this.#exchange(taken[at] as object, taken[at - 1], taken[at - 2]);
  }

  /** Forgets everything after `mark` without taking it back: what was made on demand and stays. */
  forgetFrom(mark: number): void {
    this.#cut(mark);
  }

  /** Memory is given back only when much of it is out of use. */
  #cut(mark: number): void {
    if (mark < this.least) this.least = mark;
    this.#length = mark;
    if (this.#targets.length < 2 * mark + keptEntries) return;
    this.#targets.length = mark;
    this.#keys.length = mark;
    this.#saved.length = mark;
  }

  /** Takes back everything after `mark` as new changes, which can themselves be taken back: the revert of a section. */
  revertTo(mark: number): void {
    for (let at = this.#length - 1; at >= mark; at -= 1) {
      const target = this.#targets[at] as object;
      const key = this.#keys[at];
      const saved = this.#saved[at];
      if (target === this.lasting) continue;
      if (target instanceof Map) this.saveEntry(target, key);
      else this.#saveAgain(target, key as string, saved);
      restore(target, key, saved);
    }
  }

  /** Setting the length of an array may lose elements. */
  #saveAgain(target: object, key: string | number, saved: unknown): void {
    if (key === "length" && Array.isArray(target)) {
      for (let at = saved as number; at < target.length; at += 1) this.save(target, at);
    }
    this.save(target, key);
  }

  /** Of the entry at `mark`: what was changed. */
  targetAt(mark: number): object {
    return this.#targets[mark] as object;
  }

  /**
   * Takes back the entries `from` .. `to - 1` as new changes, though others may have come since: the revert of a section while other CPUs ran.
   * @returns What `redo` needs to do them again.
   */
  revertRange(from: number, to: number): readonly Change[] {
    const changes: Change[] = [];
    for (let at = to - 1; at >= from; at -= 1) {
      const target = this.#targets[at] as object;
      const key = this.#keys[at];
      const saved = this.#saved[at];
      if (target === this.lasting) continue;
      if (key === "length" && Array.isArray(target)) {
        for (let lost = saved as number; lost < target.length; lost += 1) changes.push({ target, key: lost, value: target[lost] });
      }
      changes.push({ target, key, value: this.#exchange(target, key, saved) });
    }
    return changes.reverse();
  }

  redo(changes: readonly Change[]): void {
    for (const { target, key, value } of changes) this.#exchange(target, key, value);
  }

  /** Sets a field as a new change; the value it had. */
  #exchange(target: object, key: unknown, value: unknown): unknown {
    if (target instanceof Map) this.saveEntry(target, key);
    else this.#saveAgain(target, key as string, value);
    const before = this.#saved[this.#length - 1];
    restore(target, key, value);
    return before;
  }

  /** Entries from `mark`, oldest first. */
  *since(mark: number): Generator<{ readonly target: object; readonly key: unknown; readonly saved: unknown }> {
    for (let at = mark; at < this.#length; at += 1) {
      yield { target: this.#targets[at] as object, key: this.#keys[at], saved: this.#saved[at] };
    }
  }
}

/** A field and the value it is to have. */
export interface Change {
  readonly target: object;
  readonly key: unknown;
  readonly value: unknown;
}

/** Value, key and target of each change, the last change first. */
export type TakenBack = readonly unknown[];

/** Setting the length of an array is slow, and the search goes back all the time. */
const keptEntries = 4096;

type Fields = Record<string | number, unknown>;
const absent = Symbol("absent");

function currentOf(target: object, key: unknown): unknown {
  if (target instanceof Map) return target.has(key) ? target.get(key) : absent;
  return (target as Fields)[key as string];
}

function restore(target: object, key: unknown, saved: unknown): void {
  if (target instanceof Map) {
    if (saved === absent) target.delete(key);
    else target.set(key, saved);
  } else (target as Fields)[key as string] = saved;
}
