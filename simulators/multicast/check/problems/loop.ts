import { hasPointer, type Pointer } from "../../config/index.ts";
import type { Group } from "../../model.ts";
import { hostText } from "../../names.ts";
import { alsoSenders, type Desk, type Draft, draftOf, groupName, nameOf, nodeName, packetOf } from "../draft.ts";
import type { Loop } from "../findings.ts";
import { removalOfCause, withoutWayBack } from "./installed-remedies.ts";
import { placesOfCause } from "./over-delivery.ts";

/** FL3008. */
export function loopProblem(desk: Desk, group: Group, finding: Loop): Draft {
  const { topology } = desk.state.fabric;
  const { at: back, by, cause, way } = finding;
  const why = back.kind === "leaf" ? "names the sender's own leaf" : "names the sender's own pod";
  const message =
    `A copy of ${groupName(group)} from ${hostText(topology, way.from)}${alsoSenders(finding.senders)} comes back to ${nodeName(topology, back)}: ` +
    `${nodeName(topology, by)} ${why}`;
  const related = [
    { message: `The group is ${groupName(group)}`, at: nameOf(group) },
    ...(cause.kind === "header" ? [] : placesOfCause(cause)),
  ];
  return draftOf(
    desk,
    {
      code: "FL3008",
      severity: "error",
      message,
      at: [...partThatLoops(desk, finding), nameOf(group)],
      related,
      remedies: () => [...withoutWayBack(desk, group, cause), ...removalOfCause(desk, group, cause, "loop")],
    },
    packetOf(topology, group, way, "FL3008"),
  );
}

function partThatLoops({ document }: Desk, { at, cause }: Loop): readonly Pointer[] {
  if (cause.kind === "rule") return [["installed", "rules", cause.index, "ports"]];
  if (cause.kind !== "header") return [];
  const header: Pointer = ["installed", "headers", cause.index];
  const part: Pointer = at.kind === "leaf" ? [...header, "spine", "leaves"] : [...header, "pods"];
  return hasPointer(document.spans, part) ? [part] : [[...header, "hex"], header];
}
