import { Accessor, attribute, type VObject } from "../cell.ts";
import { makeNative, makeObject } from "../objects/make.ts";
import type { VFunction } from "../objects/function.ts";
import type { OrdinaryObject } from "../objects/ordinary.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";

/** Name (a well-known symbol: of V8, they are the user's too), number of parameters, function. */
export type Method = readonly [key: string | symbol, length: number, call: NativeFunction];
export type Methods = readonly Method[];
/** Name, getter, setter. */
export type Accessors = readonly (readonly [key: string | symbol, get: NativeFunction, set?: NativeFunction])[];
/** Name, value; not writable, not enumerable, not configurable. */
export type Constants = readonly (readonly [key: string, value: Value])[];

const hidden = attribute.writable | attribute.configurable;

export interface ConstructorTable {
  readonly name: string;
  /** Number of parameters. */
  readonly length: number;
  /** `newTarget` undefined: called without `new`. */
  readonly call: NativeFunction;
  /** Not there: an ordinary object on Object.prototype. */
  readonly prototype?: OrdinaryObject;
  /** The constructor it extends. */
  readonly parent?: VObject;
  readonly statics?: Methods;
  readonly staticAccessors?: Accessors;
  readonly staticConstants?: Constants;
  readonly methods?: Methods;
  readonly accessors?: Accessors;
  readonly constants?: Constants;
  /** `Symbol.toStringTag` of the prototype. */
  readonly tag?: string;
  /** Functions written in JavaScript: added to the prototype. */
  readonly scripts?: Scripts;
  readonly staticScripts?: Scripts;
}

/** Name, function object made elsewhere. */
export type Scripts = readonly (readonly [key: string | symbol, made: VObject])[];

/** Makes a builtin constructor with its prototype, and defines both as intrinsics: "Map" and "MapPrototype". */
export function defineConstructor(
  vm: Vm,
  table: ConstructorTable,
): { readonly constructor: VFunction; readonly prototype: OrdinaryObject } {
  return complete(vm, table, makeNative(vm, table.name, table.length, table.call, { isConstructor: true }));
}

/** Gives a constructor its prototype, and both what the table has for them. */
export function complete(
  vm: Vm,
  table: Omit<ConstructorTable, "call">,
  constructor: VFunction,
): { readonly constructor: VFunction; readonly prototype: OrdinaryObject } {
  const { realm } = vm;
  if (table.parent !== undefined) constructor.proto = table.parent;
  const prototype = table.prototype ?? makeObject(vm);
  constructor.addNamed("prototype", prototype, 0);
  prototype.addNamed("constructor", constructor, hidden);
  defineMethods(vm, constructor, table.statics ?? []);
  defineAccessors(vm, constructor, table.staticAccessors ?? []);
  defineConstants(constructor, table.staticConstants ?? []);
  defineScripts(constructor, table.staticScripts ?? []);
  defineMethods(vm, prototype, table.methods ?? []);
  defineAccessors(vm, prototype, table.accessors ?? []);
  defineConstants(prototype, table.constants ?? []);
  defineScripts(prototype, table.scripts ?? []);
  if (table.tag !== undefined) defineTag(prototype, table.tag);
  realm.define(table.name, constructor);
  realm.define(`${table.name}Prototype`, prototype);
  return { constructor, prototype };
}

/** Makes a namespace such as `Math`, and defines it as an intrinsic. */
export function defineNamespace(vm: Vm, name: string, methods: Methods, constants: Constants = []): OrdinaryObject {
  const object = makeObject(vm);
  defineConstants(object, constants);
  defineMethods(vm, object, methods);
  defineTag(object, name);
  vm.realm.define(name, object);
  return object;
}

/** Makes an object that only other builtins know, such as "%MapIteratorPrototype%" on "%IteratorPrototype%". */
export function definePrototype(vm: Vm, name: string, proto: VObject | null, methods: Methods, tag?: string): OrdinaryObject {
  const object = makeObject(vm, proto);
  defineMethods(vm, object, methods);
  if (tag !== undefined) defineTag(object, tag);
  vm.realm.define(name, object);
  return object;
}

/** Functions that only builtins written in JavaScript can name. */
export function defineIntrinsics(vm: Vm, methods: Methods): void {
  for (const [key, length, call] of methods) vm.realm.define(key as string, makeNative(vm, key as string, length, call));
}

function defineMethods(vm: Vm, object: OrdinaryObject, methods: Methods): void {
  for (const [key, length, call] of methods) object.addNamed(key, makeNative(vm, functionName(key), length, call), hidden);
}

function defineAccessors(vm: Vm, object: OrdinaryObject, accessors: Accessors): void {
  for (const [key, get, set] of accessors) {
    const name = functionName(key);
    const setter = set === undefined ? undefined : makeNative(vm, `set ${name}`, 1, set);
    object.addNamed(key, new Accessor(makeNative(vm, `get ${name}`, 0, get), setter), attribute.configurable | attribute.accessor);
  }
}

function defineConstants(object: OrdinaryObject, constants: Constants): void {
  for (const [key, value] of constants) object.addNamed(key, value, 0);
}

export function defineScripts(object: OrdinaryObject, scripts: Scripts): void {
  for (const [key, made] of scripts) object.addNamed(key, made, hidden);
}

/** An alias, such as `Set.prototype.keys` for `values`: the same function object. */
export function defineAlias(object: OrdinaryObject, key: string | symbol, original: string | symbol): void {
  object.addNamed(key, object.readOwn(original), hidden);
}

export function defineTag(object: OrdinaryObject, tag: string): void {
  object.addNamed(Symbol.toStringTag, tag, attribute.configurable);
}

/** `Symbol.iterator` → "[Symbol.iterator]". */
export function functionName(key: string | symbol | number): string {
  return typeof key === "symbol" ? (key.description === undefined ? "" : `[${key.description}]`) : String(key);
}
