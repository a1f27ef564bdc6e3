import { attribute, type NamedSlot, type VObject } from "../cell.ts";
import { isObject, isSameValue, toKey, toObject } from "../convert.ts";
import type { VArray } from "../objects/array.ts";
import { makeObject, prototypeFor } from "../objects/make.ts";
import { createProperty, keyValue } from "../property.ts";
import type { Builtins } from "../realm.ts";
import { type Value, whole } from "../value.ts";
import type { ErrorName, NativeFunction, Vm } from "../vm.ts";
import { shown } from "./shown.ts";
import { defineConstructor, defineIntrinsics, type Methods } from "./install.ts";
import { objectDescriptors } from "./object-descriptors.ts";
import { objectListings } from "./object-listings.ts";
import { objectIntegrity } from "./object-integrity.ts";
import { changePrototype } from "./change-prototype.ts";
import { legacyAccessors, protoAccessor } from "./object-legacy.ts";

/** What the functions below written in JavaScript use. */
const helpers: Methods = [
  ["$throwError", 2, (vm, _, [name, message]) => vm.fail(name as ErrorName, message as string)],
  ["$showValue", 1, (_, __, [value]) => shown(value)],
  ["$entryKey", 1, (vm, _, [value]) => keyValue(toKey(vm, value))],
  ["$addProperty", 3, (vm, _, [object, key, value]) => createProperty(vm, object as VObject, toKey(vm, key), value)],
  ["$pushItem", 2, pushItem],
];

export { shown };

export const objectBuiltins: Builtins = {
  globals: ["Object"],
  intrinsics: ["$objectToString", ...helpers.map(([name]) => name as string)],
  install: (vm) => {
    const { prototype } = defineConstructor(vm, {
      name: "Object",
      length: 1,
      call: objectConstructor,
      prototype: vm.realm.objectPrototype,
      statics: [...statics, ...objectDescriptors, ...objectListings, ...objectIntegrity],
      staticScripts: [
        ["fromEntries", vm.script("fromEntries", 1, fromEntries)],
        ["groupBy", vm.script("groupBy", 2, groupBy)],
      ],
      methods: [...methods, ...legacyAccessors],
      accessors: [protoAccessor],
    });
    vm.realm.define("$objectToString", prototype.readOwn("toString") as Value);
    defineIntrinsics(vm, helpers);
  },
};

function pushItem(vm: Vm, _: Value, [array, item]: readonly Value[]): Value {
  const { elements } = array as VArray;
  vm.touch(array as VArray, whole, "write");
  vm.journal.save(elements, "length");
  elements.push(item);
  return undefined;
}

const objectConstructor: NativeFunction = (vm, _, [value], newTarget) => {
  const isSubclass = newTarget !== undefined && newTarget !== vm.realm.intrinsic("Object");
  if (isSubclass) return makeObject(vm, prototypeFor(vm, newTarget, "ObjectPrototype"));
  return value === undefined || value === null ? makeObject(vm) : toObject(vm, value);
};

const statics: Methods = [
  ["is", 2, (_, __, [a, b]) => isSameValue(a, b)],
  [
    "getPrototypeOf",
    1,
    (vm, _, [value]) => {
      const object = toObject(vm, value);
      vm.touch(object, "__proto__", "read");
      return object.proto;
    },
  ],
  [
    "setPrototypeOf",
    2,
    (vm, _, [value, proto]) => {
      if (value === undefined || value === null) return vm.fail("TypeError", "Object.setPrototypeOf called on null or undefined");
      if (proto !== null && !isObject(proto))
        return vm.fail("TypeError", `Object prototype may only be an Object or null: ${shown(proto)}`);
      if (isObject(value)) changePrototype(vm, value, proto);
      return value;
    },
  ],
  [
    "hasOwn",
    2,
    (vm, _, [value, key]) => {
      const object = toObject(vm, value);
      const name = toKey(vm, key);
      object.touchOwn(vm, name, "read");
      return object.attributesOf(name) >= 0;
    },
  ],
];

const methods: Methods = [
  [
    "hasOwnProperty",
    1,
    (vm, thisValue, [key]) => {
      const name = toKey(vm, key);
      const object = toObject(vm, thisValue);
      object.touchOwn(vm, name, "read");
      return object.attributesOf(name) >= 0;
    },
  ],
  [
    "isPrototypeOf",
    1,
    (vm, thisValue, [value]) => {
      if (!isObject(value)) return false;
      const object = toObject(vm, thisValue);
      for (let proto = value.proto; proto !== null; proto = proto.proto) if (proto === object) return true;
      return false;
    },
  ],
  [
    "propertyIsEnumerable",
    1,
    (vm, thisValue, [key]) => {
      const name = toKey(vm, key);
      const object = toObject(vm, thisValue);
      object.touchOwn(vm, name, "read");
      const attributes = object.attributesOf(name);
      return attributes >= 0 && (attributes & attribute.enumerable) !== 0;
    },
  ],
  ["toLocaleString", 0, (vm, thisValue) => vm.call(vm.get(toObject(vm, thisValue), "toString"), thisValue, [])],
  ["toString", 0, (vm, thisValue) => `[object ${tagOf(vm, thisValue)}]`],
  ["valueOf", 0, (vm, thisValue) => toObject(vm, thisValue)],
];

const builtinTags: Readonly<Record<string, string>> = {
  array: "Array",
  arguments: "Arguments",
  function: "Function",
  error: "Error",
  date: "Date",
  regexp: "RegExp",
};

function tagOf(vm: Vm, value: Value): string {
  if (value === undefined) return "Undefined";
  if (value === null) return "Null";
  const object = toObject(vm, value);
  const tag = vm.get(object, Symbol.toStringTag);
  if (typeof tag === "string") return tag;
  if (object.kind === "wrapper") return { string: "String", number: "Number", boolean: "Boolean" }[wrappedType(object)] ?? "Object";
  return builtinTags[object.kind] ?? "Object";
}

function wrappedType(object: object): string {
  return typeof (object as { readonly value?: NamedSlot }).value;
}

const fromEntries = `function (iterable) {
  if (iterable === undefined || iterable === null) $throwError("TypeError", \`\${iterable} is not iterable\`);
  const result = {};
  for (const entry of iterable) {
    if (entry === null || (typeof entry !== "object" && typeof entry !== "function")) $throwError("TypeError", \`Iterator value \${$showValue(entry)} is not an entry object\`);
    $addProperty(result, entry[0], entry[1]);
  }
  return result;
}`;

const groupBy = `function (items, callback) {
  if (typeof callback !== "function") $throwError("TypeError", \`\${$showValue(callback)} is not a function\`);
  const result = { __proto__: null };
  let index = 0;
  for (const item of items) {
    const key = $entryKey(callback(item, index));
    index += 1;
    if (key in result) $pushItem(result[key], item);
    else $addProperty(result, key, [item]);
  }
  return result;
}`;
