import { elementsOf } from "../elements.ts";
import type { Fabric, FailureEntry, Group } from "../model.ts";
import { rulesOf } from "./packets.ts";
import { hasOwnTables, hostsText, type State } from "./state.ts";

/** Everything that the packets of a group depend on, as text; undefined when that is more than the group itself. */
export function contentOf(state: State, group: Group): string | undefined {
  let known = contents.get(group);
  if (known?.state !== state) contents.set(group, (known = { state, text: writeContent(state, group) }));
  return known.text;
}

const contents = new WeakMap<Group, { readonly state: State; readonly text: string | undefined }>();

function writeContent(state: State, group: Group): string | undefined {
  const { fabric } = state;
  const isByHand = fabric.installed.headers.some((header) => header.group === group.index);
  if (isByHand || !hasOwnTables(state, group)) return undefined;
  const { pods, leaves } = rulesOf(state, group);
  const byDefault = pods.defaultIds.length + leaves.defaultIds.length > 0 ? `|${pods.defaultIds.join()}|${leaves.defaultIds.join()}` : "";
  return `${settingsOf(fabric)}|${ownText(group)}${byDefault}`;
}

/** What the group itself says; made once for each. */
function ownText(group: Group): string {
  let text = ownTexts.get(group);
  if (text !== undefined) return text;
  const { tenant, address, receivers, senders, expectSpurious } = group;
  text = [tenant, address, hostsText(receivers), isSame(receivers, senders) ? "" : hostsText(senders), expectSpurious ?? ""].join("|");
  ownTexts.set(group, text);
  return text;
}

const ownTexts = new WeakMap<Group, string>();

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((host, index) => host === b[index]);

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
