import type { JsonObject } from "../../../protocol/json.ts";
import type { Problem } from "../../../protocol/problem.ts";
import type { PropertyVerdict, Reason } from "../../../protocol/report.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Budget } from "../../core/budget.ts";
import type { Outcome, Program, Scenario } from "../../core/simulator.ts";
import type { KindName, Payload } from "../payload.ts";
import { loadProcess } from "../process/load.ts";
import type { ProcessFailure } from "../../core/program/stopped.ts";
import type { Process } from "../process/types.ts";
import type { CheckBounds, Checked, LeftOut } from "../properties/types.ts";
import { check } from "../world/check.ts";
import { UnknownKind } from "../world/kinds.ts";
import { UnusableSetup } from "../world/seed.ts";
import type { Setup } from "../world/setup.ts";
import { problemAt, readFiles } from "./files.ts";
import { processOptions } from "./kinds-served.ts";
import { type ReadSetup, setupOf } from "./setup-of.ts";
import { mutationProblem, mutationsTold } from "./mutation.ts";
import { objectName } from "./sample-name.ts";
import { shownOf } from "./shown.ts";
import { soFar } from "./so-far.ts";

/** A controller that can be run: its code has been evaluated, and its world read. */
export interface Prepared extends ReadSetup {
  readonly process: Process;
}

/** Runs a scenario: every history of the user, every fault within the bounds. */
export function runScenario(scenario: Scenario, payload: Payload, program: Program, budget: Budget): Outcome {
  const prepared = prepare(scenario, payload, program, budget);
  if ("verdict" in prepared) return prepared;
  try {
    const checked = check(prepared.process, prepared.setup, budget, soFar(scenario, payload, program, prepared.setup, budget));
    return outcomeOf(scenario, payload, program, prepared, checked);
  } catch (error) {
    if (error instanceof UnusableSetup) return unusable(scenario, prepared, error);
    if (error instanceof UnknownKind) return wrongData([plainProblem(scenario, error.message)]);
    throw error;
  }
}

/** Evaluates the code and reads the files; an outcome where that cannot be done. */
export function prepare(scenario: Scenario, payload: Payload, program: Program, budget: Budget): Prepared | Outcome {
  const files = readFiles(scenario, payload);
  if (files.problems.length > 0) return wrongData(files.problems);
  const options = processOptions(scenario, payload, files, budget);
  const loaded = loadProcess(program, options);
  if (loaded.kind === "failed") return failedToLoad(scenario, loaded.failure);
  const read = setupOf(scenario, payload, files, loaded.process);
  if (read.kind === "wrong") return wrongData(read.problems);
  options.knows(read.setup);
  const handled = payload.style === "tagged" ? (payload.handled ?? []) : [];
  const owns = [...read.setup.owns, ...options.kindsAt(handled).filter((kind) => !isWatched(read.setup, kind))];
  const caches = options.kindsAt(loaded.process.informers ?? []).filter((kind) => !isWatched({ ...read.setup, owns }, kind));
  return { setup: { ...read.setup, owns, caches }, documents: read.documents, process: loaded.process };
}

const isWatched = ({ resource, owns, watches }: Setup, { apiVersion, kind }: KindName): boolean =>
  [resource, ...owns, ...watches].some((each) => each.apiVersion === apiVersion && each.kind === kind);

function outcomeOf(scenario: Scenario, payload: Payload, program: Program, { setup }: Prepared, checked: Checked): Outcome {
  const { witness, bounds, stats, failure } = checked;
  const mutations = mutationsTold(program, checked.cacheMutations);
  const all = [...checked.findings, ...mutations.flatMap(({ finding }) => finding ?? [])];
  const { traces, problems, order, right } = shownOf(scenario, payload, setup, all, witness);
  const isViolated = checked.findings.length > 0;
  const reason = stats.complete ? undefined : reasonOf(checked);
  // A run that was cut off is no example of anything.
  const hasWitness = !isViolated && bounds.completed.includes("happy") && witness.steps.length > 0;
  return {
    verdict: isViolated ? "violated" : stats.complete ? "holds" : "undecided",
    ...(reason ? { reason } : {}),
    ...(hasWitness ? { witness: traces.length } : {}),
    properties: checked.properties.map(
      ({ property, verdict, finding }): PropertyVerdict => ({
        id: property,
        verdict,
        ...(finding === undefined ? {} : { trace: order.indexOf(finding) }),
      }),
    ),
    problems: [
      ...problems,
      ...mutations.flatMap(({ mutation, finding }) => (finding ? [] : [mutationProblem(scenario, mutation)])),
      ...(failure ? [failureProblem(scenario, failure)] : []),
      ...checked.passedOver.map(({ message, at }) => passedOverProblem(scenario, message, at)),
      ...(checked.leftOut ? [leftOutProblem(scenario, payload, checked.leftOut)] : []),
    ],
    traces: hasWitness ? [...traces, right.trace] : traces,
    bounds: boundsOf(bounds),
    stats,
  };
}

function boundsOf({ faults, edits, recreations, replicas, resources, completed }: CheckBounds): JsonObject {
  const user = completed.includes("single") ? { user: "after the last fault the user acts between reconciles only" } : {};
  return { faults, edits, recreations, resources, replicas, completed: completed.join(","), ...user };
}

function reasonOf({ limit, failure, stats, bounds, findings, restless }: Checked): Reason {
  if (failure) return { code: failure.code, limit: "not-modelled", message: failure.message };
  const isWrongAlready = findings.length > 0 && !bounds.completed.includes("happy");
  if (limit === undefined && isWrongAlready) {
    return { message: "the run without faults fails already: what comes after that, and faults, were not looked at" };
  }
  const done =
    bounds.completed.length === 0 ? "no part was completed" : `completed: ${bounds.completed.map((phase) => phaseNames[phase]).join(", ")}`;
  return {
    limit: limit ?? "states",
    message: `the limit of ${limit ?? "states"} came first: ${stats.states} states were visited; ${done}${restless === undefined ? "" : restlessWords(restless)}`,
  };
}

const restlessWords = (name: string): string =>
  `; module state is another one after each reconcile${name === "" ? "" : ` (${backticked(name)})`}, and each makes states of its own`;
const backticked = (name: string): string => `\`${name}\``;

const phaseNames = {
  happy: "the run without faults",
  owned: "a second resource and bystanders",
  single: "every single fault",
  pairs: "every pair of faults",
} as const;

const nothing = { properties: [], traces: [], bounds: {}, stats: { states: 0, transitions: 0, executions: 0, complete: false } } as const;

function failedToLoad(scenario: Scenario, failure: ProcessFailure): Outcome {
  const { limit, message, code } = failure;
  if (limit) return { verdict: "undecided", reason: { limit, message }, problems: [], ...nothing };
  return { verdict: "not-run", reason: { code, message }, problems: [failureProblem(scenario, failure)], ...nothing };
}

function failureProblem(scenario: Scenario, { code, message, at }: ProcessFailure): Problem {
  const place: SourceSpan = at ?? { path: scenario.path, range: scenario.range };
  return { code, severity: code === "FL0003" ? "warning" : "error", message, ...place, property: code, related: [] };
}

/** Nothing in the cluster tells that a function of the definition fails. */
const passedOverProblem = (scenario: Scenario, message: string, at: SourceSpan | undefined): Problem => ({
  ...plainProblem(scenario, message),
  severity: "warning",
  ...at,
});

/** Told at the edit; of a definition at its place. */
function leftOutProblem(scenario: Scenario, payload: Payload, { edit, why }: LeftOut): Problem {
  const range = (payload.style === "tagged" ? payload.edits[edit]?.range : undefined) ?? scenario.range;
  const message = `Edit ${edit + 1} cannot be made, so neither it nor what follows it was tried: ${why}`;
  return { ...plainProblem(scenario, message), severity: "warning", range };
}

function wrongData(problems: readonly Problem[]): Outcome {
  return {
    verdict: "not-run",
    reason: { code: "FL0002", message: problems[0]?.message ?? "the sample cannot be read" },
    problems,
    ...nothing,
  };
}

const plainProblem = ({ path, range }: Scenario, message: string): Problem => ({
  code: "FL0002",
  severity: "error",
  message,
  path,
  range,
  property: "FL0002",
  related: [],
});

/** The API server refuses an object of the sample: told where it stands, field by field. */
function unusable(scenario: Scenario, { documents, setup }: Prepared, error: UnusableSetup): Outcome {
  const document = documents[error.object];
  const object = [setup.sample, ...setup.world][error.object];
  const what = object ? objectName(object) : "definition";
  if (!document) return wrongData([plainProblem(scenario, `the API server refuses ${what}: ${error.message}`)]);
  const causes = error.causes.length > 0 ? error.causes : [{ field: "", message: error.message }];
  return wrongData(
    causes.map(({ field, message }) =>
      problemAt(document, pathOf(field), `the API server refuses ${what}: ${field === "" ? "" : `${field}: `}${message}`),
    ),
  );
}

/** `spec.ports[0].name` in its parts. */
const pathOf = (field: string): readonly (string | number)[] =>
  [...field.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part));
