import type { FunctionCode } from "../code.ts";
import { compileModule } from "../compile/compile.ts";
import type { Realm } from "../realm.ts";
import { ScriptFunction } from "./calls.ts";
import { copyCode } from "./copy-code.ts";
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
    const known = templates.get(this.#source);
    if (known !== undefined) return link(copyCode(known));
    const { code } = compileModule(`(${this.#source});`, this.nativeName, { isOurs: true, isIntrinsic: (name) => this.#realm.has(name) });
    const made = code.instructions.find(({ name }) => name === "closure");
    if (made === undefined) throw new Error(`${this.nativeName} is no function expression`);
    templates.set(this.#source, made.constant as FunctionCode);
    return link(copyCode(made.constant as FunctionCode));
  }
}

/** By text. Every machine runs a copy, because instructions remember what they have met. */
const templates = new Map<string, FunctionCode>();
