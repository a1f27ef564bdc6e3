import type { Mark } from "../../../protocol/trace.ts";
import type { Tape, TapeEvent, What } from "./tape.ts";
import type { Recording } from "./recording.ts";
import { valueText } from "./values.ts";

/** How a step is told. */
export interface StepWords {
  readonly message: string;
  readonly short?: string;
  readonly detail?: string;
  readonly mark: Mark;
}

/**
 * Who does what to which thing, value last.
 * @param stepOf Number of the step (from 0) that an event of the tape became.
 */
export function describe(recording: Recording, event: TapeEvent, stepOf: (index: number) => number | undefined): StepWords {
  const { world, tape } = recording;
  const who = world.strand(event.strand).name;
  const { what } = event;
  switch (what.kind) {
    case "start":
      return { message: `${who} starts`, short: "starts", mark: "control" };
    case "begin": {
      const attempt = attemptOf(tape, event);
      const again = attempt > 1 ? ` again, try ${attempt}` : "";
      return {
        message: `${who} begins its section${again}`,
        short: attempt > 1 ? `section, try ${attempt}` : "section begins",
        mark: "control",
      };
    }
    case "end":
      return { message: `${who} ends its section`, short: "section ends", mark: "control" };
    case "access":
      return accessWords(recording, event, what, stepOf);
    case "wait":
      return { message: `${who} waits until it is woken`, short: "waits", mark: "wait" };
    case "awaits":
      return { message: `${who} awaits`, short: "awaits", mark: "control" };
    case "event": {
      const { cpu } = world.strand(event.strand);
      const where = what.isInSection ? `inside the section of ${who}` : `while ${who} runs`;
      return { message: `A ${what.event} event hits CPU ${cpu} ${where}`, short: `${what.event} event`, mark: "event" };
    }
    case "revert":
      return revertWords(recording, event, what);
    case "upcall": {
      const { cpu } = what.thread;
      const handler = world.payload.handler?.name ?? "the default handler";
      const second = what.upcall.depth > 0 ? ", a second instance with the first record" : "";
      return { message: `CPU ${cpu} traps; the kernel starts ${handler}${second}`, short: `starts ${handler}`, mark: "control" };
    }
    case "answer":
      return { message: `${who} answers "${what.answer}" for ${what.thread.name}`, short: `"${what.answer}"`, mark: "control" };
    case "outside":
      return outsideWords(who, what);
    case "timer":
      return { message: `The timer of ${who} is due at ${what.due} ms`, short: `timer, ${what.due} ms`, mark: "event" };
    case "effect":
      return effectWords(who, what);
    case "returned":
      return { message: `${who} returns ${valueText(what.value)}`, short: `returns`, mark: "control" };
    case "fail":
      return { message: "", mark: "control" };
  }
}

function accessWords(
  { world, tape }: Recording,
  event: TapeEvent,
  what: Extract<What, { kind: "access" }>,
  stepOf: (index: number) => number | undefined,
): StepWords {
  const who = world.strand(event.strand).name;
  const place = world.locationName(what.cell, what.place);
  const name = place === "" ? "its own memory" : place;
  if (!("after" in what)) {
    const value = valueText(what.before);
    return { message: `${who} reads \`${name}\` = \`${value}\``, short: `\`${last(name)}: ${value}\``, mark: "read" };
  }
  const change = `${valueText(what.before)} → ${valueText(what.after)}`;
  const lost = lostUpdate(tape, event);
  const from = lost === undefined ? undefined : stepOf(lost);
  if (lost !== undefined && from !== undefined) {
    const read = tape.events[lost]?.what;
    const old = read?.kind === "access" ? valueText(read.before) : "";
    return {
      message: `${who} writes \`${valueText(what.after)}\` to \`${name}\`, worked out from the \`${old}\` of step ${from + 1}`,
      short: `\`${change}\``,
      detail: `${who} read ${name} at step ${from + 1}; another thread has written to it since, and that update is lost now.`,
      mark: "write",
    };
  }
  return { message: `${who} writes \`${name}\` \`${change}\``, short: `\`${change}\``, mark: "write" };
}

/** The last part of a place: what fits into a lane. */
const last = (name: string): string => /[^.]*$/.exec(name)?.[0] ?? name;

/** Index of the read that this write's value comes from, if an update is lost by it. */
function lostUpdate({ events }: Tape, event: TapeEvent): number | undefined {
  const index = events.indexOf(event);
  // The failure is noted while the access is under way: just after its event.
  const next = events[index + 1]?.what;
  return next?.kind === "fail" && next.failure.code === "FL1004" ? next.failure.readStep : undefined;
}

function revertWords({ world }: Recording, event: TapeEvent, what: Extract<What, { kind: "revert" }>): StepWords {
  const { cpu, name } = world.strand(event.strand);
  const values = what.writes.map(
    ({ cell, place, before, after }) => `\`${world.locationName(cell, place)}\` \`${valueText(after)} → ${valueText(before)}\``,
  );
  const list =
    values.length === 0 ? "nothing was written" : values.slice(0, 3).join(", ") + (values.length > 3 ? `, ${values.length - 3} more` : "");
  const first = what.writes[0];
  const short = first ? `\`${valueText(first.after)} → ${valueText(first.before)}\`` : "section reverted";
  const why = what.why === "conflict" ? "A conflict with another CPU: " : what.why === "quantum" ? "The quantum is over: " : "";
  return { message: `${why}CPU ${cpu} takes the section of ${name} back: ${list}`, short, mark: "revert" };
}

function outsideWords(who: string, what: Extract<What, { kind: "outside" }>): StepWords {
  switch (what.moment) {
    case "call":
      return { message: `${who} asks the outside world, operation ${what.id}`, short: `asks (${what.id})`, mark: "control" };
    case "effect":
      return { message: `Operation ${what.id} of ${who} takes effect`, short: `effect (${what.id})`, mark: "control" };
    case "completion": {
      const answer = what.isError ? `fails with ${valueText(what.value)}` : `gets ${valueText(what.value)}`;
      return {
        message: `${who} ${answer} from operation ${what.id}`,
        short: what.isError ? "fails" : `gets \`${valueText(what.value, 14)}\``,
        mark: "control",
      };
    }
  }
}

function effectWords(who: string, what: Extract<What, { kind: "effect" }>): StepWords {
  const text = what.text === "" ? "" : `: ${valueText(what.text, 40)}`;
  return { message: `${who} calls ${what.effect}${text}`, short: what.effect.slice(0, 20), mark: "control" };
}

/** How many times this thread has begun this section without having ended it. */
export function attemptOf({ events }: Tape, event: TapeEvent): number {
  let attempt = 1;
  for (let index = events.indexOf(event) - 1; index >= 0; index -= 1) {
    const { strand, what } = events[index] as TapeEvent;
    if (strand !== event.strand) continue;
    if (what.kind === "end") break;
    if (what.kind === "begin") attempt += 1;
  }
  return attempt;
}
