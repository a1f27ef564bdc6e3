import type { RunEvent } from "../nodes/events.ts";
import type { RecordedRun } from "../verify/types.ts";

/** Events of the nodes, in order. */
export const eventsOf = ({ steps }: RecordedRun): readonly RunEvent[] =>
  steps.flatMap(({ happenings }) => happenings.flatMap((one) => (one.kind === "event" ? [one.event] : [])));
