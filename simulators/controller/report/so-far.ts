import type { Budget } from "../../core/budget.ts";
import type { PropertyVerdict } from "../../../protocol/report.ts";
import type { Outcome, Program, Scenario } from "../../core/simulator.ts";
import type { Payload } from "../payload.ts";
import type { CheckPhase, CheckReport, Finding, Run } from "../properties/types.ts";
import type { Setup } from "../world/setup.ts";
import { isHandedOver } from "./mutation.ts";
import { shownOf } from "./shown.ts";

/** Tells what is known after each part of a check, and with each finding. */
export function soFar(scenario: Scenario, payload: Payload, program: Program, setup: Setup, budget: Budget): CheckReport {
  let findings: readonly Finding[] = [];
  let done: CheckPhase | undefined;
  const tell = (...news: readonly ["finding"] | readonly []): void => {
    const [found, phase] = [findings, done];
    budget.partial?.(() => outcomeSoFar(scenario, payload, setup, found, phase), ...news);
  };
  return {
    finding(finding) {
      if (finding.property === "FL2106" && isHandedOver(program)) return;
      // One of the same property is a shorter run to it.
      findings = [...findings.filter((known) => !isSame(known, finding)), finding];
      tell("finding");
    },
    phase(phase) {
      done = phase;
      tell();
    },
  };
}

const isSame = (a: Finding, b: Finding): boolean =>
  a.property === b.property && (a.property !== "FL2106" || JSON.stringify(a.at) === JSON.stringify(b.at));

function outcomeSoFar(
  scenario: Scenario,
  payload: Payload,
  setup: Setup,
  findings: readonly Finding[],
  phase: CheckPhase | undefined,
): Outcome {
  const { traces, problems, order } = shownOf(scenario, payload, setup, findings, notYet);
  const properties = order.flatMap((index, trace): readonly PropertyVerdict[] => {
    const { property } = findings[index] as Finding;
    return property === "FL2106" ? [] : [{ id: property, verdict: "violated", trace }];
  });
  return {
    verdict: properties.length > 0 ? "violated" : "undecided",
    ...(phase === undefined ? {} : { reason: { message: doneWords[phase] } }),
    properties,
    problems,
    traces,
    bounds: {},
    stats: { states: 0, transitions: 0, executions: 0, complete: false },
  };
}

/** The run without faults is told when all is done. */
const notYet: Run = { world: "plain", initial: { objects: [], external: {} }, steps: [] };

const doneWords = {
  happy: "happy path done",
  owned: "bystanders done",
  single: "single faults done",
  pairs: "pairs of faults done",
} as const satisfies Record<CheckPhase, string>;
