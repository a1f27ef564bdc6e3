import { absentForGood, attribute, type NamedSlot, type OwnProperty, type VObject } from "../cell.ts";
import { toBigInt, toNumber } from "../convert.ts";
import type { AccessKind } from "../host.ts";
import { type Content, OrdinaryObject, ownProperty } from "../objects/ordinary.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Key, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import type { VBuffer } from "./array-buffer.ts";

const kinds = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;

export type TypedArrayName = keyof typeof kinds;
export const typedArrayNames = Object.keys(kinds) as readonly TypedArrayName[];

/** V8's view of the same memory, as far as this code uses it. */
export interface View {
  readonly length: number;
  readonly byteOffset: number;
  [index: number]: number | bigint;
  fill(value: number | bigint, from?: number, to?: number): unknown;
  set(values: ArrayLike<number> | ArrayLike<bigint>, offset?: number): void;
  indexOf(value: unknown, from?: number): number;
  lastIndexOf(value: unknown, from: number): number;
  includes(value: unknown, from?: number): boolean;
  join(separator?: string): string;
  reverse(): unknown;
  sort(): unknown;
  copyWithin(target: number, from: number, to: number): unknown;
  subarray(from: number, to: number): View;
  slice(from: number, to: number): View;
}

export const elementSize = (name: TypedArrayName): number => kinds[name].BYTES_PER_ELEMENT;
export const isBig = (name: TypedArrayName): boolean => name === "BigInt64Array" || name === "BigUint64Array";

/** What a value becomes before it is written: conversions may call the user's code. */
export const toElement = (vm: Vm, name: TypedArrayName, value: Value): number | bigint =>
  isBig(name) ? toBigInt(vm, value) : toNumber(vm, value);

/** More elements are not shown. */
const largestContent = 1000;

/** A typed array. Its elements are bytes of a buffer; nothing else of them is kept. */
export class VTypedArray extends OrdinaryObject {
  readonly name: TypedArrayName;
  readonly buffer: VBuffer;
  readonly byteOffset: number;
  readonly length: number;
  readonly size: number;
  readonly view: View;

  constructor(vm: Vm, proto: VObject | null, name: TypedArrayName, buffer: VBuffer, byteOffset: number, length: number) {
    super(vm.nextId(), proto, vm.realm.emptyShape, [], "typed-array");
    this.name = name;
    this.buffer = buffer;
    this.byteOffset = byteOffset;
    this.length = length;
    this.size = elementSize(name);
    this.view = new kinds[name](buffer.bytes.buffer, byteOffset, length);
    buffer.view(vm, this.size);
    if (buffer.unit === this.size) buffer.peek = (offset) => new kinds[name](buffer.bytes.buffer, offset, 1)[0];
  }

  get byteLength(): number {
    return this.length * this.size;
  }

  /** Before a change of the elements `from` .. `to` - 1. */
  saveElements(from: number, to: number): void {
    this.buffer.save(this.byteOffset + from * this.size, (to - from) * this.size);
  }

  /** Says an access to the elements `from` .. `to` - 1. */
  touchElements(vm: Vm, from: number, to: number, kind: AccessKind): void {
    if (to > from) this.buffer.touchRange(vm, this.byteOffset + from * this.size, (to - from) * this.size, kind);
  }

  override attributesOf(key: Key): number {
    if (typeof key === "number") return key < this.length ? attribute.all : absentForGood;
    return isNumeric(key) ? absentForGood : super.attributesOf(key);
  }

  override readOwn(key: Key): NamedSlot | typeof hole {
    if (typeof key === "number") return key < this.length ? this.view[key] : hole;
    return super.readOwn(key);
  }

  override writeOwn(vm: Vm, key: Key, value: Value): boolean {
    if (typeof key !== "number") return super.writeOwn(vm, key, value);
    const element = toElement(vm, this.name, value);
    if (key >= this.length) return true;
    this.saveElements(key, key + 1);
    this.view[key] = element;
    return true;
  }

  override touchOwn(vm: Vm, key: Key, kind: AccessKind): void {
    if (typeof key !== "number") vm.touch(this, key, kind);
    else if (key < this.length) this.buffer.touchBytes(vm, this.byteOffset + key * this.size, this.size, kind);
  }

  override touchAll(vm: Vm, kind: AccessKind): void {
    this.touchElements(vm, 0, this.length, kind);
    super.touchAll(vm, kind);
  }

  override getOwn(key: Key): OwnProperty | undefined {
    const attributes = this.attributesOf(key);
    return attributes < 0 ? undefined : ownProperty(this.readOwn(key), attributes);
  }

  override defineOwn(key: Key, property: OwnProperty): boolean {
    if (typeof key !== "number") return isNumeric(key) ? false : super.defineOwn(key, property);
    if (key >= this.length || !("value" in property) || !property.configurable || !property.enumerable || !property.writable) return false;
    const { value } = property;
    if ((typeof value === "bigint") !== isBig(this.name) || typeof value === "symbol" || typeof value === "object") return false;
    this.saveElements(key, key + 1);
    this.view[key] = isBig(this.name) ? (value as bigint) : Number(value);
    return true;
  }

  override deleteOwn(key: Key): boolean {
    if (typeof key === "number") return key >= this.length;
    return isNumeric(key) || super.deleteOwn(key);
  }

  override ownKeys(): readonly Key[] {
    return [...Array.from({ length: this.length }, (_, index) => index), ...super.ownKeys()];
  }

  override content(): Content {
    const items = Array.from({ length: Math.min(this.length, largestContent) }, (_, index) => this.view[index] as number | bigint);
    const memory = { cell: this.buffer, byteOffset: this.byteOffset, bytesPerItem: this.size };
    return this.length > largestContent ? { note: `of ${this.length}`, items, memory } : { items, memory };
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.text(this.name);
    out.cell(this.buffer);
    out.word(this.byteOffset);
    out.word(this.length);
    this.writeNamed(out);
  }
}

/** A text that is how a number is written, but no index: typed arrays have no property of that name, nor asks anybody their prototypes. */
const isNumeric = (key: Key): boolean => typeof key === "string" && (key === "-0" || String(Number(key)) === key);
