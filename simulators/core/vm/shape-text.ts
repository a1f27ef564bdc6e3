import type { Cell, VObject } from "./cell.ts";
import { VFunction } from "./objects/function.ts";
import type { Shape } from "./shape.ts";
import type { StateWriter } from "./state-writer.ts";
import { hole, type Slot } from "./value.ts";

/**
 * A text of values by their shape, not by identity: equal exactly when no way of going through them tells them apart but `===` of objects.
 *
 * Cycles are fine. Functions and classes are compared by the place of their code, whatever they close over. Comparable between machines that
 * have loaded the same program.
 *
 * @param isHidden Cells whose content is of no interest, by their ids.
 */
export function shapeText(values: readonly Slot[], isHidden: (id: number) => boolean = () => false): string {
  const writer = new ShapeWriter(isHidden);
  const root = writer.take(() => {
    for (const value of values) writer.value(value);
  });
  const records = [root, ...writer.takeCells()];
  return canonicalText(records, classesOf(records));
}

/** What an object says of itself: a text in which the `refs` stand as "@", and indices of records. */
interface ShapeRecord {
  readonly text: string;
  readonly refs: readonly number[];
}

/** Numbers of classes of records that look alike, however far one goes (coarsest partition that is stable). */
function classesOf(records: readonly ShapeRecord[]): readonly number[] {
  let classes = numbered(records.map(({ text }) => text));
  for (;;) {
    const next = numbered(records.map(({ refs }, index) => `${classes.of[index]}:${refs.map((ref) => classes.of[ref]).join()}`));
    if (next.count === classes.count) return classes.of;
    classes = next;
  }
}

function numbered(texts: readonly string[]): { readonly of: readonly number[]; readonly count: number } {
  const numbers = new Map<string, number>();
  const of = texts.map((text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  return { of, count: numbers.size };
}

/** One record of each class, in the order in which they are met from the first. */
function canonicalText(records: readonly ShapeRecord[], classes: readonly number[]): string {
  const met = new Map<number, number>([[classes[0] as number, 0]]);
  const order = [0];
  const lines: string[] = [];
  for (let at = 0; at < order.length; at += 1) {
    const { text, refs } = records[order[at] as number] as ShapeRecord;
    const numbers = refs.map((ref) => {
      const known = met.get(classes[ref] as number);
      if (known !== undefined) return known;
      met.set(classes[ref] as number, order.length);
      return order.push(ref) - 1;
    });
    lines.push(`${text} ${numbers.join()}`);
  }
  return lines.join("\n");
}

/** Collects records: one for each cell met, and the roots. */
class ShapeWriter implements StateWriter {
  #tokens: string[] = [];
  #refs: number[] = [];
  readonly #indices = new Map<Cell, number>();
  readonly #cells: Cell[] = [];
  readonly #symbols = new Map<symbol, number>();
  readonly #isHidden: (id: number) => boolean;

  constructor(isHidden: (id: number) => boolean) {
    this.#isHidden = isHidden;
  }

  take(write: () => void): ShapeRecord {
    this.#tokens = [];
    this.#refs = [];
    write();
    return { text: this.#tokens.join(" "), refs: this.#refs };
  }

  takeCells(): readonly ShapeRecord[] {
    const records: ShapeRecord[] = [];
    for (let at = 0; at < this.#cells.length; at += 1) records.push(this.take(() => (this.#cells[at] as Cell).writeState(this)));
    return records;
  }

  word(word: number): void {
    this.#tokens.push(String(word));
  }

  value(slot: Slot): void {
    if (typeof slot === "object" && slot !== null) this.cell(slot);
    else if (typeof slot === "string") this.text(slot);
    else if (typeof slot === "symbol") this.#symbol(slot);
    else this.#tokens.push(`${typeof slot}:${Object.is(slot, -0) ? "-0" : String(slot)}`);
  }

  cell(cell: Cell | null | undefined): void {
    if (cell === null || cell === undefined) this.#tokens.push("null");
    else if (this.#isHidden(cell.id)) this.#tokens.push("hidden");
    else if (cell instanceof VFunction) this.#tokens.push(functionText(cell));
    else {
      const index = this.#indices.get(cell) ?? this.#cells.push(cell);
      this.#indices.set(cell, index);
      this.#tokens.push("@");
      this.#refs.push(index);
    }
  }

  text(text: string): void {
    this.#tokens.push(JSON.stringify(text));
  }

  /** Of a function's code: it stands there as a function. */
  identity(): void {
    this.#tokens.push("code");
  }

  /** A class by its constructor. */
  proto(proto: VObject | null): void {
    const constructor = proto?.readOwn("constructor");
    if (constructor instanceof VFunction) this.#tokens.push(functionText(constructor));
    else this.cell(proto);
  }

  shape(shape: Shape, isExtensible: boolean): void {
    this.#tokens.push(isExtensible ? "{" : "frozen{");
    for (const [index, key] of shape.keys.entries()) {
      this.value(key);
      this.word(shape.attributesAt(index));
    }
    this.#tokens.push("}");
  }

  /** Data flow is nothing that a program sees. */
  tag(): void {}

  #symbol(symbol: symbol | typeof hole): void {
    if (symbol === hole) this.#tokens.push("hole");
    else if (Symbol.keyFor(symbol) !== undefined || isWellKnown(symbol)) this.#tokens.push(`symbol:${String(symbol)}`);
    else {
      const number = this.#symbols.get(symbol) ?? this.#symbols.size;
      this.#symbols.set(symbol, number);
      this.#tokens.push(`symbol ${number}:${JSON.stringify(symbol.description ?? "")}`);
    }
  }
}

function isWellKnown(symbol: symbol): boolean {
  return (
    (symbol.description ?? "").startsWith("Symbol.") &&
    (Symbol as unknown as Record<string, unknown>)[(symbol.description ?? "").slice(7)] === symbol
  );
}

/** Bound ones by what they are bound to, as far as the target goes. */
function functionText(callee: VFunction): string {
  if (callee.code !== undefined)
    return `function:${JSON.stringify(callee.code.name)}:${callee.code.isOurs ? "ours" : ""}${callee.code.offset}`;
  return callee.bound === undefined ? `native:${JSON.stringify(callee.nativeName)}` : `bound:${functionText(callee.bound.target)}`;
}
