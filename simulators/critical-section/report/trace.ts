import type { SourceSpan } from "../../../protocol/source.ts";
import type { Step, StepLink, Trace } from "../../../protocol/trace.ts";
import { kernelLane, laneOf, lanesOf } from "./lanes.ts";
import type { Places } from "../../core/places.ts";
import type { Recording, StepEvent } from "./recording.ts";
import { boxesOf } from "./sections.ts";
import { describe } from "./step-words.ts";
import type { Tape, TapeEvent } from "./tape.ts";
import { upcallsOf } from "./upcalls.ts";
import { Variables } from "./variables.ts";
import { waitsOf } from "./waits.ts";

export type TraceBody = Pick<Trace, "lanes" | "initial" | "steps"> &
  Partial<Pick<Trace, "loop" | "harm" | "differs" | "sections" | "links" | "held" | "waits" | "upcalls">>;

/** The recorded run as steps on lanes, with everything that is drawn around them. */
export function traceBody(recording: Recording): TraceBody {
  const { world, tape, loop } = recording;
  const shown = tape.events.flatMap((event, index): readonly StepEvent[] => (isShown(recording, event) ? [{ event, index }] : []));
  const stepOf = new Map(shown.map(({ index }, step) => [index, step]));
  const variables = new Variables(recording.world, recording.places, tape);
  const links = linksOf(tape, stepOf);
  const harm = harmOf(tape, stepOf, shown.length);
  const steps = shown.map(({ event }) => stepFor(recording, event, variables, stepOf));
  const waits = waitsOf(recording, shown);
  const upcalls = upcallsOf(recording, shown);
  const sections = boxesOf(recording, shown, harm);
  const reverted = markReverted(steps, shown);
  const differs = recording.firstSwitch < 0 ? -1 : shown.findIndex(({ event }) => event.choice >= recording.firstSwitch);
  const verdict = verdictStep(recording);
  const loopStep = loop === undefined ? -1 : shown.findIndex(({ event }) => event.choice >= loop);
  return {
    lanes: lanesOf(world, shown),
    initial: variables.initial(),
    steps: [...reverted.map((step, index) => (index === harm ? { ...step, harm: true } : step)), ...verdict],
    ...(loopStep >= 0 ? { loop: loopStep } : {}),
    ...(harm >= 0 ? { harm } : {}),
    ...(differs >= 0 && harm >= 0 ? { differs } : {}),
    ...some("sections", sections),
    ...some("links", links),
    ...some("waits", waits),
    ...some("upcalls", upcalls),
  };
}

const some = <Name extends string, Item>(name: Name, items: readonly Item[]): Partial<Record<Name, readonly Item[]>> =>
  items.length === 0 ? {} : ({ [name]: items } as Record<Name, readonly Item[]>);

/** What the user's own predicate says at the end, below the run. */
function verdictStep({ failure, world }: Recording): readonly Step[] {
  if (!failure || failure.text === undefined || !/^(invariant|finally):/.test(failure.property)) return [];
  const name = failure.property.slice(failure.property.indexOf(":") + 1);
  const at = world.names.declaration(name);
  return [{ lane: "", action: "check", message: failure.text, ...(at ? { at } : {}), changes: [] }];
}

/** Accesses of memory that a thread has made for itself explain nothing. */
function isShown({ world }: Recording, { what }: TapeEvent): boolean {
  switch (what.kind) {
    case "access":
      return what.isShared || what.cell.id < madeByThreads;
    case "start":
      return world.isAsync;
    case "fail":
      return false;
    case "begin":
    case "end":
    case "wait":
    case "awaits":
    case "event":
    case "revert":
    case "upcall":
    case "answer":
    case "outside":
    case "timer":
    case "effect":
      return true;
    case "returned":
      return what.value !== undefined;
  }
}

/** Ids from here on are of cells that threads have made. */
const madeByThreads = 1 << 24;

function stepFor(recording: Recording, event: TapeEvent, variables: Variables, stepOf: ReadonlyMap<number, number>): Step {
  const { world, places } = recording;
  const { what, strand } = event;
  const start = what.kind === "upcall" ? world.names.declaration(world.payload.handler?.name ?? "") : undefined;
  const at = start ?? spanOf(places, event, variables);
  const words = describe(recording, event, (index) => stepOf.get(index));
  const changes = variables.changes(event);
  const to = what.kind === "upcall" ? { to: kernelLane } : {};
  return {
    lane: laneOf(world, event),
    ...to,
    action: what.kind === "access" ? what.access : what.kind,
    message: words.message,
    ...(words.short === undefined ? {} : { short: words.short }),
    ...(words.detail === undefined ? {} : { detail: words.detail }),
    thread: world.strand(strand).name,
    ...(at ? { at } : {}),
    changes,
    ...(event.choice >= 0 ? { choice: recording.choices[event.choice] ?? 0 } : {}),
    mark: words.mark,
  };
}

function spanOf(places: Places, event: TapeEvent, variables: Variables): SourceSpan | undefined {
  return places.spans(event.stack)[0] ?? variables.lastPlace(event.strand);
}

// ---------------------------------------------------------------- harm, links

/** The last step before the property fails; -1: the run does not fail. */
function harmOf(tape: Tape, stepOf: ReadonlyMap<number, number>, count: number): number {
  const failed = tape.events.findIndex(({ what }) => what.kind === "fail");
  if (failed < 0) return -1;
  const failure = tape.events[failed]?.what;
  if (failure?.kind === "fail" && failure.failure.code === "FL1011") {
    const parked = tape.events.findLastIndex(({ what }) => what.kind === "answer" && what.answer === "park");
    const step = stepOf.get(parked);
    if (step !== undefined) return step;
  }
  const isWrong =
    failure?.kind === "fail" &&
    (failure.failure.code === "FL1022" || failure.failure.code === "FL1003" || failure.failure.code === "FL1002");
  for (let index = failed - 1; index >= 0; index -= 1) {
    const step = stepOf.get(index);
    const what = tape.events[index]?.what;
    if (step !== undefined && (!isWrong || (what?.kind === "access" && "after" in what))) return step;
  }
  return count - 1;
}

/** Where a lost update's value was read, and what came between. */
function linksOf(tape: Tape, stepOf: ReadonlyMap<number, number>): readonly StepLink[] {
  return tape.events.flatMap(({ what }, index): readonly StepLink[] => {
    if (what.kind !== "fail" || what.failure.code !== "FL1004" || what.failure.readStep === undefined) return [];
    const { readStep, cell, place } = what.failure;
    const written = lastAccess(tape, index, () => true);
    const to = stepOf.get(written);
    const from = stepOf.get(readStep);
    if (to === undefined || from === undefined) return [];
    const between = lastAccess(
      tape,
      written,
      (event) =>
        event.what.kind === "access" &&
        event.what.cell === cell &&
        event.what.place === place &&
        "after" in event.what &&
        event.strand !== what.failure.strand,
    );
    const over = between > readStep ? stepOf.get(between) : undefined;
    return [{ from, to, kind: "stale" }, ...(over === undefined ? [] : [{ from: over, to, kind: "overwrites" } as const])];
  });
}

function lastAccess(tape: Tape, before: number, test: (event: TapeEvent) => boolean): number {
  for (let index = before - 1; index >= 0; index -= 1) {
    const event = tape.events[index] as TapeEvent;
    if (event.what.kind === "access" && test(event)) return index;
  }
  return -1;
}

/** Steps of a section that a later step takes back. */
function markReverted(steps: readonly Step[], shown: readonly StepEvent[]): readonly Step[] {
  const result = [...steps];
  for (const [at, { event }] of shown.entries()) {
    if (event.what.kind !== "revert") continue;
    for (let step = at - 1; step >= 0; step -= 1) {
      const other = shown[step] as StepEvent;
      if (other.event.strand !== event.strand) continue;
      if (other.event.what.kind !== "event") result[step] = { ...(result[step] as Step), revertedBy: at };
      if (other.event.what.kind === "begin") break;
    }
  }
  return result;
}
