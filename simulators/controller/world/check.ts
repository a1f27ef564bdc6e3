import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import type { Process } from "../process/types.ts";
import { causeOf } from "../properties/cause.ts";
import { Collected } from "../properties/collected.ts";
import type { Found } from "../properties/found.ts";
import { probe } from "../properties/probe.ts";
import { searchAll } from "../properties/search.ts";
import { Session } from "../properties/session.ts";
import type { Checked, CheckPhase, CheckReport, Finding, MutationFound, PropertyId, PropertyResult, Run } from "../properties/types.ts";
import { crowded } from "./crowd.ts";
import { describeRun } from "./describe.ts";
import type { Platform } from "./platform.ts";
import type { Setup } from "./setup.ts";
import { standardPlatform } from "./standard-platform.ts";

/**
 * Checks a controller: the quiet run, then a second resource and bystanders, then every history and order with every single fault, and, with
 * `budget.deep`, with every pair.
 *
 * @throws {UnusableSetup} @throws {UnknownKind}
 */
export function check(
  process: Process,
  setup: Setup,
  budget: Budget,
  report: CheckReport = silent,
  platform: Platform = standardPlatform,
): Checked {
  return new Check(process, setup, budget, report, platform).run();
}

export interface ReplayRequest {
  readonly world: Run["world"];
  readonly choices: readonly number[];
  /** Absent: a run that is right. */
  readonly property?: string;
  /** Index of the step that follows the last one again. */
  readonly loop?: number;
}

export type Replayed =
  | { readonly kind: "run"; readonly run: Run; readonly finding?: Finding }
  | { readonly kind: "does-not-fit"; readonly step: number; readonly message: string };

/** Runs choices again, in the program as it is now. @throws {UnusableSetup} @throws {UnknownKind} */
export function replay(
  process: Process,
  setup: Setup,
  budget: Budget,
  request: ReplayRequest,
  platform: Platform = standardPlatform,
): Replayed {
  const { world, choices, property, loop } = request;
  const session = sessionOf(process, setup, platform, world, budget);
  session.runQuietly(budget, new Collected());
  const told = session.retell(choices, loop === undefined ? 0 : choices.length - loop);
  if ("step" in told) return { kind: "does-not-fit", step: told.step, message: "the controller does something else here now" };
  const run: Run = { ...told.run, world };
  const violation = told.violations.find((each) => isSame(each.property, property));
  if (violation === undefined || property === undefined) return { kind: "run", run };
  const codes = choices;
  const isAtStep = atStep.has(violation.detail.kind);
  return { kind: "run", run, finding: findingOf({ ...violation, property: property as PropertyId, codes, loop: 0, isAtStep }, run) };
}

/** Kinds of details that are about the last step, not about the end. */
const atStep = new Set([
  "stale",
  "foreign",
  "unhandled",
  "under-way",
  "stuck",
  "cache-mutated",
  "finalizer-late",
  "finalizer-foreign",
  "observed-generation",
  "ready",
  "invariant",
]);

/** An end that differs is told under the property that its fault belongs to. */
const isSame = (found: PropertyId, wanted: string | undefined): boolean =>
  found === wanted || (found === "confluent" && (wanted === "errors-retried" || wanted === "idempotent"));

class Check {
  readonly #process: Process;
  readonly #setup: Setup;
  readonly #budget: Budget;
  readonly #report: CheckReport;
  readonly #platform: Platform;
  readonly #completed: CheckPhase[] = [];
  #limit: Limit | undefined;
  #failure: ProcessFailure | undefined;
  #states = 0;
  #transitions = 0;
  #resources = 0;
  /** Findings that were told before their part of the check had ended. */
  readonly #told = new Map<string, Finding>();
  /** Where they are run once more. */
  readonly #others = new Map<Run["world"], Session>();

  constructor(process: Process, setup: Setup, budget: Budget, report: CheckReport, platform: Platform) {
    this.#process = process;
    this.#setup = setup;
    this.#budget = budget;
    this.#report = report;
    this.#platform = platform;
  }

  run(): Checked {
    const plain = new Collected();
    const crowd = new Collected();
    const session = sessionOf(this.#process, this.#setup, this.#platform, "plain", this.#budget);
    this.#resources = session.world.keys.length;
    let rests = false;
    this.#phase("happy", session, () => (rests = session.runQuietly(this.#budget, plain)));
    if (rests) {
      this.#tellEarly(session, plain);
      const probed = plain.all().length === 0 ? this.#probe(session) : [];
      this.#owned(session, crowd);
      this.#tellNow(crowd.all(), "bystanders", session);
      this.#phase("single", session, () => this.#search(session, 1, plain));
      for (const found of probed) if (!plain.has(found.property)) plain.add(found);
      if (this.#budget.deep && this.#completed.includes("single")) this.#phase("pairs", session, () => this.#search(session, 2, plain));
    }
    const others = crowd.all().length === 0 || this.#limit !== undefined ? [] : this.#findings(crowd, "bystanders", session);
    const findings = [...this.#findings(plain, "plain", session), ...others.filter(({ property }) => !plain.has(property))];
    const mutations = this.#mutations(session);
    // Last, so that no finding has to wait for it.
    if (this.#isComplete) this.#audit();
    return this.#checked(session, findings, mutations, rests);
  }

  get #isComplete(): boolean {
    return this.#limit === undefined && this.#failure === undefined;
  }

  /** Runs a part; it is completed if it comes to its end. */
  #phase(phase: CheckPhase, session: Session, run: () => boolean): void {
    try {
      const isWhole = run();
      this.#limit ??= this.#budget.stop();
      this.#failure ??= session.world.failure;
      if (!isWhole || !this.#isComplete) return;
      this.#completed.push(phase);
      this.#report.phase(phase);
    } catch (error) {
      if (!(error instanceof ProcessStopped)) throw error;
      if (error.failure.limit === undefined) this.#failure ??= error.failure;
      else this.#limit ??= error.failure.limit;
    }
  }

  /** Strands are remembered and taken for one another: that counts only as long as the code does the same whenever it gets the same. */
  #audit(): void {
    try {
      this.#failure = this.#process.audit();
    } catch (error) {
      if (!(error instanceof ProcessStopped)) throw error;
      this.#limit = error.failure.limit;
      if (error.failure.limit === undefined) this.#failure = error.failure;
    }
  }

  #search(session: Session, faults: number, collected: Collected): boolean {
    const { states, transitions, end } = searchAll(session, faults, this.#budget, collected, (found) =>
      this.#tellNow(found, "plain", session),
    );
    this.#states += states;
    this.#transitions += transitions;
    if (end !== "enough") this.#limit ??= end;
    return end === undefined;
  }

  /** What the quiet run shows already: the search takes longer. */
  #tellEarly(session: Session, collected: Collected): void {
    for (const found of collected.all()) {
      const told = this.#attempt(() => session.retell(found.codes, found.loop));
      if (told !== undefined && !("step" in told)) this.#report.finding(findingOf(found, { ...told.run, world: "plain" }));
    }
    for (const { finding } of this.#mutations(session)) if (finding) this.#report.finding(finding);
  }

  /** What goes wrong with a fault at a write of the quiet run: the search finds it, too, but later, if no limit comes first. */
  #probe(session: Session): readonly Found[] {
    const found = this.#attempt(() => probe(session, this.#budget)) ?? [];
    this.#tellNow(found, "plain", session);
    return found.filter((each) => this.#told.has(nameOf(each, "plain")));
  }

  /** With a second resource and bystanders, quietly: only what it does to others counts. */
  #owned(session: Session, crowd: Collected): void {
    const setup = crowded(this.#setup, session);
    const other = new Session(setup, this.#platform, this.#process, () => this.#budget.stop());
    const all = new Collected();
    this.#phase("owned", other, () => {
      other.runQuietly(this.#budget, all);
      return true;
    });
    for (const found of all.all()) if (found.property === "owned-only") crowd.add(found);
  }

  /** Each violation is run once more before it is told: in a world of its own, or, where a limit struck, by what is remembered of the first run. */
  #findings(collected: Collected, world: Run["world"], searched: Session): readonly Finding[] {
    return collected.all().flatMap((found) => {
      const known = this.#told.get(nameOf(found, world));
      if (known !== undefined) return [known];
      const told = this.#retold(found, world, this.#limit === undefined ? this.#again(world, searched) : searched);
      if (told === undefined) return [];
      if (told === "otherwise") throw new Error(`${found.property} did not show again in a run of ${found.codes.length} steps`);
      this.#report.finding(told);
      return [told];
    });
  }

  /** Objects of a cache that are changed, with runs that show it. */
  #mutations(session: Session): readonly MutationFound[] {
    return this.#process.cacheMutations.map((mutation) => {
      const found = session.mutations.of(mutation);
      const told = found && this.#attempt(() => session.retell(found.codes, 0));
      if (!found || !told || "step" in told || !told.violations.some(({ property }) => property === "FL2106")) return { mutation };
      return { mutation, finding: findingOf(found, { ...told.run, world: "plain" }) };
    });
  }

  /** What a search has found, while it goes on. */
  #tellNow(all: readonly Found[], world: Run["world"], searched: Session): void {
    if (this.#limit !== undefined || all.length === 0) return;
    const session = this.#attempt(() => this.#again(world, searched));
    if (session === undefined) return;
    for (const found of all) {
      const told = this.#retold(found, world, session);
      if (told === undefined || told === "otherwise") continue;
      this.#told.set(nameOf(found, world), told);
      this.#report.finding(told);
    }
  }

  #retold(found: Found, world: Run["world"], session: Session): Finding | "otherwise" | undefined {
    const told = this.#attempt(() => session.retell(found.codes, found.loop));
    if (told === undefined) return undefined;
    const isThere = "run" in told && told.violations.some(({ property }) => isSame(property, found.property));
    return isThere ? findingOf(found, { ...told.run, world }) : "otherwise";
  }

  #again(world: Run["world"], { untiring }: Session): Session {
    const known = this.#others.get(world);
    if (known !== undefined) return known;
    const session = sessionOf(this.#process, this.#setup, this.#platform, world, untiring);
    session.runQuietly(untiring, new Collected());
    this.#others.set(world, session);
    return session;
  }

  /** Undefined: a limit of the process struck. */
  #attempt<Value>(run: () => Value): Value | undefined {
    try {
      return run();
    } catch (error) {
      if (error instanceof ProcessStopped) return undefined;
      throw error;
    }
  }

  #checked(session: Session, findings: readonly Finding[], cacheMutations: readonly MutationFound[], rests: boolean): Checked {
    const complete = rests && this.#isComplete && this.#completed.includes("single");
    const witness = this.#attempt(() => describeRun(session.transitions, session.quiet, 0, 0)) ?? { step: 0 };
    const { setup } = session.world;
    const bounds = {
      faults: this.#completed.includes("pairs") ? 2 : 1,
      edits: session.leftOut?.edit ?? setup.edits.length,
      recreations: 1,
      replicas: setup.replicas,
      resources: this.#resources,
      completed: this.#completed,
    };
    return {
      properties: propertiesOf(setup).map((property): PropertyResult => {
        const finding = findings.findIndex((each) => each.property === property);
        if (finding >= 0) return { property, verdict: "violated", finding };
        return { property, verdict: complete ? "holds" : "undecided" };
      }),
      findings,
      witness: "step" in witness ? { world: "plain", initial: { objects: [], external: {} }, steps: [] } : { ...witness, world: "plain" },
      bounds,
      stats: { states: this.#states, transitions: this.#transitions, executions: this.#process.stats.runs, complete },
      cacheMutations,
      passedOver: session.world.complaints.all,
      ...(this.#limit ? { limit: this.#limit } : {}),
      ...(this.#limit && this.#process.restless !== undefined ? { restless: this.#process.restless } : {}),
      ...(this.#failure ? { failure: this.#failure } : {}),
      ...(session.leftOut ? { leftOut: session.leftOut } : {}),
    };
  }
}

function sessionOf(process: Process, setup: Setup, platform: Platform, world: Run["world"], budget: Budget): Session {
  const atWork = () => budget.stop();
  const session = new Session(setup, platform, process, atWork);
  if (world === "plain") return session;
  session.runQuietly(budget, new Collected());
  return new Session(crowded(setup, session), platform, process, atWork);
}

function findingOf(found: Found, run: Run): Finding {
  const { property, objects, detail } = found;
  const { cause, at, harm } = causeOf(found, run);
  return { property, run, ...(harm === undefined ? {} : { harm }), cause, objects, detail, ...(at ? { at } : {}) };
}

function propertiesOf({ hasDesired, invariants }: Setup): readonly PropertyId[] {
  return [...always, ...(hasDesired ? (["desired"] as const) : []), ...invariants.map((name) => `invariant:${name}` as const)];
}

const nameOf = ({ property, codes, loop }: Found, world: Run["world"]): string => `${world} ${property} ${loop} ${codes.join()}`;

const always: readonly PropertyId[] = [
  "converges",
  "quiescent",
  "idempotent",
  "confluent",
  "stale-safe",
  "owned-only",
  "no-leak",
  "finalizer",
  "errors-retried",
  "status-honest",
  "bounded",
];

const silent: CheckReport = { finding: () => {}, phase: () => {} };
