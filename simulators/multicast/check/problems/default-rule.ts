import { countOf } from "../../../core/config/words.ts";
import type { Group } from "../../model.ts";
import { hostText, leafText } from "../../names.ts";
import { branchesOf } from "../../rules.ts";
import { alsoSenders, type Desk, type Draft, draftOf, groupName, hostNames, limit, nameOf, packetOf } from "../draft.ts";
import type { DefaultRule } from "../findings.ts";
import { rulesOf } from "../packets.ts";
import { ascendingFrom, firstThatMends, isMended, type Remedy, setting, withGroup } from "../remedies.ts";
import { listed } from "../words.ts";

/** FL3004: some switch has neither p-rule nor s-rule. @param finding Absent: nobody gets anything unasked by it. */
export function defaultRuleProblem(desk: Desk, group: Group, finding: DefaultRule | undefined): Draft {
  const { topology } = desk.state.fabric;
  const isHarmful = finding !== undefined && finding.added.length > (group.expectSpurious ?? 0);
  const message = `${defaultSwitches(desk, group)} for ${groupName(group)}: ${finding ? spuriousText(desk, finding) : "nobody gets it unasked by that"}`;
  const severity = isHarmful ? "warning" : "information";
  return draftOf(
    desk,
    {
      code: "FL3004",
      severity,
      message,
      at: [nameOf(group)],
      related: limitsOf(desk, group),
      ...(isHarmful ? { remedies: () => remediesOf(desk, group, finding) } : {}),
    },
    finding && { ...packetOf(topology, group, finding.way, "FL3004"), ...(isHarmful ? {} : { isAllowed: true as const }) },
  );
}

/** More redundancy, more rules, more room in tables, or the user says that it is all right. */
function remediesOf(desk: Desk, group: Group, finding: DefaultRule): Remedy[] {
  const { limits } = desk.state.fabric;
  const { leaves } = rulesOf(desk.state, group);
  const smallest = (name: "redundancy" | "leafRules" | "spineRules" | "leafTable" | "spineTable", most: number): Remedy[] => {
    const value = firstThatMends(desk, group, "default-rule", ascendingFrom(limits[name] + 1, most), (one) => ({ [name]: one }));
    return value === undefined ? [] : [setting(desk, limit(name), value, () => true)];
  };
  const isLeaf = leaves.defaultIds.length > 0;
  const branches = branchesOf(desk.state.fabric.topology, group.receivers);
  const table = isLeaf ? "leafTable" : "spineTable";
  const count = isLeaf ? branches.leaves.length : branches.pods.length;
  const bits = count * (isLeaf ? desk.state.fabric.topology.hostsPerLeaf : desk.state.fabric.topology.leavesPerPod);
  const expected = { ...group, expectSpurious: finding.spurious };
  return [
    ...smallest("redundancy", Math.min(bits, mostRedundancy)),
    ...smallest(isLeaf ? "leafRules" : "spineRules", Math.min(count, isLeaf ? 1000 : 64)),
    ...smallest(table, limits[table] + desk.state.fabric.groups.length),
    setting(desk, ["groups", group.index, "expectSpurious"], finding.spurious, () =>
      isMended(desk, withGroup(desk, expected), group, "default-rule"),
    ),
  ];
}

/** Larger unions than that serve nobody. */
const mostRedundancy = 512;

/** "Leaves p0.l2 and p0.l3 share the default rule". */
export function defaultSwitches({ state }: Desk, group: Group): string {
  const { topology } = state.fabric;
  const { pods, leaves } = rulesOf(state, group);
  const leafNames = leaves.defaultIds.map((leaf) => leafText(topology, leaf));
  const names = [
    ...(leafNames.length > 0 ? [`${leafNames.length > 1 ? "leaves" : "leaf"} ${listed(leafNames)}`] : []),
    ...(pods.defaultIds.length > 0 ? [`${pods.defaultIds.length > 1 ? "pods" : "pod"} ${listed(pods.defaultIds.map(String))}`] : []),
  ];
  const text = names.join(" and ");
  const count = leaves.defaultIds.length + pods.defaultIds.length;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} ${count > 1 ? "share" : "uses"} the default rule`;
}

function spuriousText({ state }: Desk, { way, spurious, added, senders }: DefaultRule): string {
  const { topology } = state.fabric;
  const from = `${hostText(topology, way.from)}${alsoSenders(senders)}`;
  const verb = spurious === 1 ? "gets" : "get";
  return `${countOf(spurious, "host")} ${verb} it unasked from ${from}, ${spurious - added.length} without that rule (${hostNames(topology, added)})`;
}

function limitsOf({ state }: Desk, group: Group): { message: string; at: readonly string[] }[] {
  const { limits } = state.fabric;
  const { pods, leaves } = rulesOf(state, group);
  const { leafRules, spineRules, leafTable, spineTable } = limits;
  return [
    ...(leaves.defaultIds.length > 0
      ? [
          { message: `A header has room for ${countOf(leafRules, "leaf rule")}`, at: limit("leafRules") },
          { message: `A leaf has room for ${countOf(leafTable, "s-rule")}`, at: limit("leafTable") },
        ]
      : []),
    ...(pods.defaultIds.length > 0
      ? [
          { message: `A header has room for ${countOf(spineRules, "pod rule")}`, at: limit("spineRules") },
          { message: `A spine has room for ${countOf(spineTable, "s-rule")}`, at: limit("spineTable") },
        ]
      : []),
    { message: `A rule names at most ${countOf(limits.idsPerRule, "switch", "switches")}`, at: limit("idsPerRule") },
    { message: `A shared rule may have ${countOf(limits.redundancy, "redundant bit")}`, at: limit("redundancy") },
  ].map(({ message, at }) => ({ message, at: at as readonly string[] }));
}
