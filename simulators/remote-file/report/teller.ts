import type { World } from "../nodes/world.ts";
import { nodeOf } from "../nodes/site.ts";
import { startWorld } from "../nodes/start.ts";
import { historyOf } from "../properties/about.ts";
import { type Area, type FileRange, type History, type Part, pathOf, type Work } from "../properties/history.ts";
import type { Occurrence, ProcessOutcome, RecordedRun, Setup } from "../verify/types.ts";
import { shown } from "./values.ts";

/** What is needed to tell a run. */
export class Teller {
  readonly setup: Setup;
  readonly run: RecordedRun;
  readonly history: History;
  /** The nodes as they started. */
  readonly initial: World;
  readonly #parts: ReadonlyMap<number, Part>;

  constructor(setup: Setup, run: RecordedRun) {
    this.setup = setup;
    this.run = run;
    this.history = historyOf(run);
    this.#parts = new Map(this.history.parts.map((part) => [part.moment, part]));
    this.initial = startWorld(setup.site).world;
  }

  process(number: number): string {
    return this.setup.site.processes[number]?.name ?? `process ${number}`;
  }

  node(number: number): string {
    return nodeOf(this.setup.site, number).name;
  }

  /** Path of the file that a call is about. */
  pathOf(occurrence: Occurrence): string {
    const made = this.history.call(occurrence);
    return (made && pathOf(made)) ?? "a file";
  }

  /** A part of a file, of which some work moves it; undefined: the size word. */
  rangeOf(work: Work, area: Area): FileRange | undefined {
    const range = work.range;
    if (!range) return undefined;
    const from = range.from + area.address - work.address;
    return { path: range.path, from, to: from + area.length };
  }

  /** The last work that had these numbers before a moment. */
  workAt(moment: number, { qpn, wrId }: { readonly qpn: number; readonly wrId: number }): Work | undefined {
    return this.history.works.findLast((work) => work.moment <= moment && work.qpn === qpn && work.wrId === wrId);
  }

  partAt(moment: number): Part | undefined {
    return this.#parts.get(moment);
  }

  /** `returns 500`, `ends with Error: …`. @param longest Characters of the value. */
  outcome(process: number, outcome: ProcessOutcome | undefined, longest?: number): string {
    switch (outcome?.kind) {
      case undefined:
      case "waiting":
        return "never ends";
      case "returned":
        return outcome.value.text === "undefined" || this.setup.payload.processes[process]?.isModule
          ? "is done"
          : `returns ${shown(outcome.value.text, longest)}`;
      case "threw":
        return `ends with ${shown(outcome.thrown.message, longest)}`;
      case "exited":
        return `ends itself with ${outcome.code}`;
      case "crashed":
        return "has crashed";
    }
  }
}
