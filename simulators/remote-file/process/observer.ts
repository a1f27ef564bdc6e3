import { isCallable } from "../../core/vm/objects/function.ts";
import type { Value } from "../../core/vm/value.ts";
import type { Site } from "../nodes/site.ts";
import type { World } from "../nodes/world.ts";
import type { ProcessMachine } from "./machine.ts";
import { fromPortable } from "./portable.ts";
import { promiseState } from "../../core/program/promises.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";
import type { Portable, ThrownValue } from "./types.ts";

/** What an observer says. */
export type Observed = { readonly kind: "true" } | { readonly kind: "false" } | { readonly kind: "threw"; readonly thrown: ThrownValue };

/** The instance of the modules in which observers run: on no node. What they change in it is taken back each time. */
export class Observer {
  readonly #machine: ProcessMachine;

  /** @param machine For observers; its modules have been evaluated. */
  constructor(machine: ProcessMachine) {
    this.#machine = machine;
  }

  /**
   * @param name Export that is the observer.
   * @param values Returned so far, by name of the process.
   * @throws {ProcessStopped} What it does is not modelled, or a limit strikes.
   */
  ask(name: string, site: Site, world: World, values: readonly (readonly [process: string, value: Portable])[]): Observed {
    const machine = this.#machine;
    const { journal } = machine.vm;
    const { mark } = journal;
    machine.beginStep(undefined);
    machine.view = { site, world };
    try {
      return this.#call(name, values);
    } finally {
      machine.view = undefined;
      journal.undoTo(mark);
    }
  }

  #call(name: string, values: readonly (readonly [process: string, value: Portable])[]): Observed {
    const machine = this.#machine;
    const { vm } = machine;
    const callee = machine.exported(name);
    if (!isCallable(callee)) throw new ProcessStopped({ code: "FL0002", message: `\`${name}\` is no function` });
    const returned = vm.object();
    for (const [process, value] of values) returned.writeOwn(vm, process, fromPortable(vm, value));
    const stop = machine.run(callee, undefined, [returned]);
    if (stop === "blocked") return machine.stop("an observer cannot wait", undefined);
    if (stop.kind === "threw") return { kind: "threw", thrown: machine.thrown(stop.value) };
    const value = stop.kind === "done" ? stop.value : undefined;
    if (promiseState(value) !== "none") return asynchronous;
    return { kind: isTrue(value) ? "true" : "false" };
  }
}

const asynchronous: Observed = {
  kind: "threw",
  thrown: { message: "TypeError: an observer must not be asynchronous", key: "asynchronous" },
};

const isTrue = (value: Value): boolean =>
  value !== undefined && value !== null && value !== false && value !== 0 && value !== 0n && value !== "" && !Number.isNaN(value);
