import { VBuffer } from "../../core/vm/builtins/array-buffer.ts";
import { VMap } from "../../core/vm/builtins/map.ts";
import { VSet } from "../../core/vm/builtins/set.ts";
import { type Cell, Scope, VObject } from "../../core/vm/cell.ts";
import { hole, type Key, type Place, type Slot, whole } from "../../core/vm/value.ts";

/** The value at a place, without any effect of reading it: `hole` if there is none. Of a whole: undefined. */
export function peek(cell: Cell, place: Place): Slot {
  if (place === whole) return undefined;
  if (cell instanceof Scope) return cell.slots[cell.names.indexOf(place as string)];
  if (cell instanceof VBuffer) return word(cell, Number(place));
  if (cell instanceof VMap || cell instanceof VSet) {
    const at = cell.table.find(place);
    if (at >= 0) return cell instanceof VMap ? cell.table.valueAt(at) : true;
  }
  return cell instanceof VObject && isKey(place) ? ownValue(cell, place) : hole;
}

/** The four bytes at an offset as an integer, or the one byte that is left. */
function word({ words, bytes }: VBuffer, offset: number): Slot {
  if (offset % 4 === 0 && offset / 4 < words.length) return words[offset / 4];
  return bytes[offset] ?? hole;
}

function ownValue(object: VObject, key: Key): Slot {
  const own = object.getOwn(key);
  if (own === undefined) return hole;
  return "value" in own ? own.value : undefined;
}

const isKey = (place: Place): place is Key => typeof place === "string" || typeof place === "number" || typeof place === "symbol";
