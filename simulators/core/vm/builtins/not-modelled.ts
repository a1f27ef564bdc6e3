import type { VObject } from "../cell.ts";
import { makeNative } from "../objects/make.ts";
import type { Builtins } from "../realm.ts";
import type { Vm } from "../vm.ts";
import { defineNamespace, defineScripts } from "./install.ts";

/** Constructors that newer versions of Node have. */
const newer = "AsyncDisposableStack DisposableStack";
const webAssembly = "CompileError Exception Global Instance LinkError Memory Module RuntimeError Table Tag compile instantiate validate";

/** Builtins of the language's world whose every use ends the run. */
export const notModelledBuiltins: Builtins = {
  globals: ["Proxy", "WebAssembly", ...newer.split(" ")],
  intrinsics: [],
  install(vm) {
    defineRefusals(vm, "WebAssembly", webAssembly, "only JavaScript is run");
    for (const name of newer.split(" ")) vm.realm.define(name, refusal(vm, name, 0, `${name} is not modelled`));
    const proxy = refusal(vm, "Proxy", 2, "Proxy is not modelled; use getters and setters, or a class");
    defineScripts(proxy, [["revocable", refusal(vm, "revocable", 2, "Proxy.revocable is not modelled")]]);
    vm.realm.define("Proxy", proxy);
  },
};

function defineRefusals(vm: Vm, namespace: string, names: string, advice: string): void {
  const object = defineNamespace(vm, namespace, []);
  const made = names
    .split(" ")
    .map((name): readonly [string, VObject] => [name, refusal(vm, name, 0, `${namespace}.${name} is not modelled; ${advice}`)]);
  defineScripts(object, made);
}

const refusal = (vm: Vm, name: string, length: number, message: string) =>
  makeNative(vm, name, length, (machine) => machine.notModelled(message), { isConstructor: true });
