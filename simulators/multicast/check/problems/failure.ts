import type { Code } from "../../../../protocol/problem.ts";
import { countOf, formatCount } from "../../../core/config/words.ts";
import { countSingleFailures, type Element, elementText, failuresOf } from "../../elements.ts";
import type { FailureEntry, Group } from "../../model.ts";
import { hostText } from "../../names.ts";
import { cutOf } from "../../reach.ts";
import type { PacketSubject } from "../../trace/subject.ts";
import { badnessOf, worstOf } from "../badness.ts";
import {
  alsoSenders,
  type Desk,
  type Draft,
  draftOf,
  failureAt,
  groupName,
  hostNames,
  limit,
  nameOf,
  packetOf,
  type Place,
} from "../draft.ts";
import type { Cut, Damage, EntryFacts, PacketFinding, Split, Way } from "../findings.ts";
import { setting } from "../remedies.ts";
import { listed } from "../words.ts";
import { blackHoleText, blackHoleProblem } from "./black-hole.ts";
import { defaultRuleProblem } from "./default-rule.ts";
import { duplicateProblem } from "./duplicate.ts";
import { loopProblem } from "./loop.ts";
import { overBudgetProblem } from "./over-budget.ts";
import { overDeliveryProblem } from "./over-delivery.ts";

/** What one entry of `failures` does to the groups. */
export interface EntryReport {
  readonly index: number;
  readonly entry: FailureEntry;
  readonly groups: readonly { readonly group: Group; readonly facts: EntryFacts }[];
}

/** Everything that goes wrong under one entry: one problem for each code. */
export function failureProblems(desk: Desk, report: EntryReport): Draft[] {
  return [...cutProblem(desk, report), ...splitProblem(desk, report), ...damageProblems(desk, report)];
}

/** How many cases there are. */
export function caseCount({ state }: Desk, entry: FailureEntry): number {
  return entry.kind === "set" ? 1 : countSingleFailures(state.fabric.topology, entry.kinds);
}

// ---- FL3006 ----

function cutProblem(desk: Desk, report: EntryReport): Draft[] {
  const { topology } = desk.state.fabric;
  const hit = report.groups.flatMap(({ group, facts }) => (facts.cut ? [{ group, cut: facts.cut }] : []));
  const worst = worstOf(hit, ({ cut }) => cut.hosts.length);
  if (!worst) return [];
  const { group, cut } = worst;
  const [first = 0] = cut.hosts;
  const cutters = cutOf(topology, failuresOf(cut.elements), cut.way.from, first).map((element) => elementText(topology, element));
  const message =
    `${downText(desk, cut.elements)}, no live path leads from ${hostText(topology, cut.way.from)}${alsoSenders(cut.senders)} ` +
    `to ${hostNames(topology, cut.hosts)} of ${groupName(group)}: cut by ${listed(cutters)}${extent(desk, report, hit.map(caseOfCut))}`;
  return [failureDraft(desk, report, "FL3006", "error", message, group, cut, placesOfGroups(hit.map((one) => one.group)))];
}

const caseOfCut = ({ group, cut }: { group: Group; cut: Cut }) => ({ group, cases: cut.cases });

// ---- FL3015 ----

function splitProblem(desk: Desk, report: EntryReport): Draft[] {
  const { topology, limits } = desk.state.fabric;
  const hit = report.groups.flatMap(({ group, facts }) => (facts.split ? [{ group, split: facts.split }] : []));
  const worst = worstOf(hit, ({ split }) => split.minHeaders);
  if (!worst) return [];
  const { group, split } = worst;
  // A search that was given up knows only how many are enough: that proves nothing against the limit, and the verdict is undecided.
  const isTooMany = split.isExact && split.minHeaders > limits.headersPerPacket;
  const allowed = isTooMany ? `, ${limits.headersPerPacket} allowed` : "";
  const bound = split.isExact ? "" : " at most";
  const message =
    `${downText(desk, split.elements)}, a packet of ${groupName(group)} from ${hostText(topology, split.way.from)} needs${bound} ` +
    `${countOf(split.minHeaders, "header")}${allowed}: ${costText(split)}${extent(
      desk,
      report,
      hit.map(({ group: one, split: { cases } }) => ({ group: one, cases })),
    )}`;
  const places = [
    { message: `A packet may have ${countOf(limits.headersPerPacket, "header")}`, at: limit("headersPerPacket") },
    ...placesOfGroups(hit.map((one) => one.group)),
  ];
  const remedies =
    isTooMany && split.minHeaders <= mostHeaders
      ? () => [setting(desk, limit("headersPerPacket"), split.minHeaders, () => true, true)]
      : undefined;
  const draft = failureDraft(desk, report, "FL3015", isTooMany ? "error" : "information", message, group, split, places);
  return [{ ...draft, ...(remedies ? { remedies } : {}) }];
}

/** Bound of `limits.headersPerPacket`. */
const mostHeaders = 64;

const costText = ({ links, usualLinks, headerBytes, usualHeaderBytes }: Split): string =>
  `${countOf(links, "link")} instead of ${formatCount(usualLinks)}, ${countOf(headerBytes, "byte")} of header on them instead of ${formatCount(usualHeaderBytes)}`;

// ---- what packets suffer ----

/** What a failure does to packets that are right with nothing failed. */
function damageProblems(desk: Desk, report: EntryReport): Draft[] {
  const all = report.groups.flatMap(({ group, facts }) => facts.damages.map((damage) => ({ group, damage })));
  const kinds = [...new Set(all.map(({ damage }) => damage.finding.kind))].sort();
  return kinds.flatMap((kind) => {
    const hit = all.filter(({ damage }) => damage.finding.kind === kind);
    const worst = worstOf(hit, ({ damage }) => badnessOf(damage.finding));
    return worst ? [damageProblem(desk, report, worst, hit)] : [];
  });
}

interface Hit {
  readonly group: Group;
  readonly damage: Damage;
}

function damageProblem(desk: Desk, report: EntryReport, { group, damage }: Hit, hit: readonly Hit[]): Draft {
  const { topology } = desk.state.fabric;
  const usual = usualProblem(desk, group, damage.finding);
  const text = damage.finding.kind === "black-hole" ? blackHoleText(topology, group, damage.finding) : usual.problem.message;
  const before = report.entry.reaction === "none" ? " before the controller's update" : "";
  const message = `${downText(desk, damage.elements)}${before}, ${text}${extent(
    desk,
    report,
    hit.map(({ group: one, damage: { cases } }) => ({ group: one, cases })),
  )}`;
  const { way } = damage.finding;
  return failureDraft(
    desk,
    report,
    usual.problem.code,
    usual.problem.severity,
    message,
    group,
    { elements: damage.elements, way },
    placesOfGroups(hit.map((one) => one.group)),
  );
}

function usualProblem(desk: Desk, group: Group, finding: PacketFinding): Draft {
  switch (finding.kind) {
    case "over-budget":
      return overBudgetProblem(desk, group, finding);
    case "default-rule":
      return defaultRuleProblem(desk, group, finding);
    case "over-delivery":
      return overDeliveryProblem(desk, group, finding);
    case "duplicate":
      return duplicateProblem(desk, group, finding);
    case "loop":
      return loopProblem(desk, group, finding);
    case "black-hole":
      return blackHoleProblem(desk, group, finding);
  }
}

// ---- common ----

function failureDraft(
  desk: Desk,
  { index, entry }: EntryReport,
  code: Code,
  severity: "error" | "warning" | "information",
  message: string,
  group: Group,
  { elements, way }: { readonly elements: readonly Element[]; readonly way: Way },
  related: readonly Place[],
): Draft {
  const { topology } = desk.state.fabric;
  const texts = elements.map((element) => elementText(topology, element));
  const packet: PacketSubject = {
    ...packetOf(topology, group, way, code),
    failure: { entry: index, reaction: entry.reaction, elements: texts },
    ...(severity === "information" ? { isAllowed: true as const } : {}),
  };
  return draftOf(desk, { code, severity, message, at: failureAt(index), related }, packet);
}

/** "With spine:p2.s0 and spine:p2.s1 down". */
function downText({ state }: Desk, elements: readonly Element[]): string {
  return `With ${listed(elements.map((element) => elementText(state.fabric.topology, element)))} down`;
}

/** How many cases and groups there are of it, where it is more than the one described. */
function extent(desk: Desk, { entry }: EntryReport, hit: readonly { readonly group: Group; readonly cases: number }[]): string {
  const most = Math.max(...hit.map(({ cases }) => cases));
  const groups = hit.length > 1 ? `in ${countOf(hit.length, "group")}` : "";
  const cases =
    entry.kind === "every"
      ? `in ${formatCount(most)} of ${countOf(caseCount(desk, entry), "case")}${hit.length > 1 ? " of a group" : ""}`
      : "";
  const parts = [cases, groups].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** The groups that it befalls, as many as help. */
function placesOfGroups(groups: readonly Group[]): Place[] {
  return groups.slice(0, 5).map((group) => ({ message: `It befalls ${groupName(group)}`, at: nameOf(group) }));
}
