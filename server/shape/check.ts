/**
 * Says what is wrong with a value that came over a border, or undefined when it has the shape.
 * The answer names the place: `problems[3].range: is no object`.
 */
export type Check = (value: unknown, at: string) => string | undefined;

export const string: Check = (value, at) => (typeof value === "string" ? undefined : `${at}: is no string`);
export const boolean: Check = (value, at) => (typeof value === "boolean" ? undefined : `${at}: is no boolean`);
export const count: Check = (value, at) => (Number.isSafeInteger(value) && 0 <= Number(value) ? undefined : `${at}: is no count`);
/** What `JSON.parse` can give; its parts are JSON too, as the value came from there. */
export const json: Check = (value, at) => (value === undefined ? `${at}: is missing` : undefined);

export function oneOf(...values: readonly string[]): Check {
  return (value, at) => (typeof value === "string" && values.includes(value) ? undefined : `${at}: is none of ${values.join(", ")}`);
}

export function matching(pattern: RegExp): Check {
  return (value, at) => (typeof value === "string" && pattern.test(value) ? undefined : `${at}: does not match ${pattern.source}`);
}

export function optional(check: Check): Check {
  return (value, at) => (value === undefined ? undefined : check(value, at));
}

export function list(check: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return `${at}: is no list`;
    for (const [index, element] of value.entries()) {
      const wrong = check(element, `${at}[${index}]`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

/** An object with these fields; others are ignored, as readers of our formats do. */
export function object(fields: { readonly [name: string]: Check }): Check {
  const entries = Object.entries(fields);
  return (value, at) => {
    if (!isObject(value)) return `${at}: is no object`;
    for (const [name, check] of entries) {
      const wrong = check(value[name], at === "" ? name : `${at}.${name}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
