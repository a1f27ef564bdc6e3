import type { Process } from "../process/types.ts";
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

/** Which of them anybody knows when no reconcile is running: only what older contents and module state tell. */
export class KnownGraves {
  readonly #graves: Graves;
  readonly #contents: Contents;
  readonly #past: Past;
  readonly #process: Pick<Process, "mayRemember">;
  readonly #known = new Map<string, number>();
  /** By text of a grave: whether an older content of any state mentions it, as far as they were looked through. */
  readonly #mentioned = new Map<string, { isThere: boolean; looked: number }>();

  constructor(graves: Graves, contents: Contents, past: Past, process: Pick<Process, "mayRemember">) {
    this.#process = process;
    this.#graves = graves;
    this.#contents = contents;
    this.#past = past;
  }

  /**
   * @param shelf What a cache shows now.
   * @param gone Object that has gone.
   * @param memories What modules keep.
   */
  stillShown(graves: number, shelf: number, gone: number, memories: readonly number[]): number {
    const key = `${graves} ${shelf} ${gone} ${memories.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const number = this.#kept(graves, (text) => this.#isShown(text, shelf, gone) || this.#isRemembered(text, memories));
    this.#known.set(key, number);
    return number;
  }

  /** The same, when a cache may still go back to older contents. */
  stillKnown(graves: number, shelf: number, gone: number, memories: readonly number[]): number {
    return this.#kept(graves, (text) => this.#isRecorded(text) || this.#isShown(text, shelf, gone) || this.#isRemembered(text, memories));
  }

  #isRemembered(text: string, memories: readonly number[]): boolean {
    return memories.some((memory) => this.#process.mayRemember?.(memory, text) !== false);
  }

  #kept(graves: number, isKept: (text: string) => boolean): number {
    const all = this.#graves.of(graves);
    // A name is known by its last part: "/secrets ns/a" by "a".
    const left = [...all].filter((grave) => isKept(grave.replace(/^.*\//s, "")));
    return left.length === all.size ? graves : this.#graves.number(new Set(left));
  }

  #isShown(text: string, shelf: number, gone: number): boolean {
    if (this.#contents.shelfText(shelf).includes(text)) return true;
    return gone !== 0 && this.#contents.textOf(this.#contents.objectOf(gone)).includes(text);
  }

  #isRecorded(text: string): boolean {
    const { recorded } = this.#past;
    let known = this.#mentioned.get(text);
    if (known === undefined) this.#mentioned.set(text, (known = { isThere: false, looked: 0 }));
    if (known.isThere || known.looked === recorded.size) return known.isThere;
    let index = 0;
    for (const shelf of recorded) {
      index += 1;
      if (index > known.looked && this.#contents.shelfText(shelf).includes(text)) known.isThere = true;
    }
    known.looked = recorded.size;
    return known.isThere;
  }
}
