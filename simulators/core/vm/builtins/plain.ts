import { Accessor, type VObject } from "../cell.ts";
import { isCallable, type VFunction } from "../objects/function.ts";
import { hole, type Key, type Value } from "../value.ts";

/** Value of a data property, own or inherited; undefined for others. Runs nothing. */
export function plainValue(object: VObject, key: Key): Value {
  for (let holder: VObject | null = object; holder !== null; holder = holder.proto) {
    const slot = holder.readOwn(key);
    if (slot === hole) continue;
    return slot instanceof Accessor ? undefined : slot;
  }
  return undefined;
}

/** Name of the class; undefined: without prototypes that tell of one. */
export function constructorName(object: VObject): string | undefined {
  for (let holder: VObject | null = object; holder !== null; holder = holder.proto) {
    const constructor = holder.readOwn("constructor");
    if (!isCallable(constructor)) continue;
    const name = plainValue(constructor, "name");
    if (typeof name === "string" && name !== "" && isInstance(object, constructor)) return name;
  }
  return undefined;
}

function isInstance(object: VObject, constructor: VFunction): boolean {
  const prototype = plainValue(constructor, "prototype");
  for (let holder = object.proto; holder !== null; holder = holder.proto) if (holder === prototype) return true;
  return false;
}
