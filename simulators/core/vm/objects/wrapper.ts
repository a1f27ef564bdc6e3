import { absent, attribute, type NamedSlot, type OwnProperty, type VObject } from "../cell.ts";
import type { Shape } from "../shape.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Key, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { type Content, OrdinaryObject, ownProperty } from "./ordinary.ts";

export type Wrapped = string | number | boolean | bigint | symbol;

/** `Object(1)`, `new String("x")`: kind "wrapper". Those of strings have the characters as elements. */
export class VWrapper extends OrdinaryObject {
  readonly value: Wrapped;

  constructor(id: number, proto: VObject | null, shape: Shape, value: Wrapped) {
    super(id, proto, shape, [], "wrapper");
    this.value = value;
  }

  override attributesOf(key: Key): number {
    return this.#character(key) === hole ? super.attributesOf(key) : key === "length" ? 0 : attribute.enumerable;
  }

  override readOwn(key: Key): NamedSlot | typeof hole {
    const character = this.#character(key);
    return character === hole ? super.readOwn(key) : character;
  }

  override writeOwn(vm: Vm, key: Key, value: Value): boolean {
    return this.#character(key) === hole && super.writeOwn(vm, key, value);
  }

  override getOwn(key: Key): OwnProperty | undefined {
    const attributes = this.attributesOf(key);
    return attributes === absent ? undefined : ownProperty(this.readOwn(key), attributes);
  }

  /** The character of a constant element can be defined as what it is; that was checked before. */
  override defineOwn(key: Key, property: OwnProperty): boolean {
    return this.#character(key) !== hole || super.defineOwn(key, property);
  }

  override deleteOwn(key: Key): boolean {
    return this.#character(key) === hole && super.deleteOwn(key);
  }

  override ownKeys(): readonly Key[] {
    if (typeof this.value !== "string") return super.ownKeys();
    const others = super.ownKeys();
    const firstText = others.findIndex((key) => typeof key !== "number");
    const numbers = others.slice(0, firstText < 0 ? others.length : firstText);
    return [...this.#indices(), ...numbers, "length", ...others.slice(numbers.length)];
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.value(this.value);
    this.writeNamed(out);
  }

  override content(): Content {
    return { text: typeof this.value === "string" ? JSON.stringify(this.value) : String(this.value) };
  }

  #indices(): number[] {
    return Array.from({ length: (this.value as string).length }, (_, index) => index);
  }

  #character(key: Key): Value | typeof hole {
    if (typeof this.value !== "string") return hole;
    if (key === "length") return this.value.length;
    return typeof key === "number" && key < this.value.length ? this.value[key] : hole;
  }
}

const prototypes = {
  string: "StringPrototype",
  number: "NumberPrototype",
  boolean: "BooleanPrototype",
  bigint: "BigIntPrototype",
  symbol: "SymbolPrototype",
} as const;

/** Name of the intrinsic prototype of a primitive. */
export function prototypeName(value: Wrapped): string {
  return prototypes[typeof value as keyof typeof prototypes];
}

export function makeWrapper(vm: Vm, value: Wrapped, proto: VObject = vm.realm.intrinsic(prototypeName(value))): VWrapper {
  return new VWrapper(vm.nextId(), proto, vm.realm.emptyShape, value);
}
