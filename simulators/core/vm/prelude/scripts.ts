import type { VObject } from "../cell.ts";
import { functionName, type Scripts } from "../builtins/install.ts";
import type { Vm } from "../vm.ts";
import { arrayPrelude } from "./array.ts";
import { jsonPrelude } from "./json.ts";
import type { Prelude, PreludeFunction } from "./prelude.ts";
import { sortPrelude } from "./sort.ts";
import { stringPrelude } from "./string.ts";

const preludes: readonly Prelude[] = [arrayPrelude, sortPrelude, stringPrelude, jsonPrelude];

/** The functions of the prelude that are properties of `holder`: "Array.prototype". Their texts are compiled when they are called first. */
export function scripts(vm: Vm, holder: string): Scripts {
  return preludes.flatMap((prelude) => Object.entries(prelude[holder] ?? {}).map(([name, made]) => script(vm, keyOf(name), made)));
}

/** Names of the helpers that only the prelude knows. */
export const helperNames: readonly string[] = preludes.flatMap((prelude) => Object.keys(prelude["$"] ?? {}));

function script(vm: Vm, key: string | symbol, [length, source]: PreludeFunction): readonly [string | symbol, VObject] {
  return [key, vm.script(functionName(key), length, source)];
}

/** "@@replace" → `Symbol.replace`. */
function keyOf(name: string): string | symbol {
  return name.startsWith("@@") ? ((Symbol as unknown as Readonly<Record<string, symbol>>)[name.slice(2)] as symbol) : name;
}
