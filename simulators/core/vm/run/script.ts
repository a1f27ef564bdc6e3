import type { FunctionCode } from "../code.ts";
import { compileModule } from "../compile/compile.ts";
import type { Realm } from "../realm.ts";
import { ScriptFunction } from "./calls.ts";
import { link } from "./link.ts";
import type { Runner } from "./runner.ts";

/** A function of the prelude, as text until it is called. */
export class Script extends ScriptFunction {
  readonly #realm: Realm;
  readonly #source: string;
  #compiled: FunctionCode | undefined;

  constructor(m: Runner, name: string, length: number, source: string, isConstructor: boolean) {
    super(m.nextId(), m.realm.functionPrototype, m.realm.functionShape, [length, name], { isConstructor, nativeName: name });
    this.#realm = m.realm;
    this.#source = source;
  }

  compiled(): FunctionCode {
    this.#compiled ??= this.#compile();
    return this.#compiled;
  }

  #compile(): FunctionCode {
    const { code } = compileModule(`(${this.#source});`, this.nativeName, { isOurs: true, isIntrinsic: (name) => this.#realm.has(name) });
    const made = code.instructions.find(({ name }) => name === "closure");
    if (made === undefined) throw new Error(`${this.nativeName} is no function expression`);
    return link(made.constant as FunctionCode);
  }
}
