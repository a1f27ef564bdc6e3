import { WordSet } from "../../core/explore/word-set.ts";

/**
 * Gives every value a number: equal numbers exactly for values of equal structure, however they came about.
 * Values are plain data (records, lists, maps, bytes, text, numbers, bigints) and never change, so what was seen before costs one look-up:
 * a state that differs from the last one in a few places is identified in the time of these places.
 *
 * Properties that are `undefined` count as absent.
 */
export class Identifier {
  /** A record, list, … as words: its kind, then a tag and a word for each part; parts that are records stand there by their number. */
  readonly #contents = new WordSet();
  readonly #texts = new Map<string, number>();
  /** A `WeakMap` would hold no memory, but costs several times the time. */
  readonly #byIdentity = new Map<object, number>();
  /** What is being written; that of a part stands behind that of the whole. */
  #words = new Int32Array(4096);

  /** Different values so far. */
  get size(): number {
    return this.#contents.size;
  }

  idOf(value: object): number {
    return this.#identify(value, 0);
  }

  /** The same of a value that is not asked for again, though its parts may be: a state. */
  idOfOnce(value: object): number {
    const end = this.#write(value, 0);
    return this.#contents.add(this.#words, end, 0);
  }

  /** @param from First word that is free. */
  #identify(value: object, from: number): number {
    const known = this.#byIdentity.get(value);
    if (known !== undefined) return known;
    const end = this.#write(value, from);
    const id = this.#contents.add(this.#words, end - from, from);
    if (this.#byIdentity.size === mostRemembered) this.#byIdentity.clear();
    this.#byIdentity.set(value, id);
    return id;
  }

  /** @returns The first word behind the value. */
  #write(value: object, from: number): number {
    if (Array.isArray(value)) return this.#writeList(value as readonly unknown[], from);
    if (value instanceof Uint8Array) return this.#writeBytes(value, from);
    return value instanceof Map ? this.#writeMap(value, from) : this.#writeRecord(value as Readonly<Record<string, unknown>>, from);
  }

  #writeList(list: readonly unknown[], from: number): number {
    const end = from + 1 + 2 * list.length;
    this.#reserve(end);
    this.#words[from] = kind.list;
    for (let index = 0; index < list.length; index += 1) this.#writePart(list[index], from + 1 + 2 * index, end);
    return end;
  }

  /** Names by their numbers, ascending. */
  #writeRecord(record: Readonly<Record<string, unknown>>, from: number): number {
    const most = from + 1 + 3 * mostNames;
    this.#reserve(most);
    this.#words[from] = kind.record;
    let end = from + 1;
    // Unlike `Object.keys`, this makes no list; records have no properties but their own.
    // oxlint-disable-next-line guard-for-in
    for (const name in record) {
      const part = record[name];
      if (part === undefined) continue;
      if (end === most) throw new Error("a record of a state has too many properties");
      this.#words[end] = this.#textId(name);
      this.#writePart(part, end + 1, most);
      end += 3;
      sortLast(this.#words, from + 1, end);
    }
    return end;
  }

  /** As a list of entries by key, so that the order in which they came does not count. */
  #writeMap(map: ReadonlyMap<unknown, unknown>, from: number): number {
    const entries = [...map].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    const end = this.#writeList(entries.flat(), from);
    this.#words[from] = kind.map;
    return end;
  }

  #writeBytes(bytes: Uint8Array, from: number): number {
    const { length } = bytes;
    const end = from + 2 + Math.ceil(length / 4);
    this.#reserve(end);
    const words = this.#words;
    words[from] = kind.bytes;
    words[from + 1] = length;
    for (let at = 0, word = from + 2; word < end; at += 4, word += 1) {
      const [a = 0, b = 0, c = 0, d = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
      words[word] = a | (b << 8) | (c << 16) | (d << 24);
    }
    return end;
  }

  /** Writes two words at `at`. @param free First word that is free. */
  #writePart(part: unknown, at: number, free: number): void {
    let tag: number = tags.other;
    let word = 0;
    if (typeof part === "object" && part !== null) {
      tag = tags.record;
      word = this.#identify(part, free);
    } else if (typeof part === "number" && (part | 0) === part && !Object.is(part, -0)) {
      tag = tags.integer;
      word = part;
    } else {
      tag = typeof part === "string" ? tags.text : tags.other;
      word = this.#textId(typeof part === "string" ? part : textOf(part));
    }
    this.#words[at] = tag;
    this.#words[at + 1] = word;
  }

  #textId(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const id = this.#texts.size;
    this.#texts.set(text, id);
    return id;
  }

  #reserve(end: number): void {
    if (end <= this.#words.length) return;
    const larger = new Int32Array(Math.max(end, this.#words.length * 2));
    larger.set(this.#words);
    this.#words = larger;
  }
}

const kind = { list: 0, record: 1, map: 2, bytes: 3 } as const;
const tags = { integer: 0, record: 1, text: 2, other: 3 } as const;

/** Forgetting costs time alone: contents stay known. A table that fits into the processor's caches is the fastest. */
const mostRemembered = 2_000;

/** No record of a state has more. */
const mostNames = 64;

/** Of what is neither text nor a record nor a small integer. */
function textOf(part: unknown): string {
  switch (typeof part) {
    case "bigint":
      return `${part}n`;
    case "number":
      return Object.is(part, -0) ? "-0" : String(part);
    case "boolean":
    case "undefined":
      return String(part);
    case "object":
      return "null";
    case "string":
    case "function":
    case "symbol":
      throw new Error("states are plain data");
  }
}

/** Moves the last three words of a list of such threes to where their first word belongs. */
function sortLast(words: Int32Array, from: number, end: number): void {
  const [name = 0, tag = 0, word = 0] = [words[end - 3], words[end - 2], words[end - 1]];
  let at = end - 3;
  while (from < at && name < (words[at - 3] as number)) {
    words[at] = words[at - 3] as number;
    words[at + 1] = words[at - 2] as number;
    words[at + 2] = words[at - 1] as number;
    at -= 3;
  }
  words[at] = name;
  words[at + 1] = tag;
  words[at + 2] = word;
}
