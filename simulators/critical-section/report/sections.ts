import type { SectionBox } from "../../../protocol/trace.ts";
import { attemptOf } from "./step-words.ts";
import { laneOf } from "./lanes.ts";
import type { Recording, StepEvent } from "./recording.ts";

/** A box for each try of a section. */
export function boxesOf({ world, tape }: Recording, shown: readonly StepEvent[], harm: number): readonly SectionBox[] {
  const boxes: SectionBox[] = [];
  const open = new Map<number, { readonly from: number; to: number; readonly attempt: number }>();
  const close = (strand: number, outcome: SectionBox["outcome"], to?: number) => {
    const box = open.get(strand);
    if (!box) return;
    open.delete(strand);
    const end = to ?? box.to;
    const first = shown[box.from] as StepEvent;
    boxes.push({
      lane: laneOf(world, first.event),
      from: box.from,
      to: end,
      thread: world.strand(strand).name,
      outcome,
      try: box.attempt,
      ...(box.from <= harm && harm <= end ? { harm: true } : {}),
    });
  };
  for (const [step, { event }] of shown.entries()) {
    const { strand, what } = event;
    if (what.kind === "begin") open.set(strand, { from: step, to: step, attempt: attemptOf(tape, event) });
    else if (what.kind === "end") close(strand, "published", step);
    else if (what.kind === "revert") close(strand, "reverted");
    else {
      const box = open.get(strand);
      if (box && what.kind !== "event") box.to = step;
    }
  }
  for (const strand of open.keys()) close(strand, "open");
  return boxes.sort((a, b) => a.from - b.from);
}
