import type { Json } from "../../../protocol/json.ts";
import type { Trace } from "../../../protocol/trace.ts";
import type { Scenario } from "../../core/simulator.ts";
import { VObject } from "../../core/vm/cell.ts";
import { inspect } from "../../core/vm/inspect.ts";
import type { Failure } from "../machine/failure.ts";
import type { Sharing } from "../machine/sharing.ts";
import type { World } from "../machine/world.ts";
import { follow, isSame, type Stage, worldAtStart } from "../verify/replay.ts";
import type { Places } from "../../core/places.ts";
import { Tape } from "./tape.ts";
import { titleOf } from "./titles.ts";
import type { Recording } from "./recording.ts";
import { traceBody } from "./trace.ts";

/** Runs choices once more, from the start, and records what happens. Throws if they do not fail as they should: nothing is shown that was not seen again.
 * The recording is good until the next one of the same stage. */
export function recordRun(
  stage: Stage,
  sharing: Sharing,
  places: Places,
  choices: readonly number[],
  { failure, loop }: { readonly failure?: Failure; readonly loop?: number },
): Recording {
  const tape = new Tape({ json: (value) => inspect(value), content: (cell) => (cell instanceof VObject ? inspect(cell) : null) });
  const world = worldAtStart(stage, sharing, tape);
  tape.world = world;
  const run = follow(world, choices, failure);
  tape.finish();
  if (failure && loop === undefined && !run.failure) throw new Error(`${failure.code}: a recorded run does not fail`);
  const seen = tape.events.findLast(({ what }) => what.kind === "fail" && failure !== undefined && isSame(what.failure, failure))?.what;
  const told = seen?.kind === "fail" ? seen.failure : failure && loop !== undefined ? atEnd(world, places, failure) : failure;
  return {
    world,
    tape,
    places,
    choices,
    firstSwitch: run.firstSwitch,
    ...(told ? { failure: told } : {}),
    ...(loop === undefined ? {} : { loop }),
  };
}

/** Of a loop nothing is told while it runs: to blame is the thread that goes round, where it is. */
function atEnd(world: World, places: Places, failure: Failure): Failure {
  const strand = failure.strand >= 0 ? failure.strand : world.state.last;
  if (strand < 0 || strand >= world.threadCount) return failure;
  const stack = world.strand(strand).task.top === undefined ? [] : world.vm.stack(world.strand(strand).task);
  return { ...failure, strand, offset: stack.find(({ offset }) => places.span(offset))?.offset ?? -1 };
}

export function makeTrace(scenario: Scenario, stage: Stage, recording: Recording, sharing: Sharing): Trace {
  const { failure } = recording;
  const body = traceBody(recording);
  const title = failure ? titleOf(recording.world, recording.tape, failure) : witnessTitle(recording);
  return {
    schema: "faultline-trace/1",
    simulator: scenario.simulator,
    scenario: scenario.name,
    path: scenario.path,
    inputs: "",
    ...(failure ? { property: failure.property } : {}),
    title,
    ...body,
    subject: subjectOf(stage, recording, sharing) as unknown as Json,
  };
}

/** What a replay needs beside the choices of the steps. */
export interface Subject {
  readonly choices: readonly number[];
  readonly loop?: number;
  readonly failure?: { readonly code: string; readonly property: string };
  readonly model: string;
  readonly allBoundaries: boolean;
  readonly allKinds: boolean;
  /** Of a run whose end no serial order has: how many sections of an order may be aborted. */
  readonly aborts?: number;
  readonly places: ReturnType<Sharing["export"]>;
}

function subjectOf({ options, payload }: Stage, { choices, loop, failure }: Recording, sharing: Sharing): Subject {
  return {
    choices,
    ...(loop === undefined ? {} : { loop }),
    ...(failure ? { failure: { code: failure.code, property: failure.property } } : {}),
    model: payload.machine.model,
    allBoundaries: options.allBoundaries,
    allKinds: options.allKinds,
    ...(options.serialAborts ? { aborts: options.serialAborts } : {}),
    places: sharing.export(),
  };
}

function witnessTitle({ world }: Recording): string {
  const names = world.threads.map(({ name }) => name);
  return `${names.length === 1 ? `${names[0]} runs` : "All threads run"} to the end, one after the other`;
}
