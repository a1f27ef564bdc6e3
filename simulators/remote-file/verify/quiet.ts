import { pairOf } from "../verbs/pair.ts";
import { nodeOf } from "../nodes/site.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";
import type { Alternative } from "./moves.ts";
import { movesOf } from "./moves.ts";
import type { Stage } from "./stage.ts";
import type { RunState } from "./state.ts";
import { type Advanced, advance } from "./turn.ts";
import type { Happening, Move } from "./types.ts";
import type { Book } from "./book.ts";
import type { Moment } from "./walk.ts";

/**
 * The moves that a search has to try: all of them, or only a completion that nobody but its own process can notice.
 *
 * Such a completion wakes a process which then does nothing but post work and ask the manager, until it waits again. Whatever others do before it they
 * can do behind it, with the same end: what the two do touches nothing in common. If the node of the process crashes instead, it is as if it had done so
 * right behind. (A crash of the memory node would take the completion away: while that may happen, nothing is left out.)
 * In a bounded search it costs no switch more: the completion follows the part that it completes.
 *
 * @see Godefroid, Partial-Order Methods for the Verification of Concurrent Systems (1996): a persistent set of one
 */
export function triedMoves(stage: Stage, moment: Moment): readonly Alternative[] {
  const all = movesOf(stage, moment);
  if (all.length < 2 || stage.isPlain === true) return all;
  const quiet = all.find((alternative) => isQuiet(stage, moment, alternative));
  return quiet ? [quiet] : all;
}

function isQuiet(stage: Stage, moment: Moment, { move, lane }: Alternative): boolean {
  // Of the lane that acts anyway: another one would be switched to.
  if (move.kind !== "complete" || lane !== moment.last) return false;
  const { world, processes } = moment.state;
  const pair = pairOf(world.verbs, move.qpn);
  const process = processes[lane];
  if (!process || !isAlone(moment.state, lane) || process.operations.filter((one) => one >= 0).length !== 1) return false;
  const target = pair.peer?.node ?? -1;
  if (world.crashesLeft > 0 && nodeOf(stage.site, target).mayCrash) return false;
  const next = ahead(stage, moment, { move, lane });
  return next !== undefined && next.happenings.every((one) => !isSeen(stage, one));
}

/** No other process of its node: they share connections, numbers of buffers, and the disk. */
const isAlone = ({ world }: RunState, process: number): boolean =>
  world.processes.every(({ node }, other) => other === process || node !== world.processes[process]?.node);

/** Could another process, or an observer, find out? */
function isSeen({ payload, site }: Stage, happening: Happening): boolean {
  switch (happening.kind) {
    case "end":
      return payload.observers.length > 0;
    case "call":
      // The token of the only writer is given back at once.
      return happening.call.kind === "close" && site.configuration.mounts.some(({ writers }) => writers === "single");
    case "event":
    case "answer":
    case "timer":
    case "rounds":
    case "note":
      return false;
  }
}

/** What a move leads to; whoever takes it next gets the same. */
function ahead(stage: Stage, moment: Moment, { move }: Alternative): Advanced | undefined {
  try {
    const advanced = advance(stage, moment.state, moment.book, move);
    stage.ahead.last = { state: moment.state, book: moment.book, move, advanced };
    return advanced;
  } catch (error) {
    if (!(error instanceof ProcessStopped) || error.failure.limit) throw error;
    return undefined;
  }
}

/** What was looked at last: as a rule it is taken next. */
export interface Looked {
  readonly state: RunState;
  readonly book: Book;
  readonly move: Move;
  readonly advanced: Advanced;
}

/** As `advance`; what was looked at ahead is not done again. */
export function advanceKnown(stage: Stage, moment: Moment, move: Move): Advanced {
  const { last } = stage.ahead;
  if (last && last.state === moment.state && last.book === moment.book && last.move === move) return last.advanced;
  return advance(stage, moment.state, moment.book, move);
}
