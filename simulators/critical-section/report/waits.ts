import type { Wait } from "../../../protocol/trace.ts";
import { laneOf } from "./lanes.ts";
import type { Recording, StepEvent } from "./recording.ts";

/** Spans of steps during which a thread can only wait. */
export function waitsOf({ world, failure }: Recording, shown: readonly StepEvent[]): readonly Wait[] {
  const waits: Wait[] = [];
  const isStuck = failure?.code === "FL1021" || failure?.code === "FL1011";
  for (const thread of world.threads) {
    const own = shown.flatMap(({ event }, step) =>
      event.strand === thread.index || isParkedBy(event, thread.index) ? [{ event, step }] : [],
    );
    for (const [at, { event, step }] of own.entries()) {
      if (event.what.kind !== "wait" && !isParkedBy(event, thread.index)) continue;
      const next = own[at + 1]?.step;
      const isForEver = next === undefined && isStuck;
      const what = event.what.kind === "wait" ? "waits to be woken" : "is parked";
      const lane =
        event.what.kind === "wait" ? laneOf(world, event) : laneOf(world, { ...event, strand: thread.index, what: { kind: "wait" } });
      waits.push({
        lane,
        from: step,
        to: next === undefined ? shown.length - 1 : Math.max(step, next - 1),
        thread: thread.name,
        what,
        ...(isForEver ? { harm: true } : {}),
      });
    }
  }
  return waits.sort((a, b) => a.from - b.from);
}

function isParkedBy({ what }: StepEvent["event"], thread: number): boolean {
  return what.kind === "answer" && what.answer === "park" && what.thread.index === thread;
}
