import { scripts } from "../prelude/scripts.ts";
import type { Builtins } from "../realm.ts";
import { defineNamespace, defineScripts } from "./install.ts";

export const jsonBuiltins: Builtins = {
  globals: ["JSON"],
  intrinsics: [],
  install(vm) {
    const json = defineNamespace(vm, "JSON", []);
    defineScripts(json, scripts(vm, "JSON"));
  },
};
