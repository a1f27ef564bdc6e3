import type { VObject } from "../cell.ts";
import { isLooselyEqual } from "../convert.ts";
import { VArray } from "../objects/array.ts";
import { VError } from "../objects/error.ts";
import { isCallable } from "../objects/function.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import { VWrapper } from "../objects/wrapper.ts";
import type { Key, Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { VBuffer } from "./array-buffer.ts";
import { VDate } from "./date.ts";
import { VMap } from "./map.ts";
import { VRegExp } from "./regexp-object.ts";
import { VSet } from "./set.ts";
import { VTypedArray } from "./typed-array.ts";
import { attribute } from "../cell.ts";
import { plainValue } from "./plain.ts";
import { Walk } from "./walk.ts";

/** `util.isDeepStrictEqual`, or loosely as `assert.deepEqual`. Objects that are compared are read as a whole; getters are called. */
export const isDeepEqual: NativeFunction = (vm, _, [first, second, isStrict]) =>
  new Comparison(vm, isStrict === true).values(first, second);

class Comparison {
  readonly #vm: Vm;
  readonly #isStrict: boolean;
  readonly #walk: Walk;
  /** Pairs that are being compared: equal as far as cycles go. */
  readonly #open: (readonly [VObject, VObject])[] = [];

  constructor(vm: Vm, isStrict: boolean) {
    this.#vm = vm;
    this.#isStrict = isStrict;
    this.#walk = new Walk(vm);
  }

  values(a: Value, b: Value): boolean {
    this.#walk.visit();
    if (a instanceof OrdinaryObject && b instanceof OrdinaryObject) return a === b || this.#objects(a, b);
    if (this.#isStrict) return Object.is(a, b);
    return isLooselyEqual(this.#vm, a, b) || (a !== a && b !== b);
  }

  #objects(a: OrdinaryObject, b: OrdinaryObject): boolean {
    if (a.kind !== b.kind) return false;
    if (this.#isStrict && a.proto !== b.proto) return false;
    if (this.#isStrict && plainValue(a, Symbol.toStringTag) !== plainValue(b, Symbol.toStringTag)) return false;
    if (isCallable(a) || a.kind === "weakmap" || a.kind === "weakset" || a.kind === "promise") return false;
    if (this.#open.some(([one, other]) => one === a && other === b)) return true;
    a.touchAll(this.#vm, "read");
    b.touchAll(this.#vm, "read");
    this.#open.push([a, b]);
    const isEqual = this.#contents(a, b) && this.#properties(a, b);
    this.#open.pop();
    return isEqual;
  }

  #contents(a: OrdinaryObject, b: OrdinaryObject): boolean {
    if (a instanceof VArray && b instanceof VArray) return a.length === b.length;
    if (a instanceof VDate && b instanceof VDate) return Object.is(a.time, b.time);
    if (a instanceof VRegExp && b instanceof VRegExp)
      return a.content().text === b.content().text && plainValue(a, "lastIndex") === plainValue(b, "lastIndex");
    if (a instanceof VWrapper && b instanceof VWrapper) return Object.is(a.value, b.value);
    if (a instanceof VError) return ["name", "message"].every((key) => this.values(plainValue(a, key), plainValue(b, key)));
    if (a instanceof VMap && b instanceof VMap) return this.#maps(a, b);
    if (a instanceof VSet && b instanceof VSet) return this.#sets(a, b);
    if (a instanceof VTypedArray && b instanceof VTypedArray) return a.name === b.name && a.length === b.length && this.#elements(a, b);
    if (a instanceof VBuffer && b instanceof VBuffer)
      return a.bytes.length === b.bytes.length && a.bytes.every((byte, at) => byte === b.bytes[at]);
    return true;
  }

  #elements(a: VTypedArray, b: VTypedArray): boolean {
    for (let at = 0; at < a.length; at += 1) {
      const [one, other] = [a.view[at], b.view[at]];
      if (this.#isStrict ? !Object.is(one, other) : one !== other && !(one !== one && other !== other)) return false;
    }
    return true;
  }

  #maps(a: VMap, b: VMap): boolean {
    if (a.table.size !== b.table.size) return false;
    const left = [...b.table.entries()];
    return a.table.entries().every(([key, value]) => {
      const same = left.findIndex(([other]) => Object.is(key, other) || key === other);
      const at = same >= 0 ? same : left.findIndex(([other, its]) => this.#isAlike(key, other) && this.values(value, its));
      if (at < 0 || !this.values(value, left[at]?.[1])) return false;
      left.splice(at, 1);
      return true;
    });
  }

  #sets(a: VSet, b: VSet): boolean {
    if (a.table.size !== b.table.size) return false;
    const left = b.table.entries().map(([key]) => key);
    return a.table.entries().every(([key]) => {
      const same = left.findIndex((other) => Object.is(key, other) || key === other);
      const at = same >= 0 ? same : left.findIndex((other) => this.#isAlike(key, other));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }

  /** Keys that are not the same may still be equal: objects, and primitives if it goes loosely. */
  #isAlike(a: Value, b: Value): boolean {
    const areObjects = a instanceof OrdinaryObject && b instanceof OrdinaryObject;
    return (areObjects || !this.#isStrict) && this.values(a, b);
  }

  #properties(a: OrdinaryObject, b: OrdinaryObject): boolean {
    const [keys, others] = [shownKeys(a), shownKeys(b)];
    if (keys.length !== others.length) return false;
    return keys.every((key) => others.includes(key) && this.values(this.#vm.get(a, key), this.#vm.get(b, key)));
  }
}

const shownKeys = (object: OrdinaryObject): readonly Key[] =>
  object.kind === "typed-array" ? [] : object.ownKeys().filter((key) => (object.attributesOf(key) & attribute.enumerable) !== 0);
