import { hasPointer, type Pointer } from "../../config/index.ts";
import { countOf } from "../../../core/config/words.ts";
import type { Group } from "../../model.ts";
import { hostText } from "../../names.ts";
import { alsoSenders, type Desk, type Draft, draftOf, groupName, nameOf, nodeName, packetOf } from "../draft.ts";
import type { Cause, Duplicate } from "../findings.ts";
import { oneWayUp, removalOfCause } from "./installed-remedies.ts";

/** FL3007. */
export function duplicateProblem(desk: Desk, group: Group, finding: Duplicate): Draft {
  const { topology } = desk.state.fabric;
  const ways = finding.paths.map(
    (path) =>
      `by ${path
        .filter(({ kind }) => kind !== "host")
        .map((node) => nodeName(topology, node))
        .join(", ")}`,
  );
  const more = finding.hosts > 1 ? `; ${countOf(finding.hosts, "host")} in all` : "";
  const message =
    `${hostText(topology, finding.host)} gets ${finding.copies} copies of a packet of ${groupName(group)} ` +
    `from ${hostText(topology, finding.way.from)}${alsoSenders(finding.senders)}: ${ways.length > 0 ? ways.join(" and ") : "too many to follow"}${more}`;
  const related = [{ message: `The group is ${groupName(group)}`, at: nameOf(group) }];
  const at = [...partThatDoubles(desk, finding.cause), nameOf(group)];
  return draftOf(
    desk,
    {
      code: "FL3007",
      severity: "error",
      message,
      at,
      related,
      remedies: () => [...oneWayUp(desk, group, finding.cause), ...removalOfCause(desk, group, finding.cause, "duplicate")],
    },
    packetOf(topology, group, finding.way, "FL3007"),
  );
}

/** `up` where several ports are named, else the part that sends copies back, else the entry. */
function partThatDoubles({ document }: Desk, cause: Cause): readonly Pointer[] {
  if (cause.kind === "rule") return [["installed", "rules", cause.index, "ports"]];
  if (cause.kind !== "header") return [];
  const header: Pointer = ["installed", "headers", cause.index];
  const severalUp = [
    [...header, "leaf", "up"],
    [...header, "spine", "up"],
  ].filter((up) => hasPointer(document.spans, [...up, 1]));
  return [...severalUp, [...header, "pods"], [...header, "hex"], header];
}
