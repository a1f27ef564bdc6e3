import type { Json, JsonObject } from "./json.ts";
import type { Code, Problem } from "./problem.ts";
import type { Range } from "./source.ts";
import type { Trace } from "./trace.ts";

export type Verdict = "holds" | "violated" | "undecided" | "not-run";

/** Which limit ended a search before it was complete. */
export type Limit = "states" | "time" | "memory" | "cancelled" | "not-modelled";

/** Why there is no full answer. */
export interface Reason {
  readonly code?: Code;
  readonly limit?: Limit;
  readonly message: string;
}

export interface PropertyVerdict {
  readonly id: string;
  readonly verdict: Verdict;
  readonly trace?: number;
}

export interface Stats {
  readonly states: number;
  readonly transitions: number;
  readonly executions: number;
  readonly milliseconds: number;
  readonly complete: boolean;
}

/** Something to show beside the code that is no problem: a lens, an inlay hint, a hover text. */
export interface Note {
  readonly kind: "lens" | "inlay" | "hover";
  readonly range: Range;
  /** Plain text for lens and inlay, Markdown for hover. */
  readonly text: string;
  /** When given, a lens offers "Show paths"/"Trace": passed back to `Simulator.trace`. */
  readonly subject?: Json;
  /** Title of that action. */
  readonly action?: string;
}

/** What is known of one scenario. */
export interface Result {
  readonly simulator: string;
  readonly scenario: string;
  readonly path: string;
  readonly range: Range;
  readonly verdict: Verdict;
  /** Only with `undecided` and `not-run`. */
  readonly reason?: Reason;
  /** `sha256:` of all that the result depends on. */
  readonly inputs: string;
  /** With `holds`: index of the trace of the main path. */
  readonly witness?: number;
  readonly properties: readonly PropertyVerdict[];
  readonly problems: readonly Problem[];
  readonly traces: readonly Trace[];
  readonly bounds: JsonObject;
  readonly stats: Stats;
  /** Command line that gives this result again. */
  readonly reproduce: string;
  /** The simulator's own figures; shape documented on its docs page. */
  readonly details?: JsonObject;
  readonly notes?: readonly Note[];
}

export interface Summary {
  readonly holds: number;
  readonly violated: number;
  readonly undecided: number;
  readonly notRun: number;
}

/** `faultline check --format json`. Byte-identical for the same inputs, seed and version, apart from `milliseconds`. */
export interface Report {
  readonly schema: "faultline-report/1";
  readonly version: string;
  readonly seed: number;
  /** With `--shard I/N` only: which part this is. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Of files, not of a scenario. */
  readonly problems: readonly Problem[];
  /** By path, then position. */
  readonly results: readonly Result[];
  readonly summary: Summary;
}

export function summarise(results: readonly Result[]): Summary {
  const count = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  return { holds: count("holds"), violated: count("violated"), undecided: count("undecided"), notRun: count("not-run") };
}
