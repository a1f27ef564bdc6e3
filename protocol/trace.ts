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
}

/**
 * How a step is marked on its lane: hollow for a read, filled for a write, a square for control flow,
 * a diamond for an event or fault of the environment, a turning arrow for a revert.
 */
export type Mark = "read" | "write" | "control" | "event" | "revert";

/** One moment of a run. */
export interface Step {
  /** Lane that acts. */
  readonly lane: string;
  /** Lane that is acted on: drawn as an arrow. */
  readonly to?: string;
  /** Name of the action in the model; stable, for machines. */
  readonly action: string;
  /** Who does what to which thing, value last; at most 60 characters where possible. For people. */
  readonly message: string;
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
}

/** What `replay` found. */
export type Replay =
  | { readonly kind: "fails-again"; readonly trace: Trace }
  | { readonly kind: "no-longer-fails"; readonly trace?: Trace }
  /** The inputs have changed so that the choices no longer fit; `step` is the first that does not (0 when none does). */
  | { readonly kind: "does-not-fit"; readonly step: number; readonly message: string };
