import { type Cell, Scope, VObject } from "../../core/vm/cell.ts";
import { hole, type Key, type Place, type Slot, whole } from "../../core/vm/value.ts";

/** The value at a place, without any effect of reading it: `hole` if there is none. Of a whole: undefined. */
export function peek(cell: Cell, place: Place): Slot {
  if (place === whole) return undefined;
  if (cell instanceof Scope) return cell.slots[cell.names.indexOf(String(place))] ?? undefined;
  if (!(cell instanceof VObject)) return undefined;
  const entry = cell.peekEntry?.(place);
  if (entry !== undefined) return entry;
  if (typeof place !== "string" && typeof place !== "number" && typeof place !== "symbol") return undefined;
  const own = cell.getOwn(place as Key);
  if (own === undefined) return hole;
  return "value" in own ? own.value : undefined;
}
