import { VBuffer } from "../../core/vm/builtins/array-buffer.ts";
import { VDate } from "../../core/vm/builtins/date.ts";
import { VMap } from "../../core/vm/builtins/map.ts";
import { VSet } from "../../core/vm/builtins/set.ts";
import { VTypedArray } from "../../core/vm/builtins/typed-array.ts";
import { Accessor, type VObject } from "../../core/vm/cell.ts";
import { inspectLine } from "../../core/vm/inspect.ts";
import { VArray } from "../../core/vm/objects/array.ts";
import { VError } from "../../core/vm/objects/error.ts";
import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import { canonicalKey, hole, type Slot, type Value } from "../../core/vm/value.ts";
import type { Vm } from "../../core/vm/vm.ts";
import type { Portable, PortableCell, PortableSlot } from "./types.ts";

/** A value of one machine as data. Runs nothing of the program's: getters are left out, what is no data (functions) is named only. */
export function toPortable(value: Value): Portable {
  const cells: PortableCell[] = [];
  const met = new Map<VObject, number>();
  const slot = (one: Slot | Accessor): PortableSlot => {
    if (one === hole || one instanceof Accessor) return undefined;
    if (typeof one === "symbol") return { unknown: String(one) };
    if (typeof one !== "object" || one === null) return one;
    const known = met.get(one);
    if (known !== undefined) return { cell: known };
    if (!(one instanceof OrdinaryObject) || isNamedOnly.has(one.kind)) return { unknown: inspectLine(one) };
    const index = cells.length;
    met.set(one, index);
    // Its place is taken first, so that a cycle comes back to it.
    cells.push({ kind: "array", items: [] });
    cells[index] = cellOf(one, slot);
    return { cell: index };
  };
  return { root: slot(value), cells };
}

const isNamedOnly: ReadonlySet<string> = new Set(["function", "promise"]);

function cellOf(object: OrdinaryObject, slot: (one: Slot | Accessor) => PortableSlot): PortableCell {
  if (object instanceof VTypedArray) {
    const { bytes } = object.buffer;
    return { kind: "bytes", type: typeOf(object), bytes: bytes.slice(object.byteOffset, object.byteOffset + object.byteLength) };
  }
  if (object instanceof VBuffer) return { kind: "bytes", type: "ArrayBuffer", bytes: object.bytes.slice() };
  if (object instanceof VDate) return { kind: "date", time: object.time };
  if (object instanceof VMap)
    return { kind: "map", entries: object.table.entries().map(([key, value]) => [slot(key), slot(value)] as const) };
  if (object instanceof VSet) return { kind: "set", items: object.table.entries().map(([key]) => slot(key)) };
  if (object instanceof VArray) return { kind: "array", items: Array.from({ length: object.length }, (_, at) => slot(object.readOwn(at))) };
  const text = (key: string) => {
    const held = object.readOwn(key);
    return typeof held === "string" ? held : undefined;
  };
  if (object instanceof VError) {
    const code = text("code");
    return { kind: "error", name: inspectLine(object).split(":")[0] ?? "Error", message: text("message") ?? "", ...(code ? { code } : {}) };
  }
  const entries = object
    .namedSlots()
    .flatMap(([key, held, isEnumerable]) =>
      isEnumerable && typeof key !== "symbol" && !(held instanceof Accessor) ? [[String(key), slot(held)] as const] : [],
    );
  return { kind: "object", entries };
}

/** `Buffer` is told by its prototype: it has a method that plain arrays of bytes have not. */
const typeOf = (array: VTypedArray): string =>
  array.name === "Uint8Array" && array.proto !== null && array.proto.readOwn("readBigUInt64LE") !== hole ? "Buffer" : array.name;

/** The value in another machine: new objects each time. */
export function fromPortable(vm: Vm, { root, cells }: Portable): Value {
  const made = new Map<number, Value>();
  const slot = (one: PortableSlot): Value => {
    if (typeof one !== "object" || one === null) return one;
    if ("unknown" in one) return one.unknown;
    if (!made.has(one.cell)) make(one.cell);
    return made.get(one.cell);
  };
  const note = <Kind extends VObject>(index: number, object: Kind): Kind => {
    made.set(index, object);
    return object;
  };
  const make = (index: number): void => {
    const cell = cells[index];
    if (!cell) throw new Error("a cell is missing");
    switch (cell.kind) {
      case "object": {
        const object = note(index, vm.object());
        for (const [key, value] of cell.entries) object.writeOwn(vm, canonicalKey(key), slot(value));
        return;
      }
      case "array": {
        const array = note(index, vm.array([])) as VArray;
        for (const [at, item] of cell.items.entries()) array.writeOwn(vm, at, slot(item));
        return;
      }
      case "bytes":
        return void note(index, makeBytes(vm, cell.type, cell.bytes));
      case "map": {
        const map = note(index, vm.construct(vm.realm.intrinsic("Map"), []) as VMap);
        for (const [key, value] of cell.entries) map.table.set(vm.journal, slot(key), slot(value));
        return;
      }
      case "set": {
        const set = note(index, vm.construct(vm.realm.intrinsic("Set"), []) as VSet);
        for (const item of cell.items) set.table.set(vm.journal, slot(item), slot(item));
        return;
      }
      case "date":
        return void note(index, vm.construct(vm.realm.intrinsic("Date"), [cell.time]) as VObject);
      case "error": {
        const error = note(index, vm.error("Error", cell.message));
        error.writeOwn(vm, "name", cell.name);
        if (cell.code !== undefined) error.writeOwn(vm, "code", cell.code);
      }
    }
  };
  return slot(root);
}

function makeBytes(vm: Vm, type: string, bytes: Uint8Array): VObject {
  const memory = vm.construct(vm.realm.intrinsic("ArrayBuffer"), [bytes.length]) as VBuffer;
  memory.bytes.set(bytes);
  if (type === "ArrayBuffer") return memory;
  if (type !== "Buffer") return vm.construct(vm.realm.intrinsic(type), [memory]) as VObject;
  const made = vm.realm.intrinsic("Buffer");
  return vm.call(vm.get(made, "from"), made, [memory]) as VObject;
}
