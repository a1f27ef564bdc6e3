import { absent, attribute, type NamedSlot, type VObject } from "../cell.ts";
import { makeNative } from "../objects/make.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import { hole, type Key, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { exportedNames } from "./exported-names.ts";

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
  cluster: { isPrimary: true, isMaster: true, isWorker: false, worker: undefined, SCHED_NONE: 1, SCHED_RR: 2, schedulingPolicy: 2 },
  fs: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, lchmod: undefined, lchmodSync: undefined },
  punycode: { version: "2.3.1" },
};

const clusterParts =
  "on once off addListener removeListener removeAllListeners listeners listenerCount eventNames emit setMaxListeners workers settings".split(
    " ",
  );

/** What is modelled of such a module: the source that has it, and its name there. */
const parts: Readonly<Record<string, Readonly<Record<string, readonly [source: string, name: string]>>>> = {
  cluster: Object.fromEntries(clusterParts.map((name) => [name, ["cluster", name]])),
  fs: {
    constants: ["constants", "fs"],
    writeSync: ["terminal", "writeSync"],
    readFileSync: ["fs-proc", "readFileSync"],
    readdirSync: ["fs-proc", "readdirSync"],
    existsSync: ["fs-proc", "existsSync"],
  },
  "fs/promises": { constants: ["constants", "fs"] },
  http: {
    Server: ["http-server", "Server"],
    createServer: ["http-server", "createServer"],
    METHODS: ["http-constants", "METHODS"],
    STATUS_CODES: ["http-constants", "STATUS_CODES"],
    maxHeaderSize: ["http-constants", "maxHeaderSize"],
  },
  module: { createRequire: ["require", "createRequire"], isBuiltin: ["require", "isBuiltin"] },
  tty: { isatty: ["terminal", "isatty"] },
  v8: { getHeapStatistics: ["v8-heap", "getHeapStatistics"], getHeapSpaceStatistics: ["v8-heap", "getHeapSpaceStatistics"] },
};

/** The exports of a source of ours, by its name. */
export type LoadSource = (vm: Vm, source: string) => VObject;

interface NotModelled {
  readonly vm: Vm;
  readonly module: string;
  /** What is reported: `fs.promises`. */
  readonly title: string;
  readonly load: LoadSource;
}

/** A module that can be imported; calling what it exports ends the run, with the name of what was called. */
class NotModelledModule extends OrdinaryObject {
  protected readonly what: NotModelled;
  readonly #made = new Map<Key, Value>();

  constructor(what: NotModelled, proto: VObject | null = null) {
    super(what.vm.nextId(), proto, what.vm.realm.emptyShape, [], "module");
    this.what = what;
  }

  protected exports(key: Key): key is string {
    return typeof key === "string" && key !== "then" && key !== "__esModule";
  }

  override attributesOf(key: Key): number {
    return this.exports(key) ? attribute.enumerable : absent;
  }

  override readOwn(key: Key): NamedSlot | typeof hole {
    if (!this.exports(key)) return hole;
    return this.#made.has(key) ? this.#made.get(key) : this.#make(key);
  }

  override ownKeys(): readonly Key[] {
    return [];
  }

  #make(name: string): Value {
    const { vm, module } = this.what;
    const known = constants[module];
    const made = known && Object.hasOwn(known, name) ? known[name] : vm.realm.inBeginning(() => this.#value(name));
    this.#made.set(name, made);
    return made;
  }

  #value(name: string): Value {
    const { vm, module, title, load } = this.what;
    if (name === "default") return new RequiredModule(this.what);
    const part = parts[module]?.[name];
    if (part !== undefined) return vm.get(load(vm, part[0]), part[1]);
    if (name === "promises" || name === "constants") {
      return new RequiredModule({ vm, load, module: `${module}/${name}`, title: `${title}.${name}` });
    }
    return refusal(vm, `${title}.${name}`, advice[module]);
  }
}

/** What `require` gives of it: an object like others, whose properties can be replaced, and copied one by one. */
class RequiredModule extends NotModelledModule {
  constructor(what: NotModelled) {
    super(what, what.vm.realm.objectPrototype);
  }

  /** Everything else might be an export of a newer Node, and is reported when it is called; what others put there has an underscore. */
  protected override exports(key: Key): key is string {
    if (!super.exports(key) || /^_|^default$/.test(key)) return false;
    return this.what.vm.realm.objectPrototype.attributesOf(key) < 0;
  }

  override attributesOf(key: Key): number {
    return this.slotOf(key) < 0 && this.exports(key) ? attribute.all : OrdinaryObject.prototype.attributesOf.call(this, key);
  }

  override readOwn(key: Key): NamedSlot | typeof hole {
    const index = this.slotOf(key);
    return index < 0 ? super.readOwn(key) : this.slots[index];
  }

  override deleteOwn(key: Key): boolean {
    const { vm, title } = this.what;
    return this.exports(key) ? vm.notModelled(`deleting \`${title}.${key}\` is not modelled`) : super.deleteOwn(key);
  }

  override ownKeys(): readonly Key[] {
    const others = OrdinaryObject.prototype.ownKeys.call(this);
    const names = exportedNames[this.what.module]?.split(" ") ?? [];
    return [...new Set<Key>([...names, ...others])];
  }
}

export const notModelledModule = (vm: Vm, module: string, load: LoadSource): VObject =>
  new NotModelledModule({ vm, module, title: module.replaceAll("/", "."), load });

/** A function whose every call ends the run. */
export function refusal(vm: Vm, title: string, instead = "put it behind a function that a check can replace"): Value {
  const name = title.slice(title.lastIndexOf(".") + 1);
  const made = makeNative(vm, name, 0, (machine) => machine.notModelled(`\`${title}\` is not modelled: ${instead}`), {
    isConstructor: true,
  });
  made.addNamed("prototype", vm.object(), attribute.writable);
  return made;
}
