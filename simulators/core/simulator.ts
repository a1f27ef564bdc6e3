import type { Json, JsonObject } from "../../protocol/json.ts";
import type { Code, Fix, Problem, TextEdit } from "../../protocol/problem.ts";
import type { Note, PropertyVerdict, Reason, Stats, Verdict } from "../../protocol/report.ts";
import type { Position, Range } from "../../protocol/source.ts";
import type { Replay, Trace } from "../../protocol/trace.ts";
import type { Budget } from "./budget.ts";
import type { TypeScript } from "./source/typescript.ts";

/** A file as the user has it now, saved or not. */
export interface SourceUnit {
  readonly path: string;
  /** Without byte order mark; line ends as they are. */
  readonly text: string;
  /** Loads the compiler on first use (about 30 ms): ask only when the text makes it likely that it is needed. */
  typescript(): TypeScript;
  /** The file of this name in the folder of this one, or in the nearest folder above it that has one, as the user has it now; where `--config` names one, that. */
  nearest?(name: string): InputFile | undefined;
}

/** A file that a scenario depends on. */
export interface InputFile {
  readonly path: string;
  readonly text: string;
}

/** One runnable thing found in user code: plain data that survives `structuredClone`. */
export interface Scenario {
  /** Id of the simulator that found it and runs it. */
  readonly simulator: string;
  /** Unique within its file. */
  readonly name: string;
  readonly path: string;
  /** Where its lens stands. */
  readonly range: Range;
  /** Every file that the answer depends on. */
  readonly inputs: readonly InputFile[];
  /** Static findings: shown at once, and part of the verdict. */
  readonly findings: readonly Problem[];
  /** Shown at once, until a run has something to say on the same line. */
  readonly notes?: readonly Note[];
  /** Set when it cannot be run at all: it goes to no engine. */
  readonly notRun?: Reason;
  /** What `run` needs; known to its simulator alone. */
  readonly payload: unknown;
  /** Set by simulators that run the user's code: what the rim bundles before `run`. */
  readonly entry?: Entry;
  /** The bundle; set by the rim, before `run`, `replay` and `trace`, for a scenario with an `entry`. */
  readonly program?: Program;
  /** `Entry.assets` as they are now; set with `program`. */
  readonly assets?: readonly Asset[];
  /** Of `Entry.packages`, those that were found: the installed version, else the range in package.json; set with `program`. */
  readonly packages?: Readonly<Record<string, string>>;
}

/** What to bundle for a scenario. */
export interface Entry {
  /** Usually the scenario's own path. */
  readonly path: string;
  /** Names declared at the top level of the entry, exported or not, that the bundle must export under the same name. */
  readonly names: readonly string[];
  /** Files of data that the scenario names. */
  readonly assets?: readonly AssetName[];
  /** Modules that the bundle exports as functions: each call of one evaluates its module and answers a promise of the end. */
  readonly modules?: readonly EntryModule[];
  /** Packages of which the scenario must know which generation is meant, whether or not it is installed. */
  readonly packages?: readonly string[];
}

/** A module that runs as a whole, as the user names it, such as `./src/producer.ts`: a file that cannot be read is FL0002 at `range`. */
export interface EntryModule extends AssetName {
  /** What the bundle calls the function. */
  readonly export: string;
}

/** A file of data as the user names it, such as `./sample.yaml`. */
export interface AssetName {
  /** As it is written: relative to the folder of the entry. */
  readonly name: string;
  /** Where it is written, in the entry: a file that cannot be read is FL0002 there. */
  readonly range: Range;
}

export interface Asset extends InputFile {
  /** As `AssetName.name`. */
  readonly name: string;
}

/** A scenario's code as one ES module without imports but those of `host:…`, in ES2022. */
export interface Program {
  readonly code: string;
  /** Source map version 3, `sources` are paths as in `files`. */
  readonly sourceMap: string;
  /** Every file of the user's that went into it, packages included (those without text): path as `SourceUnit.path`. */
  readonly files: readonly InputFile[];
}

/** Text to put into a file before it is bundled; the places of the source map stay those of the user's text. */
export interface Insertion {
  /** UTF-16 units from the start of the file. */
  readonly offset: number;
  readonly text: string;
}

/** What `discover` found in a file. */
export interface Discovery {
  readonly scenarios: readonly Scenario[];
  /** Of the file, not of a scenario. */
  readonly problems: readonly Problem[];
  /** Code that looks like a scenario without being one. */
  readonly offers?: readonly Offer[];
}

/** Edits that make a scenario of what only looks like one: a lens, and a refactoring. Nothing is run before they are made. */
export interface Offer {
  readonly title: string;
  /** Where its lens stands. */
  readonly range: Range;
  /** All in the file itself. */
  readonly edits: readonly TextEdit[];
}

/** The answer of one run, before the rim adds hashes, times and suppressions (see `conclude`). */
export interface Outcome {
  readonly verdict: Verdict;
  readonly reason?: Reason;
  readonly witness?: number;
  readonly properties: readonly PropertyVerdict[];
  /** Without the scenario's static findings. */
  readonly problems: readonly Problem[];
  readonly traces: readonly Trace[];
  readonly bounds: JsonObject;
  readonly stats: Omit<Stats, "milliseconds">;
  readonly details?: JsonObject;
  readonly notes?: readonly Note[];
}

export interface Completion {
  /** Shown and filtered by. */
  readonly label: string;
  readonly kind: "property" | "value" | "reference";
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Replaces this range; snippet syntax (`$1`) when `isSnippet`. */
  readonly range: Range;
  readonly insert: string;
  readonly isSnippet?: boolean;
}

export interface HoverText {
  readonly range: Range;
  /** Markdown. */
  readonly text: string;
}

/**
 * A simulator: what server and CLI know of a domain.
 *
 * `claims`, `discover`, `complete` and `hover` run on every edit in the server: pure, fast, no user code is run, never throw on user code.
 * `run`, `replay` and `trace` run in a worker of the engine process: no I/O, no clock, no randomness but the budget's; deterministic in their arguments.
 * They poll `budget.stop()` at least once a millisecond.
 */
export interface Simulator {
  readonly id: string;
  readonly title: string;
  /** Raised whenever answers may change for the same input: part of the hash of inputs. */
  readonly version: number;
  readonly codes: readonly Code[];
  /** Its runs execute no code of the user's, so they need no trust in the workspace. */
  readonly isDataOnly?: boolean;
  /** May a file of this path contain a scenario? By name alone; decides which files are read. */
  claims(path: string): boolean;
  discover(unit: SourceUnit): Discovery;
  run(scenario: Scenario, budget: Budget): Outcome | Promise<Outcome>;
  /** Runs a trace again by its subject and choices. */
  replay(scenario: Scenario, trace: Trace, budget: Budget): Replay | Promise<Replay>;
  /** The run that a note's `subject` stands for; undefined when there is no such thing (any more). */
  trace(scenario: Scenario, subject: Json, budget: Budget): Trace | undefined | Promise<Trace | undefined>;
  /**
   * Modules that take the place of imports, by specifier: `faultline/critical-section` → source text (ES2022, may use the machine's `$…` intrinsics).
   * `require:fs` → what `require("fs")` gets, where that is not the same.
   */
  readonly modules?: Readonly<Record<string, string>>;
  /** Marks that comments carry and a bundler drops, as text. Called for every file of the user's that is bundled, packages aside. */
  instrument?(unit: SourceUnit): readonly Insertion[];
  /**
   * Attempts at quick fixes for a problem that `run` has found, the best first (the engine has no compiler): from the text of its file.
   * Only those are offered with which a second run finds the problem gone and no new one. `places`: of the steps that its trace links.
   */
  mend?(unit: SourceUnit, problem: Problem, places: readonly Range[], outcome: Outcome): readonly Fix[];
  /** What the larger bounds (`deep`) add, as in "every pair of faults": an editor goes on to them by itself where the usual ones hold. Absent: it does not. */
  readonly goesDeeper?: string;
  complete?(unit: SourceUnit, position: Position): readonly Completion[];
  hover?(unit: SourceUnit, position: Position): HoverText | undefined;
}
