/** Reads loosely typed JSON with a place in every complaint. */

/** A test vector that cannot be read. Says where and what would be right. */
export class BadVector extends Error {
  override readonly name = "BadVector";
}

export type Fields = { readonly [key: string]: unknown };

export function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new BadVector(`${path}: expected an object, got ${shown(value)}`);
  return value as Fields;
}

export function listOf<Item>(value: unknown, path: string, read: (item: unknown, path: string) => Item): Item[] {
  if (!Array.isArray(value)) throw new BadVector(`${path}: expected a list, got ${shown(value)}`);
  return value.map((item: unknown, index) => read(item, `${path}[${index}]`));
}

export function integerOf(value: unknown, path: string, min: number, max: number): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < min || value > max) {
    throw new BadVector(`${path}: expected an integer from ${min} to ${max}, got ${shown(value)}`);
  }
  return value;
}

/** The first of the names that is there, with its place; undefined when none is. `null` counts as absent. */
export function firstOf(
  fields: Fields,
  path: string,
  names: readonly string[],
): { readonly value: unknown; readonly path: string } | undefined {
  const name = names.find((one) => fields[one] !== undefined && fields[one] !== null);
  return name === undefined ? undefined : { value: fields[name], path: join(path, name) };
}

export const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

/** Short enough for a message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
