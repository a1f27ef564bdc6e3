import { attribute, type VObject } from "../cell.ts";
import { isCallable } from "../objects/function.ts";
import { makeObject } from "../objects/make.ts";
import type { Key, Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { assets } from "./assets/all.ts";
import { notModelledModule } from "./not-modelled.ts";

/** Names of modules of Node's that the machine has (without `node:`), and the source that they come from. */
const sources: Readonly<Record<string, string>> = {
  assert: "assert",
  "assert/strict": "assert-strict",
  async_hooks: "async-hooks",
  buffer: "buffer",
  console: "console",
  constants: "constants",
  crypto: "crypto",
  diagnostics_channel: "diagnostics-channel",
  events: "events",
  os: "os",
  path: "path",
  "path/posix": "path",
  perf_hooks: "performance",
  process: "process",
  querystring: "querystring",
  stream: "stream",
  "stream/promises": "stream-promises",
  string_decoder: "string-decoder",
  sys: "util",
  timers: "timers",
  "timers/promises": "timers-promises",
  url: "url",
  util: "util",
  "util/types": "util-types",
};

/** Not of Node's: only modules of ours, and bundles, can name them. */
const ownSources: Readonly<Record<string, string>> = {
  "call-sites": "call-sites",
  encoding: "encoding",
  require: "require",
  "web-events": "web-events",
  "web-url": "web-url",
};

/** Modules of Node's whose every call is reported where it is. */
const refused =
  "child_process cluster dgram dns dns/promises domain fs fs/promises http http2 https inspector inspector/promises module net " +
  "path/win32 punycode readline readline/promises repl sea sqlite stream/consumers stream/web test tls trace_events tty v8 vm wasi worker_threads zlib";

/** What `import … from "host:name"` gets, by `host:name`; each is made when it is asked for. */
export const hostModules: ReadonlyMap<string, (vm: Vm) => VObject> = new Map([
  ...Object.entries({ ...sources, ...ownSources }).map(([name, source]) => [`host:${name}`, (vm: Vm) => load(vm, source)] as const),
  ...refused.split(" ").map((name) => [`host:${name}`, (vm: Vm) => notModelledModule(vm, name, load)] as const),
]);

/** Names of all modules of Node's that there are, without `node:`. */
const publicNames: ReadonlySet<string> = new Set([...Object.keys(sources), ...refused.split(" ")]);

/** Those that are only known with `node:` before their names. */
const prefixed: ReadonlySet<string> = new Set(["sea", "sqlite", "test"]);

/** Is it a module of Node's by the name that a program has for it? */
export const isNodeModule = (specifier: string): boolean => {
  const name = specifier.replace(/^node:/, "");
  return publicNames.has(name) && (specifier !== name || !prefixed.has(name));
};

/** What `require` gives of a module of Node's. */
export const requiredModule = (vm: Vm, specifier: string): Value =>
  vm.get(vm.importedModule(`host:${specifier.replace(/^node:/, "")}`), "default");

/** The exports of a source, as the properties of one object; the same one for everybody. */
export function load(vm: Vm, source: string): VObject {
  const text = assets[source];
  if (text === undefined) throw new Error(`there is no host module ${source}`);
  return moduleOf(vm, source, text);
}

/** The same of a text: a function expression that answers the exports. @param source Its name, once in a machine. */
export function moduleOf(vm: Vm, source: string, text: string): VObject {
  const { realm } = vm;
  const name = `%module ${source}`;
  if (realm.has(name)) return realm.intrinsic(name);
  return realm.inBeginning(() => {
    const exports = vm.call(vm.script(source, 0, text, { isModule: true }), undefined, []) as VObject;
    const namespace = makeObject(vm, null);
    for (const key of exports.ownKeys()) {
      if (key === "__esModule") continue;
      const value = vm.get(exports, key);
      rename(value, key);
      namespace.addNamed(key, value, attribute.writable | attribute.enumerable);
    }
    realm.define(name, namespace);
    return namespace;
  });
}

/** The bundler numbers functions that share a name: what is exported as `Buffer` is called so. */
function rename(value: Value, key: Key): void {
  if (!isCallable(value)) return;
  const name = value.readOwn("name");
  if (name === key || typeof name !== "string" || !/^\w+\d$/.test(name)) return;
  value.defineOwn("name", { value: String(key), writable: false, enumerable: false, configurable: true });
}

/** What one module of ours asks for another by. */
export function requireModule(vm: Vm, specifier: string): VObject {
  const name = specifier.replace(/^host:/, "");
  const source = sources[name] ?? ownSources[name];
  return source === undefined ? notModelledModule(vm, specifier, load) : load(vm, source);
}
