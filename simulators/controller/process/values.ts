import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Cell, VObject } from "../../core/vm/cell.ts";
import { VArray } from "../../core/vm/objects/array.ts";
import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import { canonicalKey, hole, type Slot, type Value } from "../../core/vm/value.ts";
import type { Vm } from "../../core/vm/vm.ts";

/** JSON as values of the program: new objects each time. @param made Told every object. */
export function toValue(vm: Vm, json: Json, made?: (cell: Cell) => void): Value {
  if (typeof json !== "object" || json === null) return json;
  if (isArray(json)) {
    const array = vm.array(json.map((item) => toValue(vm, item, made)));
    made?.(array);
    return array;
  }
  const object = vm.object();
  made?.(object);
  for (const [key, value] of Object.entries(json)) object.writeOwn(vm, canonicalKey(key), toValue(vm, value, made));
  return object;
}

const isArray = (json: Json): json is readonly Json[] => Array.isArray(json);

/** A value is no plain data. */
export class NotPlain extends Error {
  override readonly name = "NotPlain";
}

/**
 * A value of the program's as JSON, without running anything of its: what is undefined is left out, in arrays it is null.
 * @throws {NotPlain} It has something that JSON cannot say: a Map, a function, an instance of a class, a getter, NaN, a cycle.
 */
export function toPlain(value: Value): Json {
  return plain(value, []) ?? null;
}

function plain(slot: Slot, above: readonly VObject[]): Json | undefined {
  if (slot === undefined || slot === hole) return undefined;
  if (slot === null || typeof slot === "boolean" || typeof slot === "string") return slot;
  if (typeof slot === "number" && Number.isFinite(slot)) return slot;
  if (typeof slot !== "object") throw new NotPlain(`${typeof slot === "number" ? String(slot) : `a ${typeof slot}`} is no plain data`);
  if (above.includes(slot)) throw new NotPlain("an object inside itself is no plain data");
  const inside = [...above, slot];
  if (slot instanceof VArray) return plainArray(slot, inside);
  if (!(slot instanceof OrdinaryObject) || slot.kind !== "object") throw new NotPlain(`a ${slot.kind} is no plain data`);
  const fields: Record<string, Json> = {};
  for (const [key, held, isEnumerable] of slot.namedSlots()) {
    if (!isEnumerable || typeof key === "symbol") continue;
    const json = plain(heldValue(held), inside);
    if (json !== undefined)
      Object.defineProperty(fields, String(key), { value: json, writable: true, enumerable: true, configurable: true });
  }
  return fields;
}

function plainArray(array: VArray, inside: readonly VObject[]): Json {
  if (array.length > longestArray) throw new NotPlain("so long an array is no plain data");
  return Array.from({ length: array.length }, (_, index) => plain(heldValue(array.readOwn(index)), inside) ?? null);
}

const longestArray = 1_000_000;

function heldValue(held: unknown): Slot {
  if (typeof held === "object" && held !== null && !("shape" in held)) throw new NotPlain("a getter is no plain data");
  return held as Slot;
}

export const isObjectJson = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** Equal but for the order of fields. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || isArray(a) !== isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson((a as JsonObject)[key], (b as JsonObject)[key]));
}
