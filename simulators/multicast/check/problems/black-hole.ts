import type { Pointer } from "../../config/index.ts";
import { countOf } from "../../../core/config/words.ts";
import type { Group, Topology } from "../../model.ts";
import { hostText } from "../../names.ts";
import { alsoSenders, type Desk, type Draft, draftOf, groupName, hostNames, nameOf, nodeName, packetOf } from "../draft.ts";
import type { BlackHole } from "../findings.ts";
import { removalOfCause } from "./installed-remedies.ts";
import { placesOfCause, ruleWords } from "./over-delivery.ts";

/** FL3009 with nothing failed. */
export function blackHoleProblem(desk: Desk, group: Group, finding: BlackHole): Draft {
  const { topology } = desk.state.fabric;
  const { cause } = finding;
  const message = blackHoleText(topology, group, finding);
  const culprit = placesOfCause(cause).map(({ at }) => at);
  const related = [{ message: `The group is ${groupName(group)}`, at: nameOf(group) }];
  const at: readonly Pointer[] = [...culprit, nameOf(group)];
  return draftOf(
    desk,
    { code: "FL3009", severity: "error", message, at, related, remedies: () => removalOfCause(desk, group, cause, "black-hole") },
    packetOf(topology, group, finding.way, "FL3009"),
  );
}

/** "p0.l3.h3 gets nothing of `g` from p0.l0.h0: leaf p0.l3 finds no rule for it". */
export function blackHoleText(topology: Topology, group: Group, finding: BlackHole): string {
  const { hosts, way, at, rule, isDeadLink, cause } = finding;
  const [first = 0, ...others] = hosts;
  const who = others.length === 0 ? hostText(topology, first) : `${countOf(hosts.length, "receiver")} (${hostNames(topology, hosts)})`;
  const node = nodeName(topology, at);
  const reason = isDeadLink
    ? `${node} drops the copy at a dead link`
    : rule === "none"
      ? `${node} finds no rule for it`
      : `${node} sends no copy on, by ${ruleWords(rule, cause)}`;
  return `${who} ${others.length === 0 ? "gets" : "get"} nothing of ${groupName(group)} from ${hostText(topology, way.from)}${alsoSenders(finding.senders)}: ${reason}`;
}
