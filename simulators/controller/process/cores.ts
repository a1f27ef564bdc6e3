import { moduleOf } from "../../core/vm/host-modules/index.ts";
import type { Machine } from "../../core/vm/machine.ts";
import { text as clientNode } from "../assets/client-node-core.ts";
import { text as controller } from "../assets/controller-core.ts";

/** What the modules that programs are bundled with take their exports from (see ../module.ts): texts of `in-machine`. */
const cores: Readonly<Record<string, string>> = { "@kubernetes/client-node": clientNode, "faultline/controller": controller };

/** The texts, for a build that compiles them. */
export const coreTexts: readonly string[] = Object.values(cores);

/** Whoever imports `host:<module>` gets its core. */
export function installCores({ realm }: Machine): void {
  for (const [name, text] of Object.entries(cores)) realm.hostModules.set(`host:${name}`, (vm) => moduleOf(vm, name, text));
}

/** Evaluates the cores that a program imports, before it: they tell the process of themselves. */
export function loadCores(vm: Machine, code: string): void {
  for (const name of Object.keys(cores)) if (code.includes(`from "host:${name}"`)) vm.importedModule(`host:${name}`);
}
