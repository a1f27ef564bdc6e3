/**
 * The shape of a kind as data: what decoding, strategic merge patch and server-side apply need to know of its fields.
 *
 * Built-in kinds have tables of these (see `tables/`); the schema of a custom resource is turned into one (see `structural-type.ts`).
 */
export type Type = ScalarType | ListType | MapType | StructType | UntypedType;

export interface ScalarType {
  readonly kind: Scalar;
}

/**
 * - `quantity`: `500m`, `1Gi`; a number in JSON is taken too.
 * - `intOrString`: a port or a percentage.
 * - `time`, `microTime`: RFC 3339, or null.
 * - `bytes`: base64.
 */
export type Scalar = "string" | "boolean" | "int32" | "int64" | "number" | "quantity" | "intOrString" | "time" | "microTime" | "bytes";

export interface ListType {
  readonly kind: "list";
  readonly item: Type;
  /** How server-side apply sees it; `map`: items are told apart by `keys`. */
  readonly listType: "atomic" | "set" | "map";
  /** Names of the fields that identify an item; empty unless `listType` is `map`. */
  readonly keys: readonly string[];
  /** How a strategic merge patch treats it; `merge` of items that are structs goes by `patchMergeKey`. */
  readonly patchStrategy: "replace" | "merge";
  readonly patchMergeKey?: string;
  /** A strategic merge patch may say `$retainKeys` in its items. */
  readonly retainKeys?: true;
}

export interface MapType {
  readonly kind: "map";
  readonly value: Type;
  /** Server-side apply takes it as one value. */
  readonly isAtomic?: true;
}

export interface StructType {
  readonly kind: "struct";
  /** By JSON name. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Server-side apply takes it as one value. */
  readonly isAtomic?: true;
  /** A strategic merge patch may say `$retainKeys` in it. */
  readonly retainKeys?: true;
  /** Fields that are not named are kept, as they are (custom resources alone). */
  readonly preservesUnknown?: true;
}

/** Any JSON, kept as it is. */
export interface UntypedType {
  readonly kind: "untyped";
}

export interface Field {
  readonly type: Type;
  /**
   * When the server writes the field, as Go's encoder does:
   * - `nonZero`: unless it is false, 0, "" or empty. Structs are always written, as are times (null) and quantities.
   * - `present`: whenever it was given, even zero (a pointer in Go); null is absent.
   * - `always`: also when it was never given: 0, "", {} or, for lists and maps, null.
   */
  readonly presence: "nonZero" | "present" | "always";
}

/** A field of a table: a type stands for `nonZero`. */
export type FieldEntry = Type | Field;

export const string: ScalarType = { kind: "string" };
export const boolean: ScalarType = { kind: "boolean" };
export const int32: ScalarType = { kind: "int32" };
export const int64: ScalarType = { kind: "int64" };
export const number: ScalarType = { kind: "number" };
export const quantity: ScalarType = { kind: "quantity" };
export const intOrString: ScalarType = { kind: "intOrString" };
export const time: ScalarType = { kind: "time" };
export const microTime: ScalarType = { kind: "microTime" };
export const bytes: ScalarType = { kind: "bytes" };
export const untyped: UntypedType = { kind: "untyped" };

/** A list that a patch replaces and apply takes as one value. */
export const list = (item: Type): ListType => ({ kind: "list", item, listType: "atomic", keys: [], patchStrategy: "replace" });

/** A list of scalars that patch and apply take as a set. */
export const setList = (item: Type): ListType => ({ kind: "list", item, listType: "set", keys: [], patchStrategy: "merge" });

/** A list of structs that a patch merges by `key`, and apply by `keys` (default: the same). */
export const mapList = (item: Type, key: string, keys: readonly string[] = [key]): ListType => ({
  kind: "list",
  item,
  listType: "map",
  keys,
  patchStrategy: "merge",
  patchMergeKey: key,
});

export const map = (value: Type): MapType => ({ kind: "map", value });

export function struct(entries: Readonly<Record<string, FieldEntry>>): StructType {
  const fields: Record<string, Field> = {};
  for (const [name, entry] of Object.entries(entries)) fields[name] = "presence" in entry ? entry : { type: entry, presence: "nonZero" };
  return { kind: "struct", fields };
}

/** A struct that apply takes as one value. */
export const atomic = (type: StructType): StructType => ({ ...type, isAtomic: true });

/** A pointer in Go. */
export const pointer = (type: Type): Field => ({ type, presence: "present" });

/** A field that is written even when it was never given. */
export const always = (type: Type): Field => ({ type, presence: "always" });

/** The type at a field of a struct, or of a map's values; undefined when it is unknown. */
export function memberType(type: Type | undefined, name: string): Type | undefined {
  if (type?.kind === "struct") return type.fields[name]?.type ?? (type.preservesUnknown ? untyped : undefined);
  if (type?.kind === "map") return type.value;
  return type?.kind === "untyped" ? untyped : undefined;
}
