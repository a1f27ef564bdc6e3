import type { Upcall } from "../../../protocol/trace.ts";
import type { TapeEvent } from "./tape.ts";
import { laneOf } from "./lanes.ts";
import type { Recording, StepEvent } from "./recording.ts";
import { valueText } from "./values.ts";

/** The starts of the handler, with the four items it gets. */
export function upcallsOf(recording: Recording, shown: readonly StepEvent[]): readonly Upcall[] {
  return shown.flatMap(({ event }, step): readonly Upcall[] => {
    if (event.what.kind !== "upcall") return [];
    const { upcall, thread } = event.what;
    const rest = shown.slice(step + 1);
    const end = rest.findIndex(({ event: later }) => later.strand === event.strand && isEnd(later));
    const to = end < 0 ? shown.length - 1 : step + 1 + end;
    const during = shown
      .slice(step + 1, to + 1)
      .map((one) => one.event)
      .filter(({ strand }) => strand === event.strand);
    const answer = during.find(({ what }) => what.kind === "answer")?.what;
    const before = shown.slice(0, step).map((one) => one.event);
    return [
      {
        from: step,
        to,
        handler: recording.world.payload.handler?.name ?? "default handler",
        lane: laneOf(recording.world, event),
        thread: thread.name,
        event: { kind: upcall.event, sequence: upcall.sequence, ...after(recording, before, thread.index) },
        cpu: { cpu: thread.cpu, ...detected(recording, before, thread.index) },
        inSection: upcall.inSection,
        ...(upcall.latest ? { nestedIn: { depth: upcall.depth, event: upcall.latest.event } } : {}),
        did: during.flatMap((one) => deed(recording, one)),
        ...(answer?.kind === "answer" ? { answered: answer.answer } : {}),
      },
    ];
  });
}

const isEnd = ({ what }: TapeEvent): boolean => what.kind === "answer" || what.kind === "revert";

/** What the thread had done last when the event hit it; nothing of a section that had been taken back or of one that had ended. */
function after({ places }: Recording, before: readonly TapeEvent[], thread: number): { readonly after?: string } {
  const own = before.filter(({ strand }) => strand === thread);
  const hit = own.findLastIndex(({ what }) => what.kind === "event");
  const last = own[hit - 1];
  const [place] = last ? places.spans(last.stack) : [];
  const [here] = places.spans(own[hit]?.stack ?? []);
  if (!last || !place) return {};
  const line = `line ${place.range.start.line + 1}${here && here.path !== place.path ? ` of ${place.path}` : ""}`;
  const deed = deedOf(last.what);
  return deed === undefined ? {} : { after: `after the ${deed} in ${line}` };
}

function deedOf(what: TapeEvent["what"]): string | undefined {
  if (what.kind === "access") return "after" in what ? "write" : "read";
  if (what.kind === "begin") return "begin";
  return what.kind === "effect" ? "call" : undefined;
}

/** The CPU's state when it detected the event: from the event that started the first instance. */
function detected({ places, world }: Recording, before: readonly TapeEvent[], thread: number): Omit<Upcall["cpu"], "cpu"> {
  const at = before.findLast(({ strand, what }) => strand === thread && what.kind === "event");
  const revert = before.findLast(({ strand, what }) => strand === thread && what.kind === "revert")?.what;
  const [place] = at ? places.spans(at.stack) : [];
  const writes = revert?.kind === "revert" ? revert.writes : [];
  return {
    ...(place ? { at: place } : {}),
    locals: at?.locals ?? [],
    pending: writes.map(({ cell, place: where, before: old, after: taken }) => ({
      location: world.locationName(cell, where),
      ...(old === undefined ? {} : { before: old }),
      ...(taken === undefined ? {} : { after: taken }),
    })),
  };
}

function deed({ world }: Recording, { what }: TapeEvent): readonly string[] {
  if (what.kind === "access" && "after" in what) {
    return [`\`${world.locationName(what.cell, what.place)}\` \`${valueText(what.before)} → ${valueText(what.after)}\``];
  }
  if (what.kind === "effect") return [what.effect];
  return what.kind === "revert" ? ["its section was taken back"] : [];
}
