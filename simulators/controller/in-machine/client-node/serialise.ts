/**
 * What the client does to bodies on their way: only fields that the model knows are sent and shown, under their names; times are Dates.
 * @see ObjectSerializer in @kubernetes/client-node, 0.22.3 and 1.4.0
 */
type Fields = Record<string, unknown>;
type Generation = 0 | 1;

/** A value as it is sent. */
export function serialise(value: unknown, type: string, generation: Generation): unknown {
  if (value === undefined || value === null || isPrimitive(type)) return value;
  const sentAtOnce = $sentBody(value, type, generation);
  if (sentAtOnce !== undefined) return sentAtOnce;
  if (type.startsWith("[")) return listOf(value, generation).map((item) => serialise(item, type.slice(1), generation));
  if (type.startsWith("{")) return generation === 0 ? value : mapped(value as Fields, (item) => serialise(item, type.slice(1), generation));
  if (type === "t") {
    // 0.x takes it for granted that it is a Date.
    return generation === 0 || $isDate(value) ? (value as { toISOString(): string }).toISOString() : value;
  }
  const fields = $fields(type, generation);
  if (fields === undefined) return value;
  const sent: Fields = {};
  for (let at = 0; at < fields.length; at += 3) {
    const field = serialise((value as Fields)[fields[at] as string], fields[at + 2] as string, generation);
    if (field !== undefined) sent[fields[at + 1] as string] = field;
  }
  return sent;
}

/** A value as it is shown. */
export function deserialise(value: unknown, type: string, generation: Generation): unknown {
  if (value === undefined || value === null || isPrimitive(type)) return value;
  const shownAtOnce = $shownBody(value, type, generation);
  if (shownAtOnce !== undefined) return shownAtOnce;
  if (type.startsWith("[")) return listOf(value, generation).map((item) => deserialise(item, type.slice(1), generation));
  if (type.startsWith("{"))
    return generation === 0 ? value : mapped(value as Fields, (item) => deserialise(item, type.slice(1), generation));
  if (type === "t") return $dateOf(value);
  const fields = $fields(type, generation);
  if (fields === undefined) return value;
  const Model = $model(type);
  const shown: Fields = new Model();
  for (let at = 0; at < fields.length; at += 3) {
    const field = deserialise((value as Fields)[fields[at + 1] as string], fields[at + 2] as string, generation);
    if (field !== undefined || generation === 0) shown[fields[at] as string] = field;
  }
  return shown;
}

const isPrimitive = (type: string): boolean => /^(?:s|n|b|any|string|number|boolean|double|integer|long|float)$/.test(type);

/** What is no list is a mistake of the user's: from 1.0 on it is not iterable, before it is empty or text by letters. */
function listOf(value: unknown, generation: Generation): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return generation === 1
    ? [...(value as Iterable<unknown>)]
    : Array.from({ length: (value as { length?: number }).length ?? 0 }, (_, at) => (value as Fields)[at]);
}

function mapped(value: Fields, change: (item: unknown) => unknown): Fields {
  const result: Fields = {};
  for (const key in value) result[key] = change(value[key]);
  return result;
}
