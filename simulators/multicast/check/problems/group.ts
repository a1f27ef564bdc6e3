import type { Group } from "../../model.ts";
import type { Desk, Draft } from "../draft.ts";
import type { DefaultRule, GroupFacts, PacketFinding } from "../findings.ts";
import { rulesOf } from "../packets.ts";
import { blackHoleProblem } from "./black-hole.ts";
import { defaultRuleProblem } from "./default-rule.ts";
import { duplicateProblem } from "./duplicate.ts";
import { loopProblem } from "./loop.ts";
import { overBudgetProblem } from "./over-budget.ts";
import { overDeliveryProblem } from "./over-delivery.ts";

/** What is wrong with a group with nothing failed: one problem for each code. */
export function groupProblems(desk: Desk, group: Group, facts: GroupFacts): Draft[] {
  const { pods, leaves } = rulesOf(desk.state, group);
  const hasDefault = pods.defaultIds.length + leaves.defaultIds.length > 0;
  const byDefault = facts.findings.find((finding): finding is DefaultRule => finding.kind === "default-rule");
  const others = facts.findings.flatMap((finding) => problemOfFinding(desk, group, finding));
  return hasDefault ? [defaultRuleProblem(desk, group, byDefault), ...others] : others;
}

function problemOfFinding(desk: Desk, group: Group, finding: PacketFinding): Draft[] {
  switch (finding.kind) {
    case "over-budget":
      return [overBudgetProblem(desk, group, finding)];
    case "default-rule":
      // Said once for the group; a header written by hand with a default of its own is over-delivery.
      return [];
    case "over-delivery":
      return [overDeliveryProblem(desk, group, finding)];
    case "duplicate":
      return [duplicateProblem(desk, group, finding)];
    case "loop":
      return [loopProblem(desk, group, finding)];
    case "black-hole":
      return [blackHoleProblem(desk, group, finding)];
  }
}
