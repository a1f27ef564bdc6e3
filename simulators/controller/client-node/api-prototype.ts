import { absent, attribute, type NamedSlot, type VObject } from "../../core/vm/cell.ts";
import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import { hole, type Key } from "../../core/vm/value.ts";
import type { Vm } from "../../core/vm/vm.ts";
import { methodNames } from "./methods.ts";

/** Where the instances of an API class find its methods: there are hundreds, and a program calls a few, so each is made when it is asked for first. */
export class ApiPrototype extends OrdinaryObject {
  readonly #vm: Vm;
  readonly #apiClass: string;
  readonly #names: ReadonlySet<string>;
  readonly #made = new Map<Key, VObject>();

  constructor(vm: Vm, apiClass: string, proto: VObject) {
    super(vm.nextId(), proto, vm.realm.emptyShape);
    this.#vm = vm;
    this.#apiClass = apiClass;
    this.#names = methodNames(apiClass);
  }

  override attributesOf(key: Key): number {
    const own = super.attributesOf(key);
    if (own !== absent) return own;
    return typeof key === "string" && this.#names.has(key) ? attribute.writable | attribute.configurable : absent;
  }

  override readOwn(key: Key): NamedSlot | typeof hole {
    const own = super.readOwn(key);
    if (own !== hole || typeof key !== "string" || !this.#names.has(key)) return own;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = this.#vm.realm.inBeginning(() => methodOf(this.#vm, this.#apiClass, key));
    this.#made.set(key, made);
    return made;
  }

  override ownKeys(): readonly Key[] {
    return [...this.#names, ...super.ownKeys()];
  }
}

function methodOf(vm: Vm, apiClass: string, name: string): VObject {
  const method = vm.call(vm.script("", 2, methodText), undefined, [apiClass, name]) as VObject;
  method.defineOwn("name", { value: name, writable: false, enumerable: false, configurable: true });
  return method;
}

/** Makes a method. The client itself registers what is called (in-machine/client-node/api.ts). */
export const methodText =
  "function (apiClass, name) { return { method(...args) { return $callApi(this, apiClass, name, args); } }.method; }";
