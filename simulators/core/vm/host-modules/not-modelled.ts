import { absent, attribute, type NamedSlot, type VObject } from "../cell.ts";
import { makeNative } from "../objects/make.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import { hole, type Key, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";

/** What to do instead, by the name of the module. */
const advice: Readonly<Record<string, string>> = {
  child_process: "put it behind a function that a check can replace",
  fs: "read before, and pass in what was read",
  "fs/promises": "read before, and pass in what was read",
  http: "put the request behind a function that a check can replace",
  https: "put the request behind a function that a check can replace",
  net: "put the connection behind a function that a check can replace",
  worker_threads: "describe each worker's function as a thread",
  cluster: "describe each process's function as a thread",
  zlib: "leave compression to a function that a check can replace",
};

/** What is no function, because programs ask for it while they are loaded. */
const constants: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  worker_threads: { isMainThread: true, threadId: 0, workerData: null, parentPort: null },
  cluster: { isPrimary: true, isMaster: true, isWorker: false },
  punycode: { version: "2.3.1" },
};

/** Of a module that is not modelled: the source of what is. */
const parts: Readonly<Record<string, string>> = { fs: "fs-proc", http: "http-server", v8: "v8-heap" };

/** A module that can be imported; calling what it exports ends the run, with the name of what was called. */
class NotModelledModule extends OrdinaryObject {
  readonly #vm: Vm;
  readonly #title: string;
  readonly #module: string;
  readonly #made = new Map<Key, Value>();
  readonly #loaded: (source: string) => VObject;

  constructor(vm: Vm, module: string, title: string, loaded: (source: string) => VObject) {
    super(vm.nextId(), null, vm.realm.emptyShape, [], "module");
    this.#vm = vm;
    this.#module = module;
    this.#title = title;
    this.#loaded = loaded;
  }

  override attributesOf(key: Key): number {
    return typeof key === "string" && key !== "then" && key !== "__esModule" ? attribute.enumerable : absent;
  }

  override readOwn(key: Key): NamedSlot | typeof hole {
    return this.attributesOf(key) < 0 ? hole : (this.#made.get(key) ?? this.#make(key as string));
  }

  override ownKeys(): readonly Key[] {
    return [];
  }

  #make(name: string): Value {
    const constant = constants[this.#module]?.[name];
    if (constant !== undefined) return constant;
    const made = this.#vm.realm.inBeginning(() => this.#value(name));
    this.#made.set(name, made);
    return made;
  }

  #value(name: string): Value {
    if (name === "default") return new NotModelledModule(this.#vm, this.#module, this.#title, this.#loaded);
    const part = parts[this.#module];
    const modelled = part === undefined ? hole : this.#loaded(part).readOwn(name);
    if (modelled !== hole) return modelled as Value;
    if (name === "promises" || name === "constants")
      return new NotModelledModule(this.#vm, `${this.#module}/${name}`, `${this.#title}.${name}`, this.#loaded);
    return refusal(this.#vm, `${this.#title}.${name}`, advice[this.#module]);
  }
}

/** @param loaded The exports of a source of ours. */
export const notModelledModule = (vm: Vm, module: string, loaded: (source: string) => VObject): NotModelledModule =>
  new NotModelledModule(vm, module, module.replaceAll("/", "."), loaded);

/** A function whose every call ends the run. */
export function refusal(vm: Vm, title: string, instead = "put it behind a function that a check can replace"): Value {
  const name = title.slice(title.lastIndexOf(".") + 1);
  const made = makeNative(vm, name, 0, (machine) => machine.notModelled(`\`${title}\` is not modelled: ${instead}`), {
    isConstructor: true,
  });
  made.addNamed("prototype", vm.object(), attribute.writable);
  return made;
}
