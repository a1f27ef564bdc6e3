import { attribute, type VObject } from "../cell.ts";
import { toText } from "../convert.ts";
import { VArray } from "../objects/array.ts";
import { VError } from "../objects/error.ts";
import { isCallable } from "../objects/function.ts";
import { makeArray, makeObject } from "../objects/make.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import { VWrapper } from "../objects/wrapper.ts";
import { hole, type Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { bufferOf, VBuffer } from "./array-buffer.ts";
import { VDataView } from "./data-view.ts";
import { VDate } from "./date.ts";
import { VMap } from "./map.ts";
import { constructorName, plainValue } from "./plain.ts";
import { VRegExp } from "./regexp-object.ts";
import { VSet } from "./set.ts";
import { VTypedArray } from "./typed-array.ts";

/** `structuredClone`: everything is read as a whole, getters are called; classes become plain objects. */
export const structuredClone: NativeFunction = (vm, _, args) => {
  if (args.length === 0) return vm.fail("TypeError", 'The "value" argument must be specified');
  const transfer = args[1] instanceof OrdinaryObject ? vm.get(args[1], "transfer") : undefined;
  if (transfer instanceof VArray && transfer.length > 0)
    vm.notModelled("transferring buffers with structuredClone is not modelled; clone them");
  return new Cloning(vm).value(args[0]);
};

class Cloning {
  readonly #vm: Vm;
  readonly #clones = new Map<VObject, VObject>();

  constructor(vm: Vm) {
    this.#vm = vm;
  }

  value(value: Value): Value {
    if (typeof value === "symbol") return this.#refuse(`${value.toString()} could not be cloned.`);
    if (!(value instanceof OrdinaryObject)) return value;
    return this.#clones.get(value) ?? this.#object(value);
  }

  #object(object: OrdinaryObject): VObject {
    const vm = this.#vm;
    if (isCallable(object)) return this.#refuse(`${sourceOf(vm, object)} could not be cloned.`);
    object.touchAll(vm, "read");
    if (object instanceof VBuffer) return this.#note(object, object.isShared ? object : bufferOf(vm, object.bytes));
    if (object instanceof VTypedArray)
      return this.#view(
        object,
        (buffer) =>
          new VTypedArray(vm, vm.realm.intrinsic(`${object.name}Prototype`), object.name, buffer, object.byteOffset, object.length),
      );
    if (object instanceof VDataView)
      return this.#view(
        object,
        (buffer) => new VDataView(vm, vm.realm.intrinsic("DataViewPrototype"), buffer, object.byteOffset, object.byteLength),
      );
    if (object instanceof VMap) return this.#map(object);
    if (object instanceof VSet) return this.#set(object);
    if (object instanceof VError) return this.#error(object);
    if (object instanceof VArray) return this.#array(object);
    if (object instanceof VDate || object instanceof VRegExp || object instanceof VWrapper) return this.#note(object, this.#simple(object));
    if (!clonable.has(object.kind)) return this.#refuse(`#<${constructorName(object) ?? "Object"}> could not be cloned.`);
    return this.#properties(object, this.#note(object, makeObject(vm)));
  }

  #note<Kind extends VObject>(original: VObject, clone: Kind): Kind {
    this.#clones.set(original, clone);
    return clone;
  }

  #simple(object: VDate | VRegExp | VWrapper): VObject {
    const vm = this.#vm;
    if (object instanceof VWrapper) return vm.call(vm.realm.intrinsic("Object"), undefined, [object.value]) as VObject;
    if (object instanceof VDate) return vm.construct(vm.realm.intrinsic("Date"), [object.time]) as VObject;
    return vm.construct(vm.realm.intrinsic("RegExp"), [vm.get(object, "source"), vm.get(object, "flags")]) as VObject;
  }

  #view(object: VTypedArray | VDataView, make: (buffer: VBuffer) => VObject): VObject {
    return this.#note(object, make(this.value(object.buffer) as VBuffer));
  }

  #map(map: VMap): VObject {
    const clone = this.#note(
      map,
      new VMap(this.#vm.nextId(), this.#vm.realm.intrinsic("MapPrototype"), this.#vm.realm.emptyShape, [], "map"),
    );
    for (const [key, value] of map.table.entries()) clone.table.set(this.#vm.journal, this.value(key), this.value(value));
    return clone;
  }

  #set(set: VSet): VObject {
    const clone = this.#note(
      set,
      new VSet(this.#vm.nextId(), this.#vm.realm.intrinsic("SetPrototype"), this.#vm.realm.emptyShape, [], "set"),
    );
    for (const [key] of set.table.entries()) {
      const value = this.value(key);
      clone.table.set(this.#vm.journal, value, value);
    }
    return clone;
  }

  #array(array: VArray): VObject {
    const clone = this.#note(array, makeArray(this.#vm, []));
    clone.setLength(array.length);
    return this.#properties(array, clone);
  }

  /** Name (of the standard ones), message, stack and cause. */
  #error(error: VError): VObject {
    const vm = this.#vm;
    const name = plainValue(error, "name");
    const kind = typeof name === "string" && errorNames.includes(name) ? name : "Error";
    const message = plainValue(error, "message");
    const text = message === undefined ? undefined : toText(vm, message);
    const clone = this.#note(error, VError.make(vm, vm.realm.intrinsic(`${kind}Prototype`), text));
    for (const key of ["stack", "cause"] as const) {
      if (error.readOwn(key) !== hole)
        clone.defineOwn(key, { value: this.value(vm.get(error, key)), writable: true, enumerable: false, configurable: true });
    }
    return clone;
  }

  #properties<Kind extends VObject>(object: OrdinaryObject, clone: Kind): Kind {
    for (const key of object.ownKeys()) {
      if (typeof key === "symbol" || (object.attributesOf(key) & attribute.enumerable) === 0) continue;
      clone.writeOwn(this.#vm, key, this.value(this.#vm.get(object, key)));
    }
    return clone;
  }

  #refuse(message: string): never {
    const constructor = this.#vm.realm.intrinsic("DOMException");
    return this.#vm.throwValue(this.#vm.construct(constructor, [message, "DataCloneError"]));
  }
}

const clonable = new Set(["object", "arguments", "global"]);
const errorNames = ["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"];

function sourceOf(vm: Vm, callee: VObject): string {
  const text = vm.call(vm.get(callee, "toString"), callee, []);
  return typeof text === "string" ? text : "function";
}
