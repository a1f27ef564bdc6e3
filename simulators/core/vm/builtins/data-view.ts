import { toBigInt, toIndex, toInteger, toNumber } from "../convert.ts";
import { prototypeFor } from "../objects/make.ts";
import { type Content, OrdinaryObject } from "../objects/ordinary.ts";
import type { VObject } from "../cell.ts";
import type { Builtins } from "../realm.ts";
import type { StateWriter } from "../state-writer.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { VBuffer } from "./array-buffer.ts";
import { defineConstructor, type Methods } from "./install.ts";
import { describe } from "./argument.ts";
import { receiver } from "./receiver.ts";

/** A DataView: a window on a buffer, read and written at any offset. */
export class VDataView extends OrdinaryObject {
  readonly buffer: VBuffer;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly view: DataView;

  constructor(vm: Vm, proto: VObject, buffer: VBuffer, byteOffset: number, byteLength: number) {
    super(vm.nextId(), proto, vm.realm.emptyShape, [], "data-view");
    this.buffer = buffer;
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
    this.view = new DataView(buffer.bytes.buffer, byteOffset, byteLength);
    buffer.view(vm, 1);
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.cell(this.buffer);
    out.word(this.byteOffset);
    out.word(this.byteLength);
    this.writeNamed(out);
  }

  override content(): Content {
    return { note: `${this.byteLength} bytes` };
  }
}

const sizes = { Int8: 1, Uint8: 1, Int16: 2, Uint16: 2, Int32: 4, Uint32: 4, Float32: 4, Float64: 8, BigInt64: 8, BigUint64: 8 } as const;
type Element = keyof typeof sizes;
const elements = Object.keys(sizes) as readonly Element[];

const outside = "Offset is outside the bounds of the DataView";

const getter =
  (name: Element): NativeFunction =>
  (vm, thisValue, [offset, isLittle]) => {
    const view = receiver(vm, thisValue, VDataView, `DataView.prototype.get${name}`);
    const at = toIndex(vm, offset, outside);
    if (at + sizes[name] > view.byteLength) return vm.fail("RangeError", outside);
    view.buffer.touchBytes(vm, view.byteOffset + at, sizes[name], "read");
    return view.view[`get${name}`](at, Boolean(isLittle));
  };

const setter =
  (name: Element): NativeFunction =>
  (vm, thisValue, [offset, value, isLittle]) => {
    const view = receiver(vm, thisValue, VDataView, `DataView.prototype.set${name}`);
    const at = toIndex(vm, offset, outside);
    const element = name === "BigInt64" || name === "BigUint64" ? toBigInt(vm, value) : toNumber(vm, value);
    if (at + sizes[name] > view.byteLength) return vm.fail("RangeError", outside);
    view.buffer.touchBytes(vm, view.byteOffset + at, sizes[name], "write");
    view.buffer.save(view.byteOffset + at, sizes[name]);
    (view.view[`set${name}`] as (this: DataView, at: number, element: number | bigint, isLittle: boolean) => void).call(
      view.view,
      at,
      element,
      Boolean(isLittle),
    );
    return undefined;
  };

const methods: Methods = elements.flatMap((name) => [[`get${name}`, 1, getter(name)] as const, [`set${name}`, 2, setter(name)] as const]);

const construct: NativeFunction = (vm, _, [buffer, offset, length], newTarget) => {
  if (newTarget === undefined) return vm.fail("TypeError", "Constructor DataView requires 'new'");
  if (!(buffer instanceof VBuffer)) return vm.fail("TypeError", "First argument to DataView constructor must be an ArrayBuffer");
  const start = toIndex(vm, offset, `Start offset ${describe(offset)} is outside the bounds of the buffer`);
  const total = buffer.bytes.length;
  if (start > total) return vm.fail("RangeError", `Start offset ${start} is outside the bounds of the buffer`);
  const size = length === undefined ? total - start : toInteger(vm, length);
  if (size < 0 || start + size > total) return vm.fail("RangeError", `Invalid DataView length ${size}`);
  return new VDataView(vm, prototypeFor(vm, newTarget, "DataViewPrototype"), buffer, start, size);
};

const field =
  (name: "buffer" | "byteLength" | "byteOffset"): NativeFunction =>
  (vm, thisValue) =>
    receiver(vm, thisValue, VDataView, `DataView.prototype.${name}`)[name];

export const dataViewBuiltins: Builtins = {
  globals: ["DataView"],
  intrinsics: ["DataViewPrototype"],
  install(vm) {
    defineConstructor(vm, {
      name: "DataView",
      length: 1,
      tag: "DataView",
      call: construct,
      methods,
      accessors: [
        ["buffer", field("buffer")],
        ["byteLength", field("byteLength")],
        ["byteOffset", field("byteOffset")],
      ],
    });
  },
};
