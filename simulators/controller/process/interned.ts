/** Numbers for values of JSON: equal values, equal numbers. Objects that were met before are known by identity. */
export class Interned {
  readonly #byObject = new Map<object, number>();
  readonly #byText = new Map<string, number>();

  of(value: object): number {
    const known = this.#byObject.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    const number = this.#byText.get(text) ?? this.#byText.size;
    this.#byText.set(text, number);
    this.#byObject.set(value, number);
    return number;
  }
}
