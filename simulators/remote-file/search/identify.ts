/**
 * Gives every value a number: equal numbers exactly for values of equal structure, however they came about.
 * Values are plain data (records, lists, maps, bytes, text, numbers, bigints) and never change, so what was seen before costs one look-up:
 * a state that differs from the last one in a few places is identified in the time of these places.
 *
 * Properties that are `undefined` count as absent.
 */
export class Identifier {
  readonly #byContent = new Map<string, number>();
  #byIdentity = new WeakMap<object, number>();

  /** Different values so far. */
  get size(): number {
    return this.#byContent.size;
  }

  idOf(value: object): number {
    const known = this.#byIdentity.get(value);
    if (known !== undefined) return known;
    const content = this.#contentOf(value);
    let id = this.#byContent.get(content);
    if (id === undefined) {
      id = this.#byContent.size;
      this.#byContent.set(content, id);
    }
    this.#byIdentity.set(value, id);
    return id;
  }

  #contentOf(value: object): string {
    if (Array.isArray(value)) {
      let content = "[";
      for (const element of value as readonly unknown[]) content += `${this.#partOf(element)},`;
      return content;
    }
    if (value instanceof Uint8Array) return bytesText(value);
    if (value instanceof Map) return this.#mapContent(value);
    let content = "{";
    for (const name of Object.keys(value).sort()) {
      const part = (value as Readonly<Record<string, unknown>>)[name];
      if (part !== undefined) content += `${name}:${this.#partOf(part)},`;
    }
    return content;
  }

  /** By key, so that the order of insertion does not count. */
  #mapContent(map: ReadonlyMap<unknown, unknown>): string {
    const entries = [...map].map(([key, value]) => `${this.#partOf(key)}>${this.#partOf(value)}`);
    return `m${entries.sort().join(",")}`;
  }

  #partOf(value: unknown): string {
    switch (typeof value) {
      case "object":
        return value === null ? "0" : `#${this.idOf(value)}`;
      case "string":
        return JSON.stringify(value);
      case "bigint":
        return `${value}n`;
      case "number":
        return Object.is(value, -0) ? "-0" : String(value);
      case "boolean":
        return value ? "t" : "f";
      case "undefined":
        return "u";
      case "function":
      case "symbol":
        throw new Error("states are plain data");
    }
  }
}

function bytesText(bytes: Uint8Array): string {
  let text = "b";
  for (let at = 0; at < bytes.length; at += chunk) text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return text;
}

const chunk = 4096;
