import { WordSet } from "../explore/word-set.ts";
import type { Cell, VObject } from "./cell.ts";
import { ChangedCells } from "./changed-cells.ts";
import { firstThreadId } from "./ids.ts";
import { hasTags, wordOfStack, writeStack } from "./run/write-frame.ts";
import type { Shape } from "./shape.ts";
import type { Part, StateWriter } from "./state-writer.ts";
import { hole, type Slot } from "./value.ts";
import type { Task, Vm } from "./vm.ts";

/** Words of a state. The buffer is used again for the next one. */
export interface StateWords {
  readonly buffer: Int32Array;
  readonly length: number;
}

/**
 * Takes down states of a machine: `begin`, then what the host knows (tasks, queues), then `finish`.
 *
 * What of the initial memory has changed is written by itself, first. Cells made later are written where they are met first, after everything that
 * the host has written; what nothing leads to is not written. Values that fit are words themselves, all others are interned and compared exactly.
 */
export class StateKeys implements StateWriter {
  readonly #changed: ChangedCells;
  readonly #interned = new Map<unknown, number>();
  readonly #words = { buffer: new Int32Array(1024), length: 0 };
  /** Cells made later that were met in this writing, in that order. */
  readonly #met: Cell[] = [];
  readonly #initialWords = new Map<Cell, Int32Array>();
  /** Parts that are the same in every state. */
  readonly #parts = new WordSet();
  /** How often cells made later were written. */
  #laterCells = 0;
  #visit = 0;
  #tagWord: (tag: number) => number = itself;

  /** @param initialCells every cell of now, in order of their ids; more may be added as builtins are made on demand. */
  constructor(vm: Vm, initialCells: readonly Cell[]) {
    for (const constant of [undefined, null, true, false, hole, minusZero]) this.#intern(constant);
    this.#changed = new ChangedCells(vm, initialCells, (cells) => this.#takeInitial(cells));
  }

  /** @param tagWord what a tag of data flow means for the future, as a word. */
  begin(tagWord: (tag: number) => number = itself): StateWriter {
    this.#tagWord = tagWord;
    const changed = this.#changed.update();
    this.#start();
    for (const cell of changed) this.#writeChanged(cell);
    return this;
  }

  /** Cells made in the beginning that may have changed since, in order of their ids. */
  changedCells(): readonly Cell[] {
    return this.#changed.update();
  }

  /** One word for a task that is saved: equal for equal ones. -1: it has none, because it leads to cells made later or has tags. Between two writings. */
  wordOf(task: Task): number {
    const { top } = task;
    if (top === undefined) return -1;
    const known = wordOfStack(top, this);
    if (known >= 0 || hasTags(top)) return known;
    const { length } = this.#words;
    writeStack(top, this);
    this.#words.length = length;
    return wordOfStack(top, this);
  }

  finish(): StateWords {
    this.#drain();
    return this.#words;
  }

  word(word: number): void {
    const words = this.#words;
    if (words.length === words.buffer.length) this.#grow();
    words.buffer[words.length] = word;
    words.length += 1;
  }

  value(slot: Slot): void {
    if (typeof slot === "number") {
      const small = slot | 0;
      if (small === slot && small < largestSmall && small >= -largestSmall && (small !== 0 || 1 / slot > 0)) this.word(small << 2);
      else this.word(this.#intern(slot === 0 ? minusZero : slot));
    } else if (typeof slot === "object" && slot !== null) this.cell(slot);
    else this.word(this.#intern(slot));
  }

  cell(cell: Cell | null | undefined): void {
    if (cell === null || cell === undefined) return this.word(this.#intern(null));
    if (cell.id < firstThreadId) return this.word((cell.id << 2) | isInitialCell);
    if (cell.visit !== this.#visit) {
      cell.visit = this.#visit;
      cell.order = this.#met.length;
      this.#met.push(cell);
    }
    this.#laterCells += 1;
    this.word((cell.order << 2) | isLaterCell);
  }

  text(text: string): void {
    this.word(this.#intern(text));
  }

  identity(thing: object): void {
    this.word(this.#intern(thing));
  }

  proto(proto: VObject | null): void {
    this.cell(proto);
  }

  shape(shape: Shape, isExtensible: boolean): void {
    this.word(isExtensible ? shape.number : -1 - shape.number);
  }

  tag(tag: number): void {
    this.word(tag === 0 ? 0 : this.#tagWord(tag));
  }

  /** One word, unless it leads to cells made later, whose numbers are others in every state. */
  part<Kind extends Part>(part: Kind, variant: number, write: (part: Kind, variant: number, out: StateWriter) => void): void {
    if (part.partWriter === this && part.partVariant === variant) {
      this.word(part.partWord);
      if (part.partWord === writtenOut) write(part, variant, this);
      return;
    }
    const word = this.#writePart(part, variant, write);
    if (!part.isSaved) return;
    part.partWriter = this;
    part.partVariant = variant;
    part.partWord = word;
  }

  #writePart<Kind extends Part>(part: Kind, variant: number, write: (part: Kind, variant: number, out: StateWriter) => void): number {
    const words = this.#words;
    const from = words.length;
    const laterCells = this.#laterCells;
    this.word(writtenOut);
    write(part, variant, this);
    if (laterCells !== this.#laterCells) return writtenOut;
    const word = this.#parts.add(words.buffer, words.length - from - 1, from + 1);
    words.length = from;
    this.word(word);
    return word;
  }

  #start(): void {
    this.#words.length = 0;
    // Setting a length is slow, even to what it is.
    if (this.#met.length > 0) this.#met.length = 0;
    visits.last += 1;
    this.#visit = visits.last;
  }

  /** Content that is again what it was at first leaves no trace. */
  #writeChanged(cell: Cell): void {
    const from = this.#words.length;
    const met = this.#met.length;
    this.word((cell.id << 2) | isInitialCell);
    cell.writeState(this);
    const initial = this.#initialWords.get(cell) as Int32Array;
    if (met !== this.#met.length || !this.#endsWith(initial, from + 1)) return;
    this.#words.length = from;
  }

  #endsWith(words: Int32Array, from: number): boolean {
    const { buffer, length } = this.#words;
    if (length - from !== words.length) return false;
    for (let at = 0; at < words.length; at += 1) if (buffer[from + at] !== words[at]) return false;
    return true;
  }

  /** Memory is as it was at the beginning. */
  #takeInitial(cells: readonly Cell[]): void {
    for (const cell of cells) {
      this.#start();
      cell.writeState(this);
      this.#initialWords.set(cell, this.#words.buffer.slice(0, this.#words.length));
    }
  }

  /** Contents of cells lead to more cells. */
  #drain(): void {
    for (let at = 0; at < this.#met.length; at += 1) (this.#met[at] as Cell).writeState(this);
  }

  #intern(thing: unknown): number {
    const known = this.#interned.get(thing);
    if (known !== undefined) return known;
    const word = (this.#interned.size << 2) | isInterned;
    this.#interned.set(thing, word);
    return word;
  }

  #grow(): void {
    const grown = new Int32Array(this.#words.buffer.length * 2);
    grown.set(this.#words.buffer);
    this.#words.buffer = grown;
  }
}

// The two lowest bits of a word that stands for a value: 0 is a small integer.
const isInterned = 1;
const isLaterCell = 2;
const isInitialCell = 3;
const largestSmall = 2 ** 29;
/** In place of the word of a part: it follows. */
const writtenOut = -2;
/** -0 is the same as 0 for a Map. */
const minusZero = Symbol("-0");
const itself = (tag: number): number => tag;

/** Numbers writings in all machines, so that no cell takes one for another. */
const visits = { last: 0 };
