import type { Json, JsonObject } from "./json.ts";
import type { Picture } from "./picture.ts";
import type { SourceSpan } from "./source.ts";

/** One row of a timeline: a CPU, a task, a switch, a node. */
export interface Lane {
  /** Unique within the trace, such as `leaf:40`. */
  readonly id: string;
  /** Shown: `leaf p4.l40`. */
  readonly title: string;
  /** Lanes of one group may be folded into one column: `leaf`. */
  readonly group?: string;
}

/** A location of the state gets a value. `before` or `after` is left out where nothing was or is there. */
export interface Change {
  /** Path into the state: `["hosts", "p4.l40.h3", "copies"]`. Arrays by index. */
  readonly location: readonly (string | number)[];
  readonly before?: Json;
  readonly after?: Json;
  /** The value that would have been right, where it is known: drawn as "90 not 80". */
  readonly expected?: Json;
}

/**
 * How a step is marked on its lane: hollow for a read, filled for a write, a square for control flow,
 * a diamond for an event or fault of the environment, a turning arrow for a revert, two bars for a thread that waits or is parked.
 */
export type Mark = "read" | "write" | "control" | "event" | "revert" | "wait";

/** One moment of a run. */
export interface Step {
  /** Lane that acts. Empty for what is found out after the run, such as a check that fails: it stands below a line. */
  readonly lane: string;
  /** Lane that is acted on: drawn as an arrow. */
  readonly to?: string;
  /** Name of the action in the model; stable, for machines. */
  readonly action: string;
  /** Who does what to which thing, value last; at most 60 characters where possible. For people. */
  readonly message: string;
  /** Words beside the mark in its lane, at most 20 characters: "takes the lock"; values in back-ticks: "`balance: 100`", "`100 → 90`". */
  readonly short?: string;
  /** One longer sentence: shown where the step is pointed at, and in the text twin. */
  readonly detail?: string;
  /** Thread or task that acts, where the lane is a CPU that several share. */
  readonly thread?: string;
  readonly at?: SourceSpan;
  readonly changes: readonly Change[];
  /** Index of the alternative taken, where there was more than one: what a replay follows. */
  readonly choice?: number;
  readonly mark?: Mark;
  /** Index of the later step that takes this one back: drawn as undone, which is not wrong. */
  readonly revertedBy?: number;
  /** This step is part of the harm: it breaks the property. */
  readonly harm?: boolean;
}

/**
 * One try of a section: a box around the steps of its lane.
 * `from` and `to` are indices of steps, both inclusive. Boxes of one lane do not overlap.
 */
export interface SectionBox {
  readonly lane: string;
  readonly from: number;
  readonly to: number;
  readonly thread: string;
  /** `open`: still inside when the run ends. */
  readonly outcome: "published" | "reverted" | "open";
  /** From 1. */
  readonly try: number;
  /** The step that harms is inside, or this box is the harm. */
  readonly harm?: boolean;
}

/**
 * A line between two steps.
 * `stale`: the value read at `from` is used at `to` (dashed). `overwrites`: the write at `from` came between, and `to` wipes it out (solid).
 */
export interface StepLink {
  readonly from: number;
  readonly to: number;
  readonly kind: "stale" | "overwrites";
}

/** Steps `from` to `to`, both inclusive, during which a lane holds a lock or another resource: a thick bar left of the lane. */
export interface Hold {
  readonly lane: string;
  readonly from: number;
  readonly to: number;
  /** Shown: "lock", "the lock on `accounts[0]`". */
  readonly what: string;
  readonly thread?: string;
}

/** Steps `from` to `to`, both inclusive, during which a thread of the lane can only wait: a dotted lane. */
export interface Wait {
  readonly lane: string;
  readonly from: number;
  readonly to: number;
  readonly thread: string;
  /** Shown after the name of the thread: "waits for b, which t2 holds", "is parked". */
  readonly what: string;
  /** Never let go: part of the harm. */
  readonly harm?: boolean;
}

/**
 * One start of a user-level handler, with the four items that it gets: thread, event, CPU state, in a section or not.
 *
 * @see US10922128B1, claim 1
 */
export interface Upcall {
  /** Indices of the steps, both inclusive: the start of the handler, and its answer (or the last step before it was interrupted itself). */
  readonly from: number;
  readonly to: number;
  /** Name of the handler in the user's code; "default handler" without one. */
  readonly handler: string;
  /** Where the handler runs. */
  readonly lane: string;
  /** The interrupted thread. */
  readonly thread: string;
  /** `after`: what the thread had done last, in words: "after the write in line 14". */
  readonly event: { readonly kind: string; readonly sequence: number; readonly after?: string };
  /** At detection. */
  readonly cpu: {
    readonly cpu: number;
    readonly at?: SourceSpan;
    readonly locals: readonly { readonly name: string; readonly value: Json }[];
    /** Writes of the section that were taken back; `before` or `after` is left out where nothing was or is there. */
    readonly pending: readonly { readonly location: string; readonly before?: Json; readonly after?: Json }[];
  };
  readonly inSection: boolean;
  /** This instance took the place of one that was interrupted by `event`, and got the first record again. */
  readonly nestedIn?: { readonly depth: number; readonly event: string };
  /** What it did, in words, values in back-ticks: "`lock` `1 → 0`, kept: outside a section". */
  readonly did: readonly string[];
  /** What it decided, "restart"; absent when it never answered. */
  readonly answered?: string;
}

/** How a run would have gone on, had the fault not struck: stands beside the steps of the run that fails. */
export interface WithoutFault {
  /** As in "with the crash", "without the crash". */
  readonly fault: string;
  /** Index of the first step that goes otherwise; those before are the same in both runs. */
  readonly from: number;
  /** Messages, beside the steps from `from` on. */
  readonly steps: readonly string[];
}

/**
 * One run of a scenario: the only thing that is drawn.
 * Plain data; the same for all simulators, on disk (`faultline replay`), in reports and in the panel.
 */
export interface Trace {
  readonly schema: "faultline-trace/1";
  readonly simulator: string;
  readonly scenario: string;
  readonly path: string;
  /** Hash of all that the run depends on, as in the report. */
  readonly inputs: string;
  /** Property that this run violates; absent: a run of the main path (witness). */
  readonly property?: string;
  /** One sentence for somebody who has never seen the panel: subject, what it does, what is lost. At most 110 characters where possible. */
  readonly title: string;
  readonly lanes: readonly Lane[];
  readonly initial: JsonObject;
  readonly steps: readonly Step[];
  /** Index of the step that a lasso enters again after the last step. */
  readonly loop?: number;
  /** Index of the step on which the panel opens: the one that harms. */
  readonly harm?: number;
  /** What the simulator needs to run this again, besides the choices of the steps: group, sender, failure. */
  readonly subject: Json;
  readonly picture?: Picture;
  /** Tries of sections, in the order of their first steps. */
  readonly sections?: readonly SectionBox[];
  readonly links?: readonly StepLink[];
  readonly held?: readonly Hold[];
  readonly waits?: readonly Wait[];
  /** Starts of handlers, in the order of their first steps. */
  readonly upcalls?: readonly Upcall[];
  /** Index of the first step that goes otherwise than in a run that is right, such as the first switch of threads in the middle of something. */
  readonly differs?: number;
  /** The same run without the fault, where that is known. */
  readonly without?: WithoutFault;
}

/** What `replay` found. */
export type Replay =
  | { readonly kind: "fails-again"; readonly trace: Trace }
  | { readonly kind: "no-longer-fails"; readonly trace?: Trace }
  /** The inputs have changed so that the choices no longer fit; `step` is the first that does not (0 when none does). */
  | { readonly kind: "does-not-fit"; readonly step: number; readonly message: string };
