import type { FailureEntry, Fabric, Group } from "../model.ts";
import { confirmFindings } from "./confirm.ts";
import { examineEntry } from "./entries.ts";
import type { EntryFacts, GroupFacts } from "./findings.ts";
import { elementsOf } from "../elements.ts";
import { examineIntact } from "./intact.ts";
import { createMemo } from "./memo.ts";
import { rulesOf } from "./packets.ts";
import { forgetPlans, hasOwnTables, hostsText, type State } from "./state.ts";

/** All that is known of the packets of one group. */
export interface Examination {
  readonly intact: GroupFacts;
  /** By index of `failures`. */
  readonly entries: readonly EntryFacts[];
  /** Packets walked for it. */
  readonly packets: number;
}

/**
 * Examines one group: every sender, every choice of up-ports, with nothing failed and in every failure case.
 * The answer is remembered by what it depends on, see `memo.ts`.
 *
 * @param poll Called with the number of packets walked since the last call; throws to end the examination.
 */
export function examineGroup(state: State, group: Group, poll: (packets: number) => void): Examination {
  const key = keyOf(state, group);
  return key === undefined ? examineAnew(state, group, poll) : memo.get(key, () => examineAnew(state, group, poll));
}

/** Forgets everything: for tests and for measuring. */
export function forgetExaminations(): void {
  memo.clear();
  forgetPlans();
}

const memo = createMemo<Examination>(20_000, 32_000_000);

function examineAnew(state: State, group: Group, poll: (packets: number) => void): Examination {
  const intact = examineIntact(state, group, poll);
  const entries = state.fabric.failures.map((entry) => examineEntry(state, group, entry, intact, poll));
  confirmFindings(state, group, intact, entries);
  return { intact, entries, packets: entries.reduce((sum, entry) => sum + entry.packets, intact.packets) };
}

/** Everything that the examination of a group depends on, as text; undefined when that is more than the group itself. */
function keyOf(state: State, group: Group): string | undefined {
  const { fabric } = state;
  const isByHand = fabric.installed.headers.some((header) => header.group === group.index);
  if (isByHand || !hasOwnTables(state, group)) return undefined;
  const { tenant, address, receivers, senders, expectSpurious } = group;
  const { pods, leaves } = rulesOf(state, group);
  const parts = [
    tenant,
    address,
    hostsText(receivers),
    senders === receivers ? "" : hostsText(senders),
    expectSpurious ?? "",
    pods.defaultIds.join(),
    leaves.defaultIds.join(),
  ];
  return `${settingsOf(fabric)}|${parts.join("|")}`;
}

/** What the examinations of all groups depend on; made once for a fabric. */
function settingsOf(fabric: Fabric): string {
  let text = settings.get(fabric);
  if (text === undefined) settings.set(fabric, (text = writeSettings(fabric)));
  return text;
}

const settings = new WeakMap<Fabric, string>();

function writeSettings({ topology, limits, failures }: Fabric): string {
  const { pods, leavesPerPod, hostsPerLeaf, spinesPerPod, coresPerSpine } = topology;
  const { headerBytes, leafRules, spineRules, idsPerRule, redundancy } = limits;
  const numbers = [
    pods,
    leavesPerPod,
    hostsPerLeaf,
    spinesPerPod,
    coresPerSpine,
    headerBytes,
    leafRules,
    spineRules,
    idsPerRule,
    redundancy,
  ];
  return `${numbers.join()}|${failures.map(entryText).join(";")}`;
}

function entryText(entry: FailureEntry): string {
  const cases = entry.kind === "every" ? entry.kinds : elementsOf(entry.failures);
  return `${entry.reaction} ${JSON.stringify(cases)}`;
}
