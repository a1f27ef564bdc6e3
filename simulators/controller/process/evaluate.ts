import type { Json } from "../../../protocol/json.ts";
import type { VObject } from "../../core/vm/cell.ts";
import { isCallable } from "../../core/vm/objects/function.ts";
import type { Value } from "../../core/vm/value.ts";
import { placed } from "./host.ts";
import { Interned } from "./interned.ts";
import { promiseState } from "../../core/program/promises.ts";
import type { Reconciler } from "./reconciler.ts";
import { placeOfThrown, textOfThrown } from "../../core/program/thrown.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";
import type { Evaluated, WorldData } from "./types.ts";
import { NotPlain, toPlain, toValue } from "./values.ts";

/** Calls of the definition's functions with data. What they change besides their arguments is taken back. */
export class Evaluations {
  readonly #reconciler: Reconciler;
  readonly #interned = new Interned();
  readonly #known = new Map<string, Evaluated>();

  constructor(reconciler: Reconciler) {
    this.#reconciler = reconciler;
  }

  /** @param goBack brings the machine to where its modules have just been evaluated. @throws {ProcessStopped} */
  evaluate(name: string, args: readonly Json[], goBack: () => void): Evaluated {
    const key = `${name} ${args.map((arg) => this.#number(arg)).join(" ")}`;
    const known = this.#known.get(key);
    if (known) return known;
    goBack();
    const { journal } = this.#reconciler.vm;
    const { mark } = journal;
    try {
      const evaluated = this.#call(name, args);
      this.#known.set(key, evaluated);
      return evaluated;
    } finally {
      journal.undoTo(mark);
    }
  }

  #number(arg: Json): string {
    return typeof arg === "object" && arg !== null ? `o${this.#interned.of(arg)}` : JSON.stringify(arg);
  }

  #call(name: string, args: readonly Json[]): Evaluated {
    const reconciler = this.#reconciler;
    const { vm, places } = reconciler;
    reconciler.beginStep();
    const { callee, self } = this.#find(name);
    const takesWorlds = /^(?:desired|invariants\/)/.test(name);
    const isWorld = (index: number): boolean => takesWorlds && (index > 0 || name !== "desired");
    reconciler.worlds = args as unknown as readonly WorldData[];
    const values = args.map((arg, index) => (isWorld(index) ? this.#world(index) : toValue(vm, arg)));
    const stop = reconciler.run(callee, self, values);
    if (stop.kind === "threw") return { kind: "threw", message: textOfThrown(stop.value), ...placed(placeOfThrown(places, stop.value)) };
    const value = stop.kind === "done" ? stop.value : undefined;
    if (promiseState(value) !== "none") return { kind: "threw", message: "TypeError: this function must not be asynchronous" };
    if (takesWorlds) return { kind: "value", value: isTrue(value), args };
    try {
      const after = values.map((argument) => toPlain(argument));
      return value === undefined
        ? { kind: "value", value: null, isUndefined: true, args: after }
        : { kind: "value", value: toPlain(value), args: after };
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error;
      throw new ProcessStopped({
        code: "FL0002",
        message: `\`${name.replaceAll("/", ".")}\`: ${error.message}; states and answers must be plain data`,
      });
    }
  }

  #world(index: number): Value {
    const { registered, vm } = this.#reconciler;
    const make = registered.get("world");
    if (!make) throw new Error("the program has no `faultline/controller`");
    const stop = this.#reconciler.run(make, undefined, [index]);
    if (stop.kind !== "done") throw new Error("a world could not be made");
    return stop.value ?? vm.object();
  }

  #find(name: string): { readonly callee: VObject; readonly self: Value } {
    const [first = "", ...rest] = name.split("/");
    const path = first === "operations" || first === "progress" ? ["external", rest[0] ?? "", first, ...rest.slice(1)] : [first, ...rest];
    if (first === "watches") path.push("requests");
    let self: Value = undefined;
    let value: Value = this.#reconciler.exported(this.#reconciler.options.entry);
    for (const key of path) {
      self = value;
      value = fieldOf(value, key);
    }
    if (!isCallable(value)) throw new ProcessStopped({ code: "FL0002", message: `\`${path.join(".")}\` of the definition is no function` });
    return { callee: value, self };
  }
}

function fieldOf(value: Value, key: string): Value {
  if (typeof value !== "object" || value === null) return undefined;
  const held = value.readOwn(value.kind === "array" ? Number(key) : key);
  return typeof held === "symbol" || (typeof held === "object" && held !== null && !("shape" in held)) ? undefined : held;
}

const isTrue = (value: Value): boolean =>
  value !== undefined && value !== null && value !== false && value !== 0 && value !== "" && !Number.isNaN(value);
