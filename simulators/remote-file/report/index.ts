import type { JsonObject } from "../../../protocol/json.ts";
import type { Code, Problem } from "../../../protocol/problem.ts";
import type { PropertyVerdict, Reason } from "../../../protocol/report.ts";
import type { Trace } from "../../../protocol/trace.ts";
import type { Outcome, Scenario } from "../../core/simulator.ts";
import { countOf } from "../../core/config/words.ts";
import { checkClaim } from "../nodes/claim.ts";
import type { ProcessFailure } from "../../core/program/stopped.ts";
import { isBreach } from "../properties/index.ts";
import type { Explored, RecordedRun, Setup } from "../verify/types.ts";
import { costsOf } from "./costs.ts";
import { eventsOf } from "./events.ts";
import { problemOf } from "./problems.ts";
import { Teller } from "./teller.ts";
import { propertyOf, type Shown, traceOf } from "./trace.ts";

export { readSubject, type Subject } from "./subject.ts";
export { Teller } from "./teller.ts";
export { traceOf } from "./trace.ts";

/** What a search has found, as it is reported. */
export function outcomeOf(scenario: Scenario, setup: Setup, explored: Explored): Outcome {
  const shown = shownOf(explored);
  const tellers = new Map<RecordedRun, Teller>();
  const tellerOf = (run: RecordedRun): Teller => {
    const teller = tellers.get(run) ?? new Teller(setup, run);
    tellers.set(run, teller);
    return teller;
  };
  const traces = shown.map(({ what, run }) => traceOf(scenario, tellerOf(run), what));
  const problems = shown.flatMap(({ what, run }, index): readonly Problem[] => {
    const trace = traces[index];
    return what.kind === "main" || !trace ? [] : [problemOf(scenario, tellerOf(run), what, trace, index)];
  });
  const isViolated = shown.length > 0;
  const hasWitness = !isViolated && explored.main !== undefined;
  const witness: readonly Trace[] = hasWitness && explored.main ? [traceOf(scenario, tellerOf(explored.main), { kind: "main" })] : [];
  const reason = explored.isComplete ? undefined : reasonOf(explored);
  return {
    verdict: isViolated ? "violated" : explored.isComplete ? "holds" : "undecided",
    ...(reason ? { reason } : {}),
    ...(hasWitness ? { witness: 0 } : {}),
    properties: propertiesOf(
      setup,
      explored,
      shown.map(({ what, run }) => propertyOf(tellerOf(run), what) ?? ""),
    ),
    problems: [...problems, ...(explored.notModelled ? [notModelled(scenario, explored.notModelled)] : [])],
    traces: isViolated ? traces : witness,
    bounds: boundsOf(setup, explored),
    stats: { states: explored.states, transitions: explored.transitions, executions: explored.executions, complete: explored.isComplete },
    details: detailsOf(explored),
    ...(explored.main ? { notes: costsOf(tellerOf(explored.main), scenario.path) } : {}),
  };
}

interface ShownRun {
  readonly what: Shown;
  readonly run: RecordedRun;
}

/** Causes before what follows from them: what explains most gives the panel its title. */
function shownOf({ found, observers }: Explored): readonly ShownRun[] {
  const breaches = found.flatMap(({ violation, run }) =>
    isBreach(violation) ? [{ what: { kind: "breach", breach: violation } as const, run }] : [],
  );
  const checks = observers.map((one) => ({ what: { kind: "observer", found: one } as const, run: one.run }));
  return [...breaches.sort((a, b) => rankOf(a.what.breach.code) - rankOf(b.what.breach.code)), ...checks].sort(
    (a, b) => rankOfShown(a.what) - rankOfShown(b.what),
  );
}

const ranks: readonly Code[] = [
  "FL4001",
  "FL4010",
  "FL4006",
  "FL4003",
  "FL4009",
  "FL4007",
  "FL4014",
  "FL4011",
  "FL4008",
  "FL4015",
  "FL4021",
  "FL4022",
  "FL4023",
  "FL4024",
  "FL4004",
];
const rankOf = (code: Code): number => ranks.indexOf(code);
const rankOfShown = (shown: Shown): number => (shown.kind === "breach" ? rankOf(shown.breach.code) : rankOf("FL4022"));

/** Ids of the contract; those that only a run shows are listed when one does. */
function propertiesOf({ payload }: Setup, { isComplete }: Explored, violated: readonly string[]): readonly PropertyVerdict[] {
  const ids = [
    "no-torn-read",
    "no-lost-update",
    "published-after-payload",
    "no-stale-access",
    ...(payload.configuration.explore.crashes > 0 ? ["prefix-durable"] : []),
    "errors-handled",
    "no-fallback",
    ...payload.observers.map(({ kind, name }) => `${kind}:${name}`),
    "no-exception",
  ];
  return [...new Set([...ids, ...violated])].map((id): PropertyVerdict => {
    const trace = violated.indexOf(id);
    if (trace >= 0) return { id, verdict: "violated", trace };
    return { id, verdict: isComplete ? "holds" : "undecided" };
  });
}

function boundsOf({ payload }: Setup, { bounds, isComplete }: Explored): JsonObject {
  const { nodes, explore } = payload.configuration;
  const { fragments, preemptions, crashes } = isComplete ? explore : bounds;
  return { processes: payload.processes.length, nodes: nodes.length, fragments, preemptions, crashes };
}

function reasonOf({ limit, notModelled: failure, states, executions, bounds }: Explored): Reason {
  if (failure) return { code: failure.code, limit: "not-modelled", message: failure.message };
  const done = `done: ${countOf(bounds.crashes, "crash", "crashes")}, ${countOf(bounds.preemptions, "switch", "switches")}`;
  // The search goes on.
  if (limit === undefined) return { message: done };
  return {
    limit,
    message: `the limit of ${limit} came first: ${states} states and ${executions} whole runs were tried; ${done}`,
  };
}

function notModelled(scenario: Scenario, { code, message, at }: ProcessFailure): Problem {
  const place = at ?? { path: scenario.path, range: scenario.range };
  return {
    code,
    severity: code === "FL0003" ? "warning" : "error",
    message,
    path: place.path,
    range: place.range,
    property: code,
    related: [],
  };
}

/** What the systems of memory nodes had to do between open and close (C5 of claim 1 says: nothing), and what went past them. */
function detailsOf({ main, found, observers }: Explored): JsonObject {
  const runs = [...(main ? [main] : []), ...found.map(({ run }) => run), ...observers.map(({ run }) => run)];
  const reports = runs.map((run) => checkClaim(eventsOf(run)));
  return {
    bypass: {
      events: reports.reduce((sum, { bypassEvents }) => sum + bypassEvents, 0),
      bytesOneSided: reports[0]?.bytesOneSided ?? 0,
    },
    times: "simulated",
  };
}
