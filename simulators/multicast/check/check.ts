import type { JsonObject } from "../../../protocol/json.ts";
import type { PropertyVerdict, Reason } from "../../../protocol/report.ts";
import type { Trace } from "../../../protocol/trace.ts";
import type { Budget } from "../../core/budget.ts";
import { isViolation } from "../../core/conclude.ts";
import type { Outcome, Scenario } from "../../core/simulator.ts";
import { documentOf, payloadOf } from "../config/index.ts";
import { countOf } from "../../core/config/words.ts";
import { hostText } from "../names.ts";
import { withFirstGenerated } from "../scale/first-group.ts";
import { record, type Studio, studioOf } from "../trace/build.ts";
import { type Attached, attachTraces } from "./attach.ts";
import { checkedCodes } from "./codes.ts";
import { detailsOf } from "./details.ts";
import { type Desk, type Draft, groupSubject } from "./draft.ts";
import { notesOf } from "./notes.ts";
import { churnProblems } from "./problems/churn.ts";
import { caseCount, failureProblems } from "./problems/failure.ts";
import { generatedProblems } from "./problems/generated.ts";
import { groupProblems } from "./problems/group.ts";
import { streamProblems } from "./problems/streams.ts";
import { collisionProblems, fullTableProblems } from "./problems/tables.ts";
import { sendersOf, stateOf } from "./state.ts";
import { type Survey, surveyFabric } from "./survey.ts";

/** Checks a fabric: every group, sender, choice of up-ports and failure case within the budget. */
export function checkFabric(scenario: Scenario, budget: Budget): Outcome {
  const { fabric } = payloadOf(scenario);
  const survey = surveyFabric(fabric, budget);
  const desk: Desk = { state: survey.state, document: documentOf(scenario), alternatives: new Map() };
  const studio = studioOf(scenario, survey.state, survey.streams);
  const drafts = draftsOf(desk, survey);
  const attached = attachTraces(studio, drafts);
  const isViolated = attached.problems.some(isViolation);
  const isComplete = survey.limit === undefined && survey.groups.every(({ examination }) => examination.isComplete);
  const verdict = isViolated ? "violated" : isComplete ? "holds" : "undecided";
  const witness = verdict === "holds" && !scenario.findings.some(isViolation) ? witnessOf(studio, survey) : undefined;
  return {
    verdict,
    ...(isComplete ? {} : { reason: reasonOf(survey) }),
    ...(witness ? { witness: attached.traces.length } : {}),
    properties: propertiesOf(isComplete, attached),
    problems: attached.problems,
    traces: [...attached.traces, ...(witness ? [witness] : [])],
    bounds: boundsOf(desk, survey),
    stats: {
      states: survey.packets,
      transitions: survey.groups.reduce((sum, { examination }) => sum + examination.judged, 0),
      executions: survey.groups.length,
      complete: isComplete,
    },
    details: detailsOf(survey),
    notes: notesOf(desk, survey),
  };
}

function draftsOf(desk: Desk, survey: Survey): Draft[] {
  const { groups, state, streams, churn, generated } = survey;
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
    ...groups.flatMap(({ group, examination }) => groupProblems(desk, group, examination.intact)),
    ...fullTableProblems(desk),
    ...collisionProblems(desk),
    ...ofFailures,
    ...(streams ? streamProblems(desk, streams) : []),
    ...(churn ? churnProblems(desk, churn) : []),
    ...(generated ? generatedProblems(desk, generated) : []),
  ];
}

// ---- how far the answer goes ----

function reasonOf(survey: Survey): Reason {
  const { fabric } = survey.state;
  const covered = `${survey.groups.length} of ${countOf(fabric.groups.length, "group")}`;
  if (survey.limit === undefined) {
    return { limit: "states", message: `Hand-written headers or failures leave more choices than are tried; ${covered} were looked at` };
  }
  return {
    limit: survey.limit,
    message: `${limitWords[survey.limit]}: ${covered} were checked in full, ${countOf(survey.packets, "packet")} walked`,
  };
}

const limitWords = {
  states: "The limit of packets was reached",
  time: "The limit of time was reached",
  memory: "The limit of memory was reached",
  cancelled: "The run was cancelled",
  "not-modelled": "Something is not modelled",
} as const;

function propertiesOf(isComplete: boolean, { problems }: Attached): PropertyVerdict[] {
  return checkedCodes.map((id): PropertyVerdict => {
    const problem = problems.find(({ code, ...rest }) => code === id && isViolation({ code, ...rest }));
    if (!problem) return { id, verdict: isComplete ? "holds" : "undecided" };
    return { id, verdict: "violated", ...(problem.trace === undefined ? {} : { trace: problem.trace }) };
  });
}

function boundsOf(desk: Desk, { state, groups, churn }: Survey): JsonObject {
  const { topology, failures, generate } = state.fabric;
  return {
    groups: groups.length,
    senders: groups.reduce((sum, { group }) => sum + sendersOf(state, group).length, 0),
    choices: topology.spinesPerPod * topology.coresPerSpine,
    failureCases: failures.reduce((sum, entry) => sum + caseCount(desk, entry), 0),
    ...(churn ? { churnEvents: churn.events } : {}),
    ...(generate ? { generatedGroups: generate.groups } : {}),
  };
}

/** The first packet of the first group that anybody sends to: what `holds` is about. */
function witnessOf(studio: Studio, { groups, state }: Survey): Trace | undefined {
  const first = groups.find(({ group }) => sendersOf(state, group).length > 0);
  const [from] = first ? sendersOf(state, first.group) : [];
  if (!first || from === undefined) return generatedWitness(studio);
  const recording = record(studio, { ...groupSubject(first.group), from: hostText(state.fabric.topology, from) });
  if (recording.kind === "gone") throw new Error(`group ${first.group.index} has no packet: ${recording.message}`);
  return recording.kind === "trace" ? recording.trace : undefined;
}

/** Where nobody sends to a configured group: a packet of the generated workload. */
function generatedWitness({ scenario, state }: Studio): Trace | undefined {
  const extended = state.fabric.generate && withFirstGenerated(state.fabric);
  if (!extended) return undefined;
  const subject = { ...groupSubject(extended.group), isGenerated: true as const };
  const recording = record(studioOf(scenario, stateOf(extended.fabric)), subject);
  if (recording.kind === "gone") throw new Error(`the generated group has no packet: ${recording.message}`);
  return recording.kind === "trace" ? recording.trace : undefined;
}
