import { unlimited } from "../../../core/budget.ts";
import type { Program } from "../../../core/simulator.ts";
import type { Payload } from "../../payload.ts";
import { Findings, search } from "../search.ts";
import { createStage, type Stage, withCrashes } from "../stage.ts";
import type { Properties, RecordedRun } from "../types.ts";

/** How a scenario is searched for comparison. */
export interface Way {
  readonly crashes: number;
  readonly preemptions: number;
  /** Every move is tried, also where it makes no difference. */
  readonly isPlain?: boolean;
  /** Every run is walked to its end, also from states that are known. */
  readonly isStateless?: boolean;
  /** Nothing is left out of a loop that only waits. */
  readonly hasAllRounds?: boolean;
}

export interface Ends {
  /** What came of the processes and the files, in words. */
  readonly outcomes: readonly string[];
  readonly states: number;
  readonly transitions: number;
  readonly stage: Stage;
  /** The first run of each outcome. */
  readonly runs: ReadonlyMap<string, RecordedRun>;
}

/** All ends that runs of a scenario have. @throws {Error} There are too many. */
export function endsOf(program: Program, payload: Payload, { crashes, preemptions, isPlain, isStateless, hasAllRounds }: Way): Ends {
  let learnt = { readsClock: false, clearsTimers: false };
  for (;;) {
    const base = withCrashes(createStage(program, payload, unlimited(), learnt), crashes);
    const stage: Stage = { ...base, isPlain: isPlain === true, hasAllRounds: hasAllRounds === true };
    const runs = new Map<string, RecordedRun>();
    const properties: Properties = {
      ...noProperties,
      ending(run) {
        const text = outcomeText(run);
        if (!runs.has(text)) runs.set(text, run);
        return [];
      },
    };
    const setup = { payload, site: stage.site, path: "main.ts" };
    const searched = search(stage, {
      properties,
      setup,
      preemptions,
      budget: unlimited({ maxStates: 100_000 }),
      findings: new Findings(),
      isStateless: isStateless === true,
    });
    if (searched.limit) throw new Error("too many states for a test");
    if (!searched.hasLearnt) {
      const { states, transitions } = searched;
      return { outcomes: [...runs.keys()].sort(), states, transitions, stage, runs };
    }
    learnt = { ...stage.learnt };
  }
}

/** Nothing is a fault. */
export const noProperties: Properties = {
  createInspector: () => ({ step: () => {}, mark: () => 0, undoTo: () => {}, candidates: () => [] }),
  ending: () => [],
  judge: () => [],
};

export function outcomeText({ outcomes, files }: RecordedRun): string {
  const ends = outcomes.map((outcome) => {
    switch (outcome.kind) {
      case "returned":
        return outcome.value.text;
      case "threw":
        return outcome.thrown.code ?? outcome.thrown.message;
      case "exited":
        return `exit ${outcome.code}`;
      case "crashed":
      case "waiting":
        return outcome.kind;
    }
  });
  return `${ends.join(" | ")} # ${files.map(([path, bytes]) => `${path} ${[...bytes].join(",")}`).join(" ")}`;
}
