import { Accessor, type NamedSlot } from "../cell.ts";
import type { StateWriter } from "../state-writer.ts";
import type { OrdinaryObject } from "./ordinary.ts";

/** Writes prototype, extensibility and named properties so that equal words say equal for every program, whatever the object's past. */
export function writeNamed(object: OrdinaryObject, out: StateWriter): void {
  out.proto(object.proto);
  const { dictionary, slots, shape } = object;
  if (dictionary === undefined) {
    const { order } = shape;
    out.shape(order.shape, object.isExtensible);
    for (const slot of order.slots) writeSlot(slots[slot], out);
    return;
  }
  const order = dictionary.order();
  out.shape(shape, object.isExtensible);
  out.word(order.slots.length);
  for (const slot of order.slots) {
    out.value(dictionary.keyAt(slot));
    out.word(dictionary.attributesAt(slot));
    writeSlot(slots[slot], out);
  }
}

/** Attributes say already that it is an accessor. */
export function writeSlot(slot: NamedSlot, out: StateWriter): void {
  if (slot instanceof Accessor) {
    out.cell(slot.get);
    out.cell(slot.set);
  } else out.value(slot);
}
