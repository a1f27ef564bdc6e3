import type { Problem } from "../../../protocol/problem.ts";
import type { Trace } from "../../../protocol/trace.ts";
import type { Scenario } from "../../core/simulator.ts";
import type { Payload } from "../payload.ts";
import type { Finding, Run } from "../properties/types.ts";
import type { Setup } from "../world/setup.ts";
import { Names } from "./names.ts";
import { problemOf, type RightRun } from "./problems.ts";
import type { Told } from "./step-words.ts";
import { traceOf } from "./trace.ts";

/** Findings as they are shown. */
export interface Shown {
  /** One of each finding, in the order in which they are shown. */
  readonly traces: readonly Trace[];
  readonly problems: readonly Problem[];
  /** Of each trace, which of the findings it is of. */
  readonly order: readonly number[];
  readonly right: RightRun;
}

/** Traces and problems of findings. `witness`: the run without faults, without steps as long as it is not known. */
export function shownOf(scenario: Scenario, payload: Payload, setup: Setup, found: readonly Finding[], witness: Run): Shown {
  const order = byWeight(found);
  const findings = order.map((index) => found[index] as Finding);
  const told: Told = {
    names: new Names(setup, [witness, ...findings.map(({ run }) => run)]),
    hasProcesses: setup.replicas > 1,
    edits: payload.style === "tagged" ? payload.edits.map(({ text }) => text) : [],
  };
  const quiet = witness.steps.length > 0 ? witness : undefined;
  const traces = findings.map((finding) => traceOf(scenario, setup, finding.run, told, finding, quiet));
  const right = { run: witness, trace: traceOf(scenario, setup, witness, told) };
  const problems = findings.map((finding, index) => problemOf(scenario, finding, traces[index] as Trace, index, right));
  return { traces, problems, order, right };
}

/** Indices of findings: fewest faults first, then the shortest; of one run's findings those that say most of what is lost. */
function byWeight(findings: readonly Finding[]): readonly number[] {
  const faults = ({ run, cause }: Finding): number => (cause.fault !== undefined && run.steps[cause.fault] ? 1 : 0);
  return findings
    .map((_, index) => index)
    .sort((a, b) => {
      const [left, right] = [findings[a] as Finding, findings[b] as Finding];
      return faults(left) - faults(right) || left.run.steps.length - right.run.steps.length || weightOf(left) - weightOf(right) || a - b;
    });
}

const weightOf = ({ property }: Finding): number => (property.startsWith("invariant:") ? 0 : weights.indexOf(property));

const weights: readonly string[] = [
  "desired",
  "stale-safe",
  "owned-only",
  "no-leak",
  "finalizer",
  "errors-retried",
  "status-honest",
  "bounded",
  "converges",
  "idempotent",
  "confluent",
  "quiescent",
];
