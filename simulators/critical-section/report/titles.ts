import { bufferWords } from "../machine/memory.ts";
import type { Failure } from "../machine/failure.ts";
import type { World } from "../machine/world.ts";
import type { Tape } from "./tape.ts";

/** The failure in one sentence, for somebody who has never seen the panel; also the problem's message. */
export function titleOf(world: World, tape: Tape, failure: Failure): string {
  const who = failure.strand >= 0 ? world.strand(failure.strand).name : "";
  const place = failure.cell !== undefined && failure.place !== undefined ? world.locationName(failure.cell, failure.place) : "memory";
  switch (failure.code) {
    case "FL1002":
      return world.isAsync
        ? "The calls end as no order of whole calls would end"
        : "The threads end as no order of whole sections would end";
    case "FL1003":
      return `${failure.text} ${sayWhen(world, tape)}`;
    case "FL1004":
      return `${who} writes ${place} from an old value: the update that ${otherWriter(world, tape, failure)} made in between is lost`;
    case "FL1005":
      return `The section is not safe to restart: ${failure.text}`;
    case "FL1006":
      return `The section of ${who} does not run as one unit: ${failure.text}`;
    case "FL1007":
      return `The section of ${who} makes more than ${world.payload.machine.quantum} accesses: the timer takes it back every time, it never ends`;
    case "FL1008":
      return `${who} never gets out of its section: it ${isTakenBack(tape, failure) ? "is taken back and begun again" : "goes round in it"} for ever`;
    case "FL1011":
      return `${who} is parked and nobody has its record any more: it never runs again`;
    case "FL1015":
      return `Another CPU is not kept out of the section of ${who}: ${failure.text} (${place})`;
    case "FL1018":
      return `The section of ${who} writes more than the ${bufferWords} words that its buffer holds: it never commits`;
    case "FL1021":
      return stuckTitle(world);
    case "FL1022":
      return `${failure.text} when all threads have finished`;
    case "FL1023":
      return failure.text ?? `${who} ends with an exception`;
    default:
      return failure.text ?? failure.property;
  }
}

const isTakenBack = (tape: Tape, failure: Failure): boolean =>
  tape.events.some(({ strand, what }) => strand === failure.strand && what.kind === "revert");

function sayWhen(world: World, tape: Tape): string {
  const last = tape.events.findLast(({ what }) => what.kind === "access" && "after" in what);
  if (last?.what.kind !== "access") return "at the start";
  return `after ${world.strand(last.strand).name} has written ${world.locationName(last.what.cell, last.what.place)}`;
}

function otherWriter(world: World, tape: Tape, failure: Failure): string {
  const other = tape.events.findLast(
    ({ strand, what }) =>
      strand !== failure.strand && what.kind === "access" && "after" in what && what.cell === failure.cell && what.place === failure.place,
  );
  return other ? world.strand(other.strand).name : "another thread";
}

function stuckTitle(world: World): string {
  const stuck = world.threads.filter(({ standing }) => standing.kind !== "finished").map(({ name }) => name);
  const names = stuck.length <= 3 ? list(stuck) : `${stuck.length} threads`;
  const waits = !world.state.isStarved && world.threads.every(({ standing }) => standing.kind !== "access" && standing.kind !== "busy");
  return waits
    ? `${names} ${stuck.length === 1 ? "waits" : "wait"} for ever: nobody is left to go on`
    : `${names} ${stuck.length === 1 ? "goes" : "go"} round for ever and never come${stuck.length === 1 ? "s" : ""} to an end`;
}

const list = (names: readonly string[]): string =>
  names.length <= 1 ? (names[0] ?? "A thread") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
