import { describeSource } from "../../core/vm/language/describe.ts";
import type { Recorder } from "../machine/recorder.ts";
import type { World, WorldOptions } from "../machine/world.ts";
import type { MachineOptions } from "../payload.ts";
import { named, payloadOf, worldOf } from "../testing/program.ts";

/** What a program of the coverage suite came to on the simulated machine. */
export interface SubjectResult {
  readonly outcome: string;
  readonly log: readonly string[];
}

/** A program of the coverage suite (the body of a function) as a thread, in a world of its own. */
export class Subject {
  readonly world: World;
  #log: readonly string[] = [];

  constructor(
    code: string,
    machine: Partial<MachineOptions>,
    options: Partial<WorldOptions>,
    { others = [], hasHandler = false }: Cast = {},
  ) {
    const payload = payloadOf([{ name: "subject" }, ...others.map((name) => ({ name }))], {
      machine: { quantum: 1_000_000, events: ["timer"], ...machine },
      ...(hasHandler ? { handler: named("onInterrupt") } : {}),
    });
    this.world = worldOf(code, payload, { ...options, recorder: this.#recorder() });
  }

  result(): SubjectResult {
    const { world } = this;
    if (world.notModelled) return { outcome: `not modelled: ${world.notModelled.message}`, log: this.#log };
    const outcome = world.vm.exports().get("outcome")?.();
    return { outcome: typeof outcome === "string" ? outcome : world.toText(outcome), log: this.#log };
  }

  /** Runs to the end, always by the choice that `choose` picks out of so many. */
  finish(choose: (choices: number) => number = () => 0): SubjectResult {
    for (let choices = this.world.choices(); choices > 0 && !this.world.notModelled; choices = this.world.choices())
      this.world.take(choose(choices));
    return this.result();
  }

  get mark(): SubjectMark {
    return { journal: this.world.mark(), log: this.#log };
  }

  /** The log is none of the machine's. */
  undoTo({ journal, log }: SubjectMark): void {
    this.world.undoTo(journal);
    this.#log = log;
  }

  #recorder(): Recorder {
    const nothing = (): void => undefined;
    return {
      step: 0,
      choose: nothing,
      start: nothing,
      access: nothing,
      beginSection: nothing,
      endSection: nothing,
      event: nothing,
      revert: nothing,
      upcall: nothing,
      answer: nothing,
      outside: nothing,
      timer: nothing,
      wait: nothing,
      effect: (_strand, what, text) =>
        void (this.#log = text === "" ? this.#log : [...this.#log, what === "console.log" ? text : `${what}: ${text}`]),
      awaits: nothing,
      suspends: nothing,
      resumes: nothing,
      returned: nothing,
      fail: nothing,
    };
  }
}

export interface SubjectMark {
  readonly journal: number;
  readonly log: readonly string[];
}

interface Cast {
  /** Names of further thread functions. */
  readonly others?: readonly string[];
  readonly hasHandler?: boolean;
}

const settle = `(value) => { outcome = "returned " + describe(value); }, (error) => { outcome = "threw " + describe(error); }`;

/** The program is what the thread `subject` does; `outcome` is the text of what it returns or throws, once it is settled. */
export const threadOf = (program: string, others = ""): string => `${describeSource}
export let outcome = "pending";
async function main() {
${program}
}
export function subject() { return main().then(${settle}); }
${others}`;

/** The program is what the thread does in a section; \`await\` may not stand in it. */
export const sectionOf = (program: string): string => `${describeSource}
export let outcome = "pending";
function main() {
${program}
}
function inSection() {
  $beginSection();
  try { return main(); } finally { $endSection(); }
}
export function subject() { return new Promise((resolve) => resolve(inSection())).then(${settle}); }
export function onInterrupt() { return "restart"; }`;
