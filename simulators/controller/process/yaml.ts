// The library that the client itself uses.
import { CORE_SCHEMA, DEFAULT_SCHEMA, dump, type DumpOptions, load, loadAll, type LoadOptions, YAMLException } from "js-yaml";
import { attribute, type VObject } from "../../core/vm/cell.ts";
import { VDate } from "../../core/vm/builtins/date.ts";
import { VArray } from "../../core/vm/objects/array.ts";
import { isCallable } from "../../core/vm/objects/function.ts";
import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import { canonicalKey, type Value } from "../../core/vm/value.ts";
import type { NativeFunction, Vm } from "../../core/vm/vm.ts";

/**
 * `$loadYaml(text, isAll, options, generation, date)`: the document of a text, or a list of all. From 2.0 on the client has js-yaml 5, which knows neither
 * times nor merges unless told, and wants a document to be there.
 */
export const loadYaml =
  (dateOf: (vm: Vm, time: Value) => Value): NativeFunction =>
  (vm, _this, [text, isAll, options, generation]) => {
    const source = String(typeof text === "object" ? "" : text);
    if (source.length > 4096) vm.charge(source.length * 8);
    const read = readOptions(vm, options, ["filename", "json"]) as LoadOptions;
    const given: LoadOptions = { ...read, schema: generation === 2 ? CORE_SCHEMA : DEFAULT_SCHEMA };
    const made = new Map<object, Value>();
    return asYamlDoes(vm, () => {
      const found: unknown = isAll === true ? loadAll(source, undefined, given) : load(source, given);
      if (found === undefined && generation === 2) throw new YAMLException("expected a document, but the input is empty");
      return fromHost(vm, found, made, dateOf);
    });
  };

/** `$dumpYaml(value, options)`: the text of a value. */
export const dumpYaml: NativeFunction = (vm, _this, [value, options]) => {
  const given = readOptions(vm, options, dumpNames) as DumpOptions;
  return asYamlDoes(vm, () => {
    const text = dump(toHost(vm, value, new Map()), given);
    if (text.length > 4096) vm.charge(text.length);
    return text;
  });
};

const dumpNames = [
  "indent",
  "noArrayIndent",
  "skipInvalid",
  "flowLevel",
  "sortKeys",
  "lineWidth",
  "noRefs",
  "noCompatMode",
  "condenseFlow",
  "quotingType",
  "forceQuotes",
];

/** Those that are plain data; schemas and functions are not followed. */
function readOptions(vm: Vm, options: Value, names: readonly string[]): Readonly<Record<string, Value>> {
  if (!(options instanceof OrdinaryObject)) return {};
  const given = options.ownKeys().map((key) => [String(key), vm.get(options, key)] as const);
  const strange = given.find(([name, value]) => !names.includes(name) || (typeof value === "object" && value !== null));
  if (strange) vm.notModelled(`the option \`${strange[0]}\` for YAML is not modelled: leave it out`);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** An exception of the library's becomes one of the program's. */
function asYamlDoes(vm: Vm, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const thrown = vm.error("Error", error.message) as OrdinaryObject;
    thrown.addNamed("name", "YAMLException", attribute.all);
    thrown.addNamed("reason", error.reason, attribute.all);
    return vm.throwValue(thrown);
  }
}

/** An object that is named twice is one. */
function fromHost(vm: Vm, found: unknown, made: Map<object, Value>, dateOf: (vm: Vm, time: Value) => Value): Value {
  if (typeof found !== "object" || found === null) return found as Value;
  const before = made.get(found);
  if (before !== undefined) return before;
  if (found instanceof Date) return dateOf(vm, found.getTime());
  if (ArrayBuffer.isView(found)) return vm.notModelled("`!!binary` in YAML is not modelled: decode the text in the program");
  if (Array.isArray(found)) {
    const array = vm.array([]) as VArray;
    made.set(found, array);
    for (const [index, item] of found.entries()) array.writeOwn(vm, index, fromHost(vm, item, made, dateOf));
    return array;
  }
  const object = vm.object();
  made.set(found, object);
  for (const [key, value] of Object.entries(found)) object.writeOwn(vm, canonicalKey(key), fromHost(vm, value, made, dateOf));
  return object;
}

/** Classes are written as plain objects are, by their own enumerable properties. */
function toHost(vm: Vm, value: Value, made: Map<VObject, object>): unknown {
  if (!(value instanceof OrdinaryObject)) return value;
  const before = made.get(value);
  if (before !== undefined) return before;
  if (value instanceof VDate) return new Date(value.time);
  if (isCallable(value)) return () => undefined;
  value.touchAll(vm, "read");
  if (value instanceof VArray) {
    const list: unknown[] = [];
    made.set(value, list);
    for (let index = 0; index < value.length; index += 1) list.push(toHost(vm, vm.get(value, index), made));
    return list;
  }
  if (value.kind !== "object") return vm.notModelled(`a ${value.kind} as YAML is not modelled: make a plain object of it`);
  const object: Record<string, unknown> = {};
  made.set(value, object);
  for (const key of value.ownKeys()) {
    if (typeof key === "symbol" || (value.attributesOf(key) & attribute.enumerable) === 0) continue;
    Object.defineProperty(object, String(key), { value: toHost(vm, vm.get(value, key), made), enumerable: true });
  }
  return object;
}
