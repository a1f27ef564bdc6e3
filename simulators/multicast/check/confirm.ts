import type { Code } from "../../../protocol/problem.ts";
import { type Element, elementText } from "../elements.ts";
import type { Group } from "../model.ts";
import { eventsOf } from "../trace/events.ts";
import { harmOf } from "../trace/harm.ts";
import { type PacketRun, runPacket } from "../trace/run.ts";
import type { PacketSubject } from "../trace/subject.ts";
import { createWalker } from "../walk.ts";
import { addCopies, type Copies, judge } from "./delivery.ts";
import { packetOf } from "./draft.ts";
import type { EntryFacts, GroupFacts, PacketFinding, Way } from "./findings.ts";
import type { State } from "./state.ts";

/** The code that a finding becomes. */
export const codeOfKind: Record<PacketFinding["kind"], Code> = {
  "over-budget": "FL3001",
  "default-rule": "FL3004",
  "over-delivery": "FL3005",
  duplicate: "FL3007",
  loop: "FL3008",
  "black-hole": "FL3009",
};

/**
 * Runs every packet that was found to be wrong once more, through the walk that tells its way hop by hop.
 *
 * @throws {Error} One does no harm when it is run again: our own fault.
 */
export function confirmFindings(state: State, group: Group, intact: GroupFacts, entries: readonly EntryFacts[]): void {
  for (const finding of intact.findings) confirm(state, group, finding.way, codeOfKind[finding.kind]);
  for (const [entry, { cut, split, damages }] of entries.entries()) {
    if (cut) confirm(state, group, cut.way, "FL3006", { entry, elements: cut.elements });
    if (split) confirm(state, group, split.way, "FL3015", { entry, elements: split.elements });
    for (const { finding, elements } of damages) confirm(state, group, finding.way, codeOfKind[finding.kind], { entry, elements });
  }
}

function confirm(
  state: State,
  group: Group,
  way: Way,
  code: Code,
  failure?: { readonly entry: number; readonly elements: readonly Element[] },
): void {
  const { topology, failures } = state.fabric;
  const subject: PacketSubject = {
    ...packetOf(topology, group, way, code),
    // How bad it is, is said later: here counts that it occurs.
    isAllowed: true,
    ...(failure
      ? {
          failure: {
            entry: failure.entry,
            reaction: failures[failure.entry]?.reaction ?? "update",
            elements: failure.elements.map((element) => elementText(topology, element)),
          },
        }
      : {}),
  };
  const resolved = runPacket(state, subject);
  if (resolved.kind === "gone") throw new Error(`${code} of ${group.name} cannot be run again: ${resolved.message}`);
  const { run } = resolved;
  const fails = run.told.every(({ isComplete }) => isComplete)
    ? eventsOf(run).some(harmOf(run, code, noStreams))
    : failsWhenWalked(state, run, code);
  if (!fails) throw new Error(`${code} of ${group.name} did not fail when it was run again: ${JSON.stringify(subject)}`);
}

const noStreams = (): never => {
  throw new Error("no packet of a group alone is judged by the streams");
};

/** For packets of more copies than are told one by one: walked once more, by another walker. */
function failsWhenWalked({ fabric, installation }: State, run: PacketRun, code: Code): boolean {
  const walker = createWalker(fabric.topology, installation.tables);
  const copies: Copies = new Map();
  let loops = 0;
  for (const [index, { frame }] of run.told.entries()) {
    const arrivals = walker.walk(frame.packet, run.failures, run.subject.choices?.[index]);
    addCopies(copies, arrivals);
    loops += arrivals.loops.length;
  }
  const { missing, spurious, duplicates } = judge(copies, run.answer.wanted);
  switch (code) {
    case "FL3004":
      return spurious.length > 0;
    case "FL3005":
      return spurious.length > (run.group.expectSpurious ?? 0);
    case "FL3007":
      return duplicates.length > 0;
    case "FL3008":
      return loops > 0;
    case "FL3009":
      return missing.length > 0;
    default:
      // Whatever else is said of a packet shows before its first copy is made.
      return eventsOf(run).some(harmOf(run, code, noStreams));
  }
}
