import type { VObject } from "../cell.ts";
import type { VFunction } from "../objects/function.ts";
import type { OrdinaryObject } from "../objects/ordinary.ts";
import type { Vm } from "../vm.ts";
import { complete, type ConstructorTable } from "./install.ts";

export interface ScriptConstructorTable extends Omit<ConstructorTable, "call"> {
  /** A function expression: it calls back the user's code, and sees `new.target`. */
  readonly source: string;
}

/** Like `defineConstructor`, for a constructor that is written in JavaScript. */
export function defineScriptConstructor(
  vm: Vm,
  table: ScriptConstructorTable,
): { readonly constructor: VFunction; readonly prototype: OrdinaryObject } {
  return complete(vm, table, vm.script(table.name, table.length, table.source, { isConstructor: true }) as VFunction);
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
