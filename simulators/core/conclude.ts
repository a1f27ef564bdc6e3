import type { Problem } from "../../protocol/problem.ts";
import type { PropertyVerdict, Result, Verdict } from "../../protocol/report.ts";
import { comparePositions } from "../../protocol/source.ts";
import type { Replay } from "../../protocol/trace.ts";
import type { Outcome, Scenario } from "./simulator.ts";
import { suppress } from "./suppress.ts";

/** What the rim knows and the simulator does not. */
export interface Circumstances {
  /** `sha256:…` */
  readonly inputs: string;
  readonly milliseconds: number;
  readonly reproduce: string;
}

/**
 * Makes a result of a scenario and its outcome: static findings join the problems, comments suppress,
 * and the verdict follows from what is left (C1.1). Without an outcome the scenario was not run.
 */
export function conclude(scenario: Scenario, outcome: Outcome, circumstances: Circumstances): Result {
  const { inputs, milliseconds, reproduce } = circumstances;
  const found = [
    ...scenario.findings.filter((finding) => !outcome.problems.some((problem) => isWitnessOf(problem, finding))),
    ...outcome.problems.map((problem) => withFixesOf(problem, scenario.findings)),
  ];
  const problems = scenario.inputs.reduce<readonly Problem[]>(
    (left, input) => suppress(input.path, input.text, left, outcome.verdict !== "not-run" && outcome.verdict !== "undecided"),
    found,
  );
  const properties = judgeProperties(outcome.properties, problems);
  const verdict = judge(outcome, problems);
  return {
    simulator: scenario.simulator,
    scenario: scenario.name,
    path: scenario.path,
    range: scenario.range,
    verdict,
    ...(verdict === "undecided" || verdict === "not-run" ? { reason: outcome.reason ?? { message: "not everything was looked at" } } : {}),
    inputs,
    ...(outcome.witness !== undefined ? { witness: outcome.witness } : {}),
    properties,
    problems: [...problems].sort(byPlace),
    traces: outcome.traces.map((trace) => ({ ...trace, inputs })),
    bounds: outcome.bounds,
    stats: { ...outcome.stats, milliseconds },
    reproduce,
    ...(outcome.details ? { details: outcome.details } : {}),
    ...(outcome.notes ? { notes: outcome.notes } : {}),
  };
}

/** A run shows what the text made likely: its problem takes the place of the finding, with the finding's fixes. */
function isWitnessOf(problem: Problem, finding: Problem): boolean {
  const isAt = ({ path, range }: Pick<Problem, "path" | "range">): boolean =>
    problem.path === path && problem.range.start.line === range.start.line;
  return problem.trace !== undefined && problem.code === finding.code && [finding, ...finding.related].some(isAt);
}

/** What the findings say stays beside the problem: they may know what is written there, where the run knows what came of it. */
function withFixesOf(problem: Problem, findings: readonly Problem[]): Problem {
  const shown = findings.filter((finding) => isWitnessOf(problem, finding));
  if (shown.length === 0) return problem;
  const fixes = problem.fixes ?? shown.find((finding) => finding.fixes)?.fixes;
  const related = shown.map(({ path, range, message }) => ({ path, range, message }));
  return { ...problem, related: [...problem.related, ...related], ...(fixes ? { fixes } : {}) };
}

/** The outcome of a scenario that goes to no engine. */
export function notRunOutcome(scenario: Scenario): Outcome {
  const reason = scenario.notRun ?? { message: "not run" };
  return {
    verdict: "not-run",
    reason,
    properties: [],
    problems: [],
    traces: [],
    bounds: {},
    stats: { states: 0, transitions: 0, executions: 0, complete: false },
  };
}

/** The outcome of a scenario whose program could not be bundled: it cannot be run. */
export const withoutProgram = (scenario: Scenario): Outcome =>
  notRunOutcome({ ...scenario, notRun: { code: "FL0003", message: "the program could not be bundled" } });

/** The same of a trace. */
export const replayWithoutProgram: Replay = { kind: "does-not-fit", step: 0, message: "the program could not be bundled" };

/** Counts against the user: a warning or an error that is not suppressed and does not merely say "not run" or "not modelled". */
export function isViolation(problem: Problem): boolean {
  return problem.severity !== "information" && problem.suppressed === undefined && !saysNotRun.test(problem.code);
}

const saysNotRun = /^FL(0\d{3}|3000|4000|1020)$/;

function judge(outcome: Outcome, problems: readonly Problem[]): Verdict {
  if (outcome.verdict === "not-run") return "not-run";
  if (problems.some(isViolation)) return "violated";
  // A violation that does not count after all does not make a search complete.
  if (outcome.verdict === "undecided" || !outcome.stats.complete) return "undecided";
  return "holds";
}

/** A property is violated when a problem that counts names it; static findings are properties by their code. */
function judgeProperties(properties: readonly PropertyVerdict[], problems: readonly Problem[]): readonly PropertyVerdict[] {
  const failing = new Map<string, Problem>();
  for (const problem of problems) {
    const id = problem.property ?? problem.code;
    if (isViolation(problem) && !failing.has(id)) failing.set(id, problem);
  }
  const judged = properties.map((property): PropertyVerdict => {
    const problem = failing.get(property.id);
    failing.delete(property.id);
    if (problem) return { id: property.id, verdict: "violated", ...(problem.trace !== undefined ? { trace: problem.trace } : {}) };
    return property.verdict === "violated" ? { id: property.id, verdict: "holds" } : property;
  });
  const added = [...failing].map(
    ([id, problem]): PropertyVerdict => ({
      id,
      verdict: "violated",
      ...(problem.trace !== undefined ? { trace: problem.trace } : {}),
    }),
  );
  return [...judged, ...added];
}

const byPlace = (a: Problem, b: Problem): number =>
  compareText(a.path, b.path) ||
  comparePositions(a.range.start, b.range.start) ||
  compareText(a.code, b.code) ||
  compareText(a.message, b.message);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
