import type { JsonObject } from "../../../protocol/json.ts";
import type { Code, Problem, Severity } from "../../../protocol/problem.ts";
import type { Limit, PropertyVerdict, Reason } from "../../../protocol/report.ts";
import type { Trace } from "../../../protocol/trace.ts";
import type { Budget } from "../../core/budget.ts";
import type { Outcome, Program, Scenario } from "../../core/simulator.ts";
import type { Payload } from "../payload.ts";
import { bufferWords } from "../machine/memory.ts";
import type { LoadFailure } from "../verify/load.ts";
import { minimise } from "../verify/minimise.ts";
import { follow, type Stage, worldAtStart } from "../verify/replay.ts";
import type { Finding } from "../verify/search.ts";
import { type Verification, verify } from "../verify/verify.ts";
import { ProgramNames } from "./names.ts";
import { notesOf } from "./notes.ts";
import { Places } from "../../core/places.ts";
import { problemOf } from "./problems.ts";
import { makeTrace, recordRun } from "./record-run.ts";

/** Runs a scenario: every schedule of its threads, every placement of events. */
export function runScenario(scenario: Scenario, payload: Payload, program: Program, budget: Budget): Outcome {
  const places = new Places(program);
  const names = new ProgramNames(places, scenario.path, payload);
  const verification = verify(program, payload, names, budget);
  if (verification.kind === "failed" && verification.limit) return stopped(verification.limit, verification.message);
  if (verification.kind === "failed") return notRun(scenario, payload, places, verification);
  if (verification.misuse) {
    const { name, message, offset } = verification.misuse;
    return notRun(scenario, payload, places, { kind: "failed", code: "FL0002", message, offset, declaration: name });
  }
  const stage: Stage = { program, payload: verification.payload, options: verification.options, names, budget };
  return new Reporter(scenario, places, stage, verification).outcome();
}

/** Makes the outcome of what was verified. */
class Reporter {
  readonly #scenario: Scenario;
  readonly #places: Places;
  readonly #stage: Stage;
  readonly #found: Verification;
  readonly #traces: Trace[] = [];
  readonly #problems: Problem[] = [];

  /** What explains most comes first: it gives the panel its title. */
  readonly #findings: readonly Finding[];

  constructor(scenario: Scenario, places: Places, stage: Stage, found: Verification) {
    const told = scenario.findings.filter(({ code }) => code === "FL1006").map(({ path }) => path);
    const isNew = ({ failure }: Finding) => failure.code !== "FL1006" || !told.includes(places.span(failure.offset)?.path ?? "");
    // Awaits that the text shows have been told without a run.
    this.#findings = found.search.findings.filter(isNew).sort((a, b) => rankOf(a) - rankOf(b));
    this.#scenario = scenario;
    this.#places = places;
    this.#stage = stage;
    this.#found = found;
  }

  outcome(): Outcome {
    const { search, payload } = this.#found;
    for (const finding of this.#findings) this.#tell(finding);
    const witness = this.#witness();
    const notModelled = this.#notModelled();
    const isDecided = search.isComplete && notModelled === undefined;
    const isViolated = this.#problems.some(({ severity }) => severity !== "information");
    const reason = isDecided ? undefined : this.#reason(notModelled);
    const notes = notesOf(this.#scenario, payload, this.#stage, this.#found, this.#places);
    this.#problems.push(...notes.problems);
    return {
      verdict: isViolated ? "violated" : isDecided ? "holds" : "undecided",
      ...(reason ? { reason } : {}),
      ...(witness === undefined || isViolated ? {} : { witness }),
      properties: this.#properties(isDecided),
      problems: this.#problems,
      traces: this.#traces,
      bounds: boundsOf(payload, search.bound),
      stats: { states: search.states, transitions: search.transitions, executions: search.executions, complete: isDecided },
      notes: notes.notes,
    };
  }

  /** Replays a finding, makes it small, records it. */
  #tell({ failure, path, loop }: Finding): void {
    const { sharing } = this.#found;
    const world = worldAtStart(this.#stage, sharing);
    const start = world.mark();
    const run = follow(world, path, failure);
    world.undoTo(start);
    const isLasso = loop !== undefined;
    if (!isLasso && !run.failure) throw new Error(`${failure.code}: the counterexample does not fail when it is replayed`);
    const small = isLasso ? run : minimise(world, run, failure);
    const recording = recordRun(this.#stage, sharing, this.#places, small.choices, isLasso ? { failure, loop } : { failure });
    const trace = makeTrace(this.#scenario, this.#stage, recording, sharing);
    const severity = this.#severity(failure.code);
    this.#problems.push(problemOf(this.#scenario, this.#found.payload, recording, trace, this.#traces.length, severity));
    this.#traces.push(trace);
  }

  /** model=async: an end that no order of calls has is only an error together with another failure, or when the file asks for it. */
  #severity(code: Code): Severity {
    if (code === "FL1018") return "warning";
    if (code !== "FL1002" || this.#found.payload.machine.model !== "async" || this.#found.payload.machine.isSerialisable) return "error";
    const others = this.#found.search.findings.some(({ failure }) => ["FL1003", "FL1004", "FL1022"].includes(failure.code));
    return others ? "error" : "information";
  }

  #witness(): number | undefined {
    const path = this.#found.search.mainPath;
    if (path === undefined) return undefined;
    const recording = recordRun(this.#stage, this.#found.sharing, this.#places, path, {});
    this.#traces.push(makeTrace(this.#scenario, this.#stage, recording, this.#found.sharing));
    return this.#traces.length - 1;
  }

  #notModelled(): string | undefined {
    const { notModelled } = this.#found.search;
    if (!notModelled) return undefined;
    const place = this.#places.span(notModelled.offset) ?? { path: this.#scenario.path, range: this.#scenario.range };
    const code = /^not modelled: host|is not modelled: /.test(notModelled.message) ? "FL0003" : "FL1020";
    this.#problems.push({
      code,
      severity: code === "FL0003" ? "warning" : "information",
      message: notModelled.message,
      path: place.path,
      range: place.range,
      ...(code === "FL0003" ? { property: "FL0003" } : {}),
      related: [],
    });
    return notModelled.message;
  }

  #reason(notModelled: string | undefined): Reason {
    const { search } = this.#found;
    if (notModelled !== undefined) {
      const last = this.#problems.at(-1);
      return { ...(last ? { code: last.code } : {}), limit: "not-modelled", message: notModelled };
    }
    const limit = search.limit ?? "states";
    const place = this.#places.span(search.endlessAt);
    const endless = place ? `; a run that may have no end was in line ${place.range.start.line + 1} of ${place.path}` : "";
    const message = `the limit of ${limit} came first: ${search.states} states and ${search.executions} whole runs were tried${endless}`;
    return { limit, message };
  }

  #properties(isDecided: boolean): readonly PropertyVerdict[] {
    const { payload, comparesEnds } = this.#found;
    const ids = [
      ...(comparesEnds ? ["serialisable"] : []),
      "no-lost-update",
      "restart-safe",
      "no-await-in-section",
      "progress",
      ...(payload.handler ? ["handler-keeps-thread"] : []),
      ...(payload.machine.cpus > 1 ? ["isolation"] : []),
      ...payload.invariants.map(({ name }) => `invariant:${name}`),
      ...payload.finals.map(({ name }) => `finally:${name}`),
      "no-exception",
    ];
    return ids.map((id): PropertyVerdict => {
      const trace = this.#findings.findIndex(({ failure }) => failure.property === id);
      if (trace >= 0) return { id, verdict: "violated", trace };
      return { id, verdict: isDecided ? "holds" : "undecided" };
    });
  }
}

/** Causes before what follows from them. */
const ranks: readonly Code[] = [
  "FL1006",
  "FL1004",
  "FL1015",
  "FL1011",
  "FL1005",
  "FL1007",
  "FL1008",
  "FL1021",
  "FL1003",
  "FL1023",
  "FL1022",
  "FL1018",
  "FL1002",
];
const rankOf = ({ failure }: Finding): number => ranks.indexOf(failure.code);

function boundsOf({ threads, machine }: Payload, bound: number): JsonObject {
  const count = threads.reduce((sum, thread) => sum + thread.count, 0);
  const switches = bound === Infinity ? "all" : bound;
  if (machine.model === "async") return { threads: count, model: "async", switches };
  return {
    threads: count,
    model: machine.model,
    cpus: machine.cpus,
    isolation: machine.isolation,
    events: machine.events.join(","),
    maxEvents: machine.maxEvents,
    quantum: machine.quantum,
    ...(machine.isolation === "percpu" ? {} : { bufferWords }),
    switches,
  };
}

/** A limit came before anything was found out. */
function stopped(limit: Limit, message: string): Outcome {
  const stats = { states: 0, transitions: 0, executions: 0, complete: false };
  return { verdict: "undecided", reason: { limit, message }, properties: [], problems: [], traces: [], bounds: {}, stats };
}

function notRun(scenario: Scenario, payload: Payload, places: Places, failure: LoadFailure): Outcome {
  const declared = [...payload.threads, ...payload.invariants, ...payload.finals, ...(payload.handler ? [payload.handler] : [])].find(
    ({ name }) => name === failure.declaration,
  );
  const place = places.span(failure.offset) ?? { path: scenario.path, range: declared?.range ?? scenario.range };
  const problem: Problem = {
    code: failure.code,
    severity: failure.code === "FL0003" ? "warning" : "error",
    message: failure.message,
    path: place.path,
    range: place.range,
    property: failure.code === "FL1023" ? "no-exception" : failure.code,
    related: [],
  };
  return {
    verdict: "not-run",
    reason: { code: failure.code, message: failure.message },
    properties: [],
    problems: [problem],
    traces: [],
    bounds: {},
    stats: { states: 0, transitions: 0, executions: 0, complete: false },
  };
}
