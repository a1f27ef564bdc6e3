import { allBuiltins } from "../builtins/all.ts";
import type { Host } from "../host.ts";
import { createMachine } from "../machine.ts";
import { generatorBuiltins } from "../run/generator-builtins.ts";
import { compileScript } from "../run/script.ts";
import { encodeFunction } from "./encode.ts";

export interface OwnScript {
  readonly text: string;
  /** See `ScriptOptions`. */
  readonly isModule: boolean;
}

/**
 * The scripts of all builtins, and those of simulators. Not the modules of Node's that the machine has: they take five times the room compiled, and few
 * programs import one.
 *
 * @param modules Texts of simulators' modules: function expressions. @param others Other texts of theirs.
 */
export const ownScripts = (modules: readonly string[], others: readonly string[] = []): readonly OwnScript[] => [
  ...[...builtinScripts(), ...others].map((text) => ({ text, isModule: false })),
  ...modules.map((text) => ({ text, isModule: true })),
];

/** See `precompiled`. */
export const precompile = (scripts: readonly OwnScript[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    scripts.map(({ text, isModule }) => [text, JSON.stringify(encodeFunction(compileScript(text, isModule, () => true)))]),
  );

/** Of all groups of builtins: they name their scripts when they are made. */
function builtinScripts(): readonly string[] {
  const machine = createMachine({ now: () => 0, random: () => 0 } as unknown as Host);
  const texts = new Set<string>();
  const script = machine.script.bind(machine);
  machine.script = (name, length, source, options) => {
    if (options?.isModule !== true) texts.add(source);
    return script(name, length, source, options);
  };
  for (const { globals, intrinsics } of [...allBuiltins, generatorBuiltins])
    for (const name of [...globals, ...intrinsics]) machine.realm.value(name);
  return [...texts];
}
