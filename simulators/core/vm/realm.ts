import { attribute, type VObject } from "./cell.ts";
import { GlobalObject } from "./objects/global.ts";
import { VFunction } from "./objects/function.ts";
import { OrdinaryObject } from "./objects/ordinary.ts";
import { quietHost } from "./quiet-host.ts";
import { Shape } from "./shape.ts";
import { SymbolPool } from "./symbols.ts";
import type { Value } from "./value.ts";
import type { Vm } from "./vm.ts";

/** A group of builtins that is made when one of them is asked for. It may change only objects that it makes itself. */
export interface Builtins {
  /** Global variables whose values it defines under the same name (`Realm.define`). */
  readonly globals: readonly string[];
  /** Everything else that it defines: "MapPrototype", "$arraySort". */
  readonly intrinsics: readonly string[];
  install(vm: Vm): void;
}

/** The world of builtins that the user's program lives in. Groups of them are made on demand. */
export class Realm {
  readonly vm: Vm;
  readonly symbols = new SymbolPool();
  /** Objects without properties start here. */
  readonly emptyShape: Shape;
  /** Own properties of a function: length, name. */
  readonly functionShape: Shape;
  /** length, name, prototype (writable): functions that can be called with `new`. */
  readonly constructorShape: Shape;
  /** length, name, prototype (constant): classes and builtin constructors. */
  readonly classShape: Shape;
  /** constructor: the prototype of a function that can be called with `new`. */
  readonly prototypeShape: Shape;
  readonly global: GlobalObject;
  /** What `import … from "host:name"` gets: made on first use. */
  readonly hostModules = new Map<string, (vm: Vm) => VObject>();
  readonly #objectPrototype: OrdinaryObject;
  readonly #functionPrototype: VFunction;
  #isStarted = false;
  readonly #intrinsics = new Map<string, Value>();
  readonly #groups = new Map<string, Builtins>();

  /** `vm.journal` and `vm.nextId` are there already; natives can be made once `vm.realm` is this. */
  constructor(vm: Vm, groups: readonly Builtins[]) {
    this.vm = vm;
    this.emptyShape = Shape.empty(vm.journal);
    this.functionShape = this.emptyShape.add("length", attribute.configurable).add("name", attribute.configurable);
    this.constructorShape = this.functionShape.add("prototype", attribute.writable);
    this.classShape = this.functionShape.add("prototype", 0);
    this.prototypeShape = this.emptyShape.add("constructor", attribute.writable | attribute.configurable);
    this.#objectPrototype = new OrdinaryObject(vm.nextId(), null, this.emptyShape);
    const parts = { native: () => undefined, isConstructor: false, nativeName: "" };
    this.#functionPrototype = new VFunction(vm.nextId(), this.#objectPrototype, this.functionShape, [0, ""], parts);
    this.define("ObjectPrototype", this.#objectPrototype);
    this.define("FunctionPrototype", this.#functionPrototype);
    for (const group of groups) for (const name of [...group.globals, ...group.intrinsics]) this.#groups.set(name, group);
    this.global = new GlobalObject(
      this,
      this.#objectPrototype,
      groups.flatMap((group) => group.globals),
    );
    this.define("globalThis", this.global);
  }

  get objectPrototype(): OrdinaryObject {
    if (!this.#isStarted) this.#start();
    return this.#objectPrototype;
  }

  get functionPrototype(): VFunction {
    if (!this.#isStarted) this.#start();
    return this.#functionPrototype;
  }

  /** An object that a group defines, such as "MapPrototype". A name that no group defines is a bug of ours. */
  intrinsic(name: string): VObject {
    return this.value(name) as VObject;
  }

  /** Any value that a group defines. */
  value(name: string): Value {
    const known = this.#intrinsics.get(name);
    if (known !== undefined || this.#intrinsics.has(name)) return known;
    const group = this.#groups.get(name);
    if (group === undefined) throw new Error(`no builtin is called ${name}`);
    this.#install(group);
    if (!this.#intrinsics.has(name)) throw new Error(`builtin ${name} was not defined by its group`);
    return this.#intrinsics.get(name);
  }

  has(name: string): boolean {
    return this.#intrinsics.has(name) || this.#groups.has(name);
  }

  /** Called by groups. */
  define(name: string, value: Value): void {
    this.#intrinsics.set(name, value);
  }

  /** Every object and every function has these at once; the machine knows its realm by now. */
  #start(): void {
    this.#isStarted = true;
    this.value("Object");
    this.value("Function");
  }

  get arrayPrototype(): VObject {
    return this.intrinsic("ArrayPrototype");
  }

  /** Makes a group as if it had been there before the first thread, so that nothing depends on who asked first, and taking back leaves it. */
  #install(group: Builtins): void {
    this.inBeginning(() => group.install(this.vm));
  }

  inBeginning<T>(make: () => T): T {
    const { vm } = this;
    const { context, host, journal } = vm;
    const { mark } = journal;
    Object.assign(vm, { context: -1, host: quietHost(host) });
    try {
      return make();
    } finally {
      Object.assign(vm, { context, host });
      journal.forgetFrom(mark);
    }
  }
}
