/** Remembers values by texts, as long as there are not too many of them: then it begins anew. */
export class Remembered<Value> {
  readonly #values = new Map<string, Value>();

  /** What is remembered under this text, or else what is made now. */
  of(text: string, make: () => Value): Value {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    if (this.#values.size >= mostValues) this.#values.clear();
    const made = make();
    this.#values.set(text, made);
    return made;
  }
}

const mostValues = 20_000;
