import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { CallAnswer, Evaluated, Process } from "../process/types.ts";
import type { Complaints } from "./complaints.ts";
import type { Server } from "./server.ts";
import { type Left, Minted } from "./minted.ts";
import type { Setup } from "./setup.ts";
import { Table } from "./table.ts";
import { canonicalText } from "./text.ts";

/** States of all external systems together, by number; 0: as they were in the beginning. */
export class Externals {
  /** Ids that they have given out so far. */
  readonly minted = new Minted();
  readonly #setup: Setup;
  readonly #process: Process;
  readonly #server: Server;
  readonly #complaints: Complaints;
  readonly #states = new Table<JsonObject>();
  readonly #operations = new Map<string, Operated>();
  readonly #steps = new Map<number, readonly Progressed[]>();
  readonly #hasProgress: boolean;

  /** @param complaints Told of what the definition's functions do wrong. */
  constructor(setup: Setup, process: Process, server: Server, complaints: Complaints) {
    this.#complaints = complaints;
    this.#setup = setup;
    this.#process = process;
    this.#server = server;
    this.#hasProgress = setup.external.some(({ hasProgress }) => hasProgress);
    this.#number(Object.fromEntries(setup.external.map(({ name, initial }) => [name, initial])));
  }

  stateOf(number: number): JsonObject {
    return this.#states.value(number);
  }

  operate(number: number, system: string, operation: string, args: readonly Json[]): Operated {
    const key = `${number} ${system} ${operation} ${canonicalText(args)}`;
    const known = this.#operations.get(key);
    if (known !== undefined) return known;
    const state = this.stateOf(number);
    const outcome = this.#process.evaluate(`operations/${system}/${operation}`, [state[system] ?? null, ...args]);
    const operated =
      outcome.kind === "threw"
        ? { external: number, answer: this.#server.answer(500, { message: outcome.message }) }
        : {
            external: this.#number({ ...state, [system]: outcome.args[0] ?? null }),
            answer: outcome.isUndefined ? this.#server.answer(204, null) : this.#server.answer(200, outcome.value as JsonObject),
          };
    this.#operations.set(key, operated);
    if (outcome.kind === "value") this.#learn(system, operation, args, state[system] ?? null, outcome);
    return operated;
  }

  #learn(system: string, operation: string, args: readonly Json[], before: Json, outcome: Evaluated & { readonly kind: "value" }): void {
    const left = (of: Evaluated & { readonly kind: "value" }): Left => ({ state: of.args[0] ?? null, answer: of.value });
    this.minted.learn(system, before, left(outcome), (other) => {
      const again = this.#process.evaluate(`operations/${system}/${operation}`, [other, ...args]);
      return again.kind === "value" ? left(again) : undefined;
    });
  }

  /** The steps that the systems would take by themselves now. */
  progress(number: number): readonly Progressed[] {
    if (!this.#hasProgress) return none;
    const known = this.#steps.get(number);
    if (known !== undefined) return known;
    const state = this.stateOf(number);
    const steps = this.#setup.external.flatMap(({ name, hasProgress }): readonly Progressed[] => {
      if (!hasProgress) return [];
      const outcome = this.#process.evaluate(`progress/${name}`, [state[name] ?? null]);
      if (outcome.kind === "threw") {
        this.#complaints.threw(`external.${name}.progress`, outcome, `${name} takes no step`);
        return [];
      }
      const external = this.#number({ ...state, [name]: outcome.args[0] ?? null });
      return external === number ? [] : [{ system: name, external }];
    });
    this.#steps.set(number, steps);
    return steps;
  }

  #number(states: JsonObject): number {
    return this.#states.number(canonicalText(states), states);
  }
}

export interface Operated {
  readonly external: number;
  readonly answer: CallAnswer;
}

export interface Progressed {
  readonly system: string;
  readonly external: number;
}

const none: readonly Progressed[] = [];
