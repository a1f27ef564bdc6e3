/** Gives each text, and the value that it stands for, a number from 0. */
export class Table<Value> {
  readonly #numbers = new Map<string, number>();
  readonly #values: Value[] = [];

  number(text: string, value: Value): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#values.push(value) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  value(number: number): Value {
    return this.#values[number] as Value;
  }
}

/** Remembers answers by two numbers. */
export class PairMemo<Value> {
  readonly #rows: (Map<number, Value> | undefined)[] = [];

  get(a: number, b: number): Value | undefined {
    return this.#rows[a]?.get(b);
  }

  set(a: number, b: number, value: Value): Value {
    const row = this.#rows[a];
    if (row) row.set(b, value);
    else this.#rows[a] = new Map([[b, value]]);
    return value;
  }
}
