import { Accessor, attribute, type VObject } from "../cell.ts";
import { toObject } from "../convert.ts";
import { makeArray } from "../objects/make.ts";
import { failToSet, ownKeys, set } from "../property.ts";
import type { Key, Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import type { Methods } from "./install.ts";

/** Object.keys and its kin: one access, to the whole object. Getters run undivided. */
export const objectListings: Methods = [
  ["keys", 1, (vm, _, [value]) => makeArray(vm, enumerableKeys(vm, toObject(vm, value)).map(String))],
  [
    "values",
    1,
    (vm, _, [value]) =>
      makeArray(
        vm,
        enumerableEntries(vm, toObject(vm, value)).map(([, each]) => each),
      ),
  ],
  [
    "entries",
    1,
    (vm, _, [value]) => {
      const entries = enumerableEntries(vm, toObject(vm, value));
      return makeArray(
        vm,
        entries.map(([key, each]) => makeArray(vm, [String(key), each])),
      );
    },
  ],
  ["getOwnPropertyNames", 1, (vm, _, [value]) => makeArray(vm, names(ownKeys(vm, toObject(vm, value))))],
  [
    "getOwnPropertySymbols",
    1,
    (vm, _, [value]) =>
      makeArray(
        vm,
        ownKeys(vm, toObject(vm, value)).filter((key) => typeof key === "symbol"),
      ),
  ],
  [
    "assign",
    2,
    (vm, _, [to, ...sources]) => {
      const target = toObject(vm, to);
      const entries = sources.flatMap((source) => (source === undefined || source === null ? [] : copiedEntries(vm, toObject(vm, source))));
      for (const [key] of entries) target.touchOwn(vm, key, "write");
      for (const [key, value] of entries) if (!set(vm, target, key, value)) failToSet(vm, target, key);
      return target;
    },
  ],
];

const names = (keys: readonly Key[]): string[] => keys.filter((key) => typeof key !== "symbol").map(String);

/** Numbers and strings. */
function enumerableKeys(vm: Vm, object: VObject): Key[] {
  return ownKeys(vm, object).filter((key) => typeof key !== "symbol" && isEnumerable(object, key));
}

function enumerableEntries(vm: Vm, object: VObject): readonly (readonly [Key, Value])[] {
  return readAll(vm, object, enumerableKeys(vm, object));
}

/** Own enumerable properties with symbols: what `{ ...object }` and `Object.assign` copy. */
export function copiedEntries(vm: Vm, object: VObject): readonly (readonly [Key, Value])[] {
  const keys = ownKeys(vm, object).filter((key) => isEnumerable(object, key));
  return readAll(vm, object, keys);
}

/** Says no access: the whole object has been said already. A getter may delete what comes later. */
function readAll(vm: Vm, object: VObject, keys: readonly Key[]): readonly (readonly [Key, Value])[] {
  const entries: (readonly [Key, Value])[] = [];
  for (const key of keys) {
    if (!isEnumerable(object, key)) continue;
    const slot = object.readOwn(key);
    if (slot instanceof Accessor) entries.push([key, slot.get === undefined ? undefined : vm.call(slot.get, object, [])]);
    else entries.push([key, slot]);
  }
  return entries;
}

function isEnumerable(object: VObject, key: Key): boolean {
  const attributes = object.attributesOf(key);
  return attributes >= 0 && (attributes & attribute.enumerable) !== 0;
}
