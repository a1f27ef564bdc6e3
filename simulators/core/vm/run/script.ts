import type { FunctionCode } from "../code.ts";
import { compileModule } from "../compile/compile.ts";
import { decodeFunction } from "../precompiled/decode.ts";
import { precompiledOf } from "../precompiled/find.ts";
import type { Realm } from "../realm.ts";
import { ScriptFunction } from "./calls.ts";
import { copyCode } from "./copy-code.ts";
import { link } from "./link.ts";
import type { ScriptOptions } from "../vm.ts";
import type { Runner } from "./runner.ts";

/** A function of the prelude, as text until it is called. */
export class Script extends ScriptFunction {
  readonly #realm: Realm;
  readonly #source: string;
  readonly #isModule: boolean;
  #compiled: FunctionCode | undefined;

  constructor(m: Runner, name: string, length: number, source: string, { isConstructor = false, isModule = false }: ScriptOptions = {}) {
    super(m.nextId(), m.realm.functionPrototype, m.realm.functionShape, [length, name], { isConstructor, nativeName: name });
    this.#realm = m.realm;
    this.#source = source;
    this.#isModule = isModule;
  }

  compiled(): FunctionCode {
    this.#compiled ??= this.#compile();
    return this.#compiled;
  }

  #compile(): FunctionCode {
    const encoded = precompiledOf(this.#source);
    if (encoded !== undefined) return decodeFunction(encoded);
    let template = templates.get(this.#source);
    if (template === undefined) {
      template = compileScript(this.#source, this.#isModule, (name) => this.#realm.has(name));
      templates.set(this.#source, template);
    }
    return link(copyCode(template));
  }
}

/** By text. Every machine runs a copy, because instructions remember what they have met. */
const templates = new Map<string, FunctionCode>();

/**
 * The function that a text is the expression of.
 *
 * @param isModule See `ScriptOptions`.
 * @param isIntrinsic Is this free name, with "$", an intrinsic's?
 */
export function compileScript(source: string, isModule: boolean, isIntrinsic: (name: string) => boolean): FunctionCode {
  const { code } = compileModule(`(${source});`, "", { isOurs: true, namesCalls: isModule, isIntrinsic });
  const made = code.instructions.find((instruction) => instruction.name === "closure");
  if (made === undefined) throw new Error(`this is no function expression: ${source.slice(0, 100)}`);
  return made.constant as FunctionCode;
}
