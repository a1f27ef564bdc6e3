import { absentMark, arrayIntrinsics } from "../builtins/array-intrinsics.ts";
import { jsonIntrinsics } from "../builtins/json-intrinsics.ts";
import { regexpIntrinsics } from "../builtins/regexp-intrinsics.ts";
import { stringIntrinsics } from "../builtins/string-intrinsics.ts";
import type { Methods } from "../builtins/install.ts";
import { reflectApply } from "../builtins/reflect.ts";
import { makeNative } from "../objects/make.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import { helperNames, scripts } from "./scripts.ts";

const natives: Methods = [["$apply", 3, reflectApply], ...arrayIntrinsics, ...stringIntrinsics, ...regexpIntrinsics, ...jsonIntrinsics];

const constants: Readonly<Record<string, Value>> = {
  $absent: absentMark,
  $symbolIterator: Symbol.iterator,
  $symbolAsyncIterator: Symbol.asyncIterator,
  $symbolReplace: Symbol.replace,
  $symbolMatch: Symbol.match,
  $symbolMatchAll: Symbol.matchAll,
  $symbolSearch: Symbol.search,
  $symbolSplit: Symbol.split,
};

/** What only the prelude can name. */
export const preludeBuiltins: Builtins = {
  globals: [],
  intrinsics: [...natives.map(([name]) => name as string), ...Object.keys(constants), ...helperNames],
  install(vm) {
    const { realm } = vm;
    for (const [name, length, call] of natives) realm.define(name as string, makeNative(vm, name as string, length, call));
    for (const [name, value] of Object.entries(constants)) realm.define(name, value);
    for (const [name, made] of scripts(vm, "$")) realm.define(name as string, made);
  },
};
