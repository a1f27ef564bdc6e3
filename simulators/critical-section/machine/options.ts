import type { SourceSpan } from "../../../protocol/source.ts";
import type { Cell } from "../../core/vm/cell.ts";
import type { Place } from "../../core/vm/value.ts";
import type { Recorder } from "./recorder.ts";
import type { World } from "./world.ts";

/** How a world is run. */
export interface WorldOptions {
  /** Find lost updates. Costs states. */
  readonly tracksFlow: boolean;
  /** Follow every read of shared memory, not only where the search has seen that an update can be lost: for a single run. */
  readonly tracksAllFlow?: boolean;
  /** Let events hit before every access of a section instead of only at its end: needed when the handler looks at where it was, or resumes. */
  readonly allBoundaries: boolean;
  /** Try every kind of event instead of the first: needed when the handler looks at it. */
  readonly allKinds: boolean;
  /** One call of a thread function after the other (the serial orders of model=async). */
  readonly isSerial?: boolean;
  /** Sections exclude each other on all CPUs and are never interrupted (the serial orders of model=threads). */
  readonly isUnitwise?: boolean;
  /** Ends of all serial orders (`endText`), without what handlers write: any other end is not serialisable. Undefined: not all could be run. */
  readonly serialEnds?: (handlerWrites: HandlerWrites) => ReadonlySet<string> | undefined;
  /** How many sections of a run `serialEnds` takes for aborted at most. */
  readonly serialAborts?: number;
  /** At its begin a section may be given up, so many times in a run (the serial orders of a program whose handler says `abort`). */
  readonly aborts?: number;
  /** Stop before every access outside sections, whether threads can conflict there or not (for comparison). */
  readonly stopsEverywhere?: boolean;
  /** Execute every slice anew, also those whose effect is known (for comparison). */
  readonly repeatsNothing?: boolean;
  /** Polled while a task runs on: ends it early. */
  readonly mustStop?: () => boolean;
  readonly memoryLimitMb?: number;
  readonly beacon?: (offset: number) => void;
  /** Collects what happens, for a trace. */
  readonly recorder?: Recorder;
}

export interface SourcePlace {
  readonly path: string;
  /** Zero-based. */
  readonly line: number;
  readonly column: number;
}

export interface Names {
  /** Undefined: not in a file of the user's own. */
  locate(offset: number): SourcePlace | undefined;
  /** Where a declaration of the user's file stands. */
  declaration(name: string): SourceSpan | undefined;
  /** As a user would write it: `account.balance`, `seats.get("12A")`. */
  location(world: World, cell: Cell, place: Place): string;
}

/** What was learnt that the options do not provide for: the search is to be repeated with them. */
export interface Learnt {
  /** The handler looks at the CPU's state or resumes in a section. */
  allBoundaries: boolean;
  /** The handler looks at the kind of event. */
  allKinds: boolean;
  hasAborted: boolean;
  readsClock: boolean;
  /** The program takes timers back: then it counts which is which. */
  clearsTimers: boolean;
  hasSection: boolean;
  /** What handlers write is not compared with serial orders. */
  readonly handlerWrites: Set<string>;
}

/** Of variables: `${id of the scope} ${name}`; of all else: the cell's id. Only cells made before the first thread. */
export type HandlerWrites = ReadonlySet<string>;
