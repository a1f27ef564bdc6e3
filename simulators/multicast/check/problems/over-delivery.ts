import type { Pointer } from "../../config/index.ts";
import { countOf } from "../../../core/config/words.ts";
import type { Group } from "../../model.ts";
import { hostText } from "../../names.ts";
import {
  alsoSenders,
  type Desk,
  type Draft,
  draftOf,
  groupName,
  hostNames,
  limit,
  nameOf,
  nodeName,
  packetOf,
  type Place,
} from "../draft.ts";
import type { Cause, OverDelivery } from "../findings.ts";
import { descending, firstThatMends, isMended, type Remedy, setting, withGroup } from "../remedies.ts";
import { removalOfCause } from "./installed-remedies.ts";

/** FL3005. */
export function overDeliveryProblem(desk: Desk, group: Group, finding: OverDelivery): Draft {
  const { topology } = desk.state.fabric;
  const { hosts, way, first, rule, cause } = finding;
  const expected = group.expectSpurious === undefined ? "" : `, ${group.expectSpurious} expected`;
  const verb = hosts.length === 1 ? "gets" : "get";
  const message =
    `${countOf(hosts.length, "host")} ${verb} ${groupName(group)} unasked from ${hostText(topology, way.from)}${alsoSenders(finding.senders)}${expected} ` +
    `(${hostNames(topology, hosts)}): ${nodeName(topology, first)} is the first to send a copy astray, by ${ruleWords(rule, cause)}`;
  const at: readonly Pointer[] = [["groups", group.index, "expectSpurious"], nameOf(group)];
  const related = [{ message: "Shared rules may name hosts that did not ask", at: limit("redundancy") }, ...placesOfCause(cause)];
  return draftOf(
    desk,
    { code: "FL3005", severity: "warning", message, at, related, remedies: () => remediesOf(desk, group, finding) },
    packetOf(topology, group, way, "FL3005"),
  );
}

/** Less redundancy, the entry taken out, or the user says that it is all right. */
function remediesOf(desk: Desk, group: Group, { spurious, rule, cause }: OverDelivery): Remedy[] {
  const { limits } = desk.state.fabric;
  const less =
    rule === "p-rule" && cause.kind === "controller"
      ? firstThatMends(desk, group, "over-delivery", descending(Math.min(limits.redundancy - 1, 64), 0), (redundancy) => ({ redundancy }))
      : undefined;
  const expected = { ...group, expectSpurious: spurious };
  return [
    ...(less === undefined ? [] : [setting(desk, limit("redundancy"), less, () => true, true)]),
    ...removalOfCause(desk, group, cause, "over-delivery"),
    setting(desk, ["groups", group.index, "expectSpurious"], spurious, () =>
      isMended(desk, withGroup(desk, expected), group, "over-delivery"),
    ),
  ];
}

/** What a switch used, in a sentence. */
export function ruleWords(rule: OverDelivery["rule"], cause: Cause): string {
  const owner =
    cause.kind === "rule"
      ? "an installed "
      : cause.kind === "group"
        ? "another group's "
        : cause.kind === "header"
          ? "a hand-written "
          : "a ";
  switch (rule) {
    case "upstream":
      return `${owner}upstream part`;
    case "p-rule":
      return cause.kind === "header" ? `${owner}p-rule` : "a shared p-rule";
    case "s-rule":
      return `${owner}s-rule`;
    case "default":
      return "the default rule";
    case "none":
    case "host":
      return "no rule";
  }
}

/** Where the configuration says what is in the fabric. */
export function placesOfCause(cause: Cause): Place[] {
  switch (cause.kind) {
    case "header":
      return [{ message: "This header was written by hand", at: ["installed", "headers", cause.index] }];
    case "rule":
      return [{ message: "This entry is in the table", at: ["installed", "rules", cause.index] }];
    case "group":
      return [{ message: "This group has the entry", at: ["groups", cause.index, "address"] }];
    case "controller":
      return [];
  }
}
