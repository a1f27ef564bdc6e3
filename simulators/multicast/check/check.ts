import type { PropertyVerdict, Reason } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import { isViolation } from "../../core/conclude.ts";
import type { Outcome, Scenario } from "../../core/simulator.ts";
import { documentOf, payloadOf } from "../config/index.ts";
import { checkedCodes } from "./codes.ts";
import type { Desk, Draft } from "./draft.ts";
import { failureProblems } from "./problems/failure.ts";
import { groupProblems } from "./problems/group.ts";
import { streamProblems } from "./problems/streams.ts";
import { collisionProblems, fullTableProblems } from "./problems/tables.ts";
import { type Survey, surveyFabric } from "./survey.ts";

/** Checks a fabric: every group, sender, choice of up-ports and failure case within the budget. */
export function checkFabric(scenario: Scenario, budget: Budget): Outcome {
  const { fabric } = payloadOf(scenario);
  const survey = surveyFabric(fabric, budget);
  const desk: Desk = { state: survey.state, document: documentOf(scenario) };
  const drafts = draftsOf(desk, survey);
  const problems = drafts.map(({ problem }) => problem);
  const isComplete = survey.limit === undefined;
  const isViolated = problems.some(isViolation);
  return {
    verdict: isViolated ? "violated" : isComplete ? "holds" : "undecided",
    properties: propertiesOf(survey, drafts),
    problems,
    traces: [],
    bounds: {},
    stats: { states: survey.packets, transitions: survey.packets, executions: survey.groups.length, complete: isComplete },
    ...(survey.limit ? { reason: reasonOf(survey) } : {}),
  };
}

function reasonOf(survey: Survey): Reason {
  return {
    limit: survey.limit ?? "cancelled",
    message: `${survey.groups.length} of ${survey.state.fabric.groups.length} groups were checked`,
  };
}

function draftsOf(desk: Desk, survey: Survey): Draft[] {
  const { groups, state, streams } = survey;
  const ofGroups = groups.flatMap(({ group, examination }) => groupProblems(desk, group, examination.intact));
  const ofFailures = state.fabric.failures.flatMap((entry, index) =>
    failureProblems(desk, {
      index,
      entry,
      groups: groups.flatMap(({ group, examination }) => {
        const facts = examination.entries[index];
        return facts ? [{ group, facts }] : [];
      }),
    }),
  );
  return [
    ...ofGroups,
    ...fullTableProblems(desk),
    ...collisionProblems(desk),
    ...ofFailures,
    ...(streams ? streamProblems(desk, streams) : []),
  ];
}

function propertiesOf(survey: Survey, drafts: readonly Draft[]): PropertyVerdict[] {
  const failing = new Set(drafts.filter(({ problem }) => isViolation(problem)).map(({ problem }) => problem.code));
  return checkedCodes.map((id) => ({ id, verdict: failing.has(id) ? "violated" : survey.limit ? "undecided" : "holds" }));
}
