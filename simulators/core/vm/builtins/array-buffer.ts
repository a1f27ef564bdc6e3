import type { AccessKind } from "../host.ts";
import { toIndex } from "../convert.ts";
import { prototypeFor } from "../objects/make.ts";
import { type Content, OrdinaryObject } from "../objects/ordinary.ts";
import type { Builtins } from "../realm.ts";
import type { StateWriter } from "../state-writer.ts";
import { type Place, type Slot, type Value, whole } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { relative } from "./argument.ts";
import { defineConstructor } from "./install.ts";
import { receiver } from "./receiver.ts";
import { isObject } from "../convert.ts";
import type { VObject } from "../cell.ts";

/** An ArrayBuffer or SharedArrayBuffer: the memory behind views. Accesses name a byte offset in it. */
export class VBuffer extends OrdinaryObject {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same memory in units of four bytes, without a rest: what the journal saves where it can. */
  readonly words: Int32Array;
  /** Size of the smallest elements that a view of it has, in bytes; 0: there is no view yet. Accesses are said in units of it. Journalled. */
  unit = 0;
  /** For people: the element at a byte offset, as a view of it shows it. */
  peek: ((offset: number) => number | bigint | undefined) | undefined = undefined;

  constructor(vm: Vm, proto: VObject | null, bytes: Uint8Array<ArrayBuffer>, isShared: boolean) {
    super(vm.nextId(), proto, vm.realm.emptyShape, [], isShared ? "shared-array-buffer" : "array-buffer");
    this.bytes = bytes;
    this.words = new Int32Array(bytes.buffer, 0, bytes.length >>> 2);
  }

  get isShared(): boolean {
    return this.kind === "shared-array-buffer";
  }

  /** A view with elements of `size` bytes is made. */
  view(vm: Vm, size: number): void {
    if (this.unit !== 0 && this.unit <= size) return;
    vm.journal.save(this, "unit");
    this.unit = size;
  }

  /** Says an access to `size` bytes from `offset`. */
  touchBytes(vm: Vm, offset: number, size: number, kind: AccessKind): void {
    if (size === this.unit) return vm.touch(this, offset, kind);
    const unit = this.unit === 0 ? size : this.unit;
    for (let at = offset - (offset % unit); at < offset + size; at += unit) vm.touch(this, at, kind);
  }

  /** Says an access to a stretch of bytes: as one if it is all of the buffer or long. */
  touchRange(vm: Vm, offset: number, size: number, kind: AccessKind): void {
    if (size >= this.bytes.length || size > 64 * Math.max(this.unit, 1)) vm.touch(this, whole, kind);
    else this.touchBytes(vm, offset, size, kind);
  }

  /** Before a change of these bytes. */
  save(offset: number, size: number): void {
    const { journal } = this.shape;
    let at = offset;
    const end = offset + size;
    while (at < end) {
      if ((at & 3) === 0 && at + 4 <= end) {
        journal.save(this.words, at >>> 2);
        at += 4;
      } else {
        journal.save(this.bytes, at);
        at += 1;
      }
    }
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.word(this.unit);
    const { bytes, words } = this;
    out.word(bytes.length);
    for (const word of words) out.word(word);
    for (let at = words.length * 4; at < bytes.length; at += 1) out.word(bytes[at] as number);
    this.writeNamed(out);
  }

  override peekEntry(place: Place): Slot | undefined {
    return typeof place === "number" ? this.peek?.(place) : undefined;
  }

  override content(): Content {
    return { note: `${this.bytes.length} bytes` };
  }
}

/** As much as V8 gives. */
const largestBuffer = 2 ** 33;

/** Memory of that many bytes, all 0. */
export function makeBuffer(vm: Vm, length: number, proto: VObject = vm.realm.intrinsic("ArrayBufferPrototype"), isShared = false): VBuffer {
  if (length > largestBuffer) vm.fail("RangeError", "Array buffer allocation failed");
  vm.charge(length);
  return new VBuffer(vm, proto, new Uint8Array(length), isShared);
}

/** A buffer with a copy of these bytes. */
export function bufferOf(vm: Vm, bytes: Uint8Array): VBuffer {
  const buffer = makeBuffer(vm, bytes.length);
  buffer.bytes.set(bytes);
  return buffer;
}

type Name = "ArrayBuffer" | "SharedArrayBuffer";

const construct =
  (name: Name): NativeFunction =>
  (vm, _, [length, options], newTarget) => {
    if (newTarget === undefined) return vm.fail("TypeError", `Constructor ${name} requires 'new'`);
    const bytes = toIndex(vm, length, "Invalid array buffer length");
    if (isObject(options) && vm.get(options, "maxByteLength") !== undefined) {
      return vm.notModelled(`a resizable ${name} is not modelled; make a larger one and copy`);
    }
    return makeBuffer(vm, bytes, prototypeFor(vm, newTarget, `${name}Prototype`), name === "SharedArrayBuffer");
  };

const bufferMethod =
  (name: Name, title: string, run: (vm: Vm, buffer: VBuffer, args: readonly Value[]) => Value): NativeFunction =>
  (vm, thisValue, args) => {
    const buffer = receiver(vm, thisValue, VBuffer, title);
    const isRight = buffer.isShared === (name === "SharedArrayBuffer");
    return isRight ? run(vm, buffer, args) : vm.fail("TypeError", `Method ${title} called on incompatible receiver #<${name}>`);
  };

function slice(vm: Vm, buffer: VBuffer, [start, end]: readonly Value[]): Value {
  const from = relative(vm, start, buffer.bytes.length, 0);
  const to = Math.max(from, relative(vm, end, buffer.bytes.length, buffer.bytes.length));
  buffer.touchRange(vm, from, to - from, "read");
  const copy = makeBuffer(
    vm,
    to - from,
    vm.realm.intrinsic(buffer.isShared ? "SharedArrayBufferPrototype" : "ArrayBufferPrototype"),
    buffer.isShared,
  );
  copy.bytes.set(buffer.bytes.subarray(from, to));
  return copy;
}

function install(vm: Vm, name: Name): void {
  defineConstructor(vm, {
    name,
    length: 1,
    tag: name,
    call: construct(name),
    statics:
      name === "ArrayBuffer"
        ? [["isView", 1, (_, __, [value]) => isObject(value) && (value.kind === "typed-array" || value.kind === "data-view")]]
        : [],
    staticAccessors: [[Symbol.species, (_, thisValue) => thisValue]],
    methods: [
      ["slice", 2, bufferMethod(name, `${name}.prototype.slice`, slice)],
      [
        name === "ArrayBuffer" ? "resize" : "grow",
        1,
        () => vm.notModelled(`a resizable ${name} is not modelled; make a larger one and copy`),
      ],
    ],
    accessors: [
      ["byteLength", bufferMethod(name, `${name}.prototype.byteLength`, (_, buffer) => buffer.bytes.length)],
      ["maxByteLength", bufferMethod(name, `${name}.prototype.maxByteLength`, (_, buffer) => buffer.bytes.length)],
      [name === "ArrayBuffer" ? "resizable" : "growable", bufferMethod(name, `${name}.prototype.resizable`, () => false)],
    ],
  });
}

export const bufferBuiltins: Builtins = {
  globals: ["ArrayBuffer", "SharedArrayBuffer"],
  intrinsics: ["ArrayBufferPrototype", "SharedArrayBufferPrototype"],
  install(vm) {
    install(vm, "ArrayBuffer");
    install(vm, "SharedArrayBuffer");
  },
};
