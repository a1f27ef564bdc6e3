import type { Contents } from "./objects.ts";
import type { Past } from "./past.ts";
import { Table } from "./table.ts";

/** Sets of uids and names that were deleted and may still be known to somebody, so that they must not be given again; 0: none. */
export class Graves {
  readonly #sets = new Table<ReadonlySet<string>>();

  constructor() {
    this.#sets.number("", new Set());
  }

  of(number: number): ReadonlySet<string> {
    return this.#sets.value(number);
  }

  bury(number: number, texts: readonly string[]): number {
    return this.number(new Set([...this.of(number), ...texts]));
  }

  number(texts: ReadonlySet<string>): number {
    return this.#sets.number([...texts].sort().join("\n"), texts);
  }
}

/** Which of them anybody knows when no reconcile is running: only what older contents tell. */
export class KnownGraves {
  readonly #graves: Graves;
  readonly #contents: Contents;
  readonly #past: Past;
  readonly #known = new Map<string, number>();

  constructor(graves: Graves, contents: Contents, past: Past) {
    this.#graves = graves;
    this.#contents = contents;
    this.#past = past;
  }

  /**
   * @param past Older contents that a cache may go back to.
   * @param shelf What a cache shows now.
   * @param gone Object that has gone.
   */
  stillKnown(graves: number, past: number, shelf: number, gone: number): number {
    const key = `${graves} ${past} ${shelf} ${gone}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const texts = [...this.#past.all(past), shelf].map((each) => this.#contents.shelfText(each));
    if (gone !== 0) texts.push(this.#contents.textOf(this.#contents.objectOf(gone)));
    // A name is known by its last part: "/secrets ns/a" by "a".
    const left = [...this.#graves.of(graves)].filter((grave) => texts.some((text) => text.includes(grave.replace(/^.*\//s, ""))));
    const number = this.#graves.number(new Set(left));
    this.#known.set(key, number);
    return number;
  }
}
