import { attribute, type VObject } from "../cell.ts";
import type { VFunction } from "../objects/function.ts";
import { makeObject } from "../objects/make.ts";
import type { OrdinaryObject } from "../objects/ordinary.ts";
import type { Vm } from "../vm.ts";
import { type ConstructorTable, defineAccessors, defineConstants, defineMethods, defineScripts, defineTag } from "./install.ts";

export interface ScriptConstructorTable extends Omit<ConstructorTable, "call"> {
  /** A function expression: it calls back the user's code, and sees `new.target`. */
  readonly source: string;
}

/** Like `defineConstructor`, for a constructor that is written in JavaScript. */
export function defineScriptConstructor(
  vm: Vm,
  table: ScriptConstructorTable,
): { readonly constructor: VFunction; readonly prototype: OrdinaryObject } {
  const constructor = vm.script(table.name, table.length, table.source, { isConstructor: true }) as VFunction;
  if (table.parent !== undefined) constructor.proto = table.parent;
  const prototype = table.prototype ?? makeObject(vm);
  constructor.addNamed("prototype", prototype, 0);
  prototype.addNamed("constructor", constructor, attribute.writable | attribute.configurable);
  defineMethods(vm, constructor, table.statics ?? []);
  defineAccessors(vm, constructor, table.staticAccessors ?? []);
  defineConstants(constructor, table.staticConstants ?? []);
  defineScripts(constructor, table.staticScripts ?? []);
  defineMethods(vm, prototype, table.methods ?? []);
  defineAccessors(vm, prototype, table.accessors ?? []);
  defineConstants(prototype, table.constants ?? []);
  defineScripts(prototype, table.scripts ?? []);
  if (table.tag !== undefined) defineTag(prototype, table.tag);
  vm.realm.define(table.name, constructor);
  vm.realm.define(`${table.name}Prototype`, prototype);
  return { constructor, prototype };
}

/** Functions of a group that only other builtins can name, `$name` in scripts. */
export function defineIntrinsics(
  vm: Vm,
  natives: readonly (readonly [name: string, length: number, call: Parameters<Vm["native"]>[2]])[],
): void {
  for (const [name, length, call] of natives) vm.realm.define(name, vm.native(name, length, call));
}

/** A text of the prelude as properties: `[name, function object]`, for `scripts` of a table. */
export function scripts(
  vm: Vm,
  sources: Readonly<Record<string, readonly [length: number, source: string]>>,
): (readonly [string, VObject])[] {
  return Object.entries(sources).map(([name, [length, source]]) => [name, vm.script(name, length, source)] as const);
}
