import type { Note } from "../../../protocol/report.ts";
import { countOf, formatCount } from "../../core/config/words.ts";
import { elementText } from "../elements.ts";
import { headerBytes } from "../header.ts";
import { links } from "../header-parts.ts";
import type { Group } from "../model.ts";
import { countRules } from "../rules.ts";
import { type PacketSubject, subjectJson } from "../trace/subject.ts";
import { hostText } from "../names.ts";
import { type Desk, failureAt, groupSubject, nameOf, packetOf, rangeAt } from "./draft.ts";
import type { EntryFacts, GroupFacts } from "./findings.ts";
import { rulesOf } from "./packets.ts";
import { countCases } from "./reach-report.ts";
import type { Survey } from "./survey.ts";

const action = "Show paths";

/** What stands beside the configuration: a lens on each group and on each failure entry, a hover on each group. */
export function notesOf(desk: Desk, survey: Survey): Note[] {
  return [
    ...survey.groups.flatMap(({ group, examination }) => groupNotes(desk, group, examination.intact)),
    ...desk.state.fabric.failures.flatMap((_, index) => failureNotes(desk, survey, index)),
  ];
}

function groupNotes(desk: Desk, group: Group, facts: GroupFacts): Note[] {
  const range = rangeAt(desk.document, [nameOf(group)]);
  const { lens, hover } = textsOf(desk, group, facts);
  return [
    { kind: "lens", range, text: lens, subject: subjectJson(groupSubject(group)), action },
    { kind: "hover", range, text: hover },
  ];
}

interface Texts {
  readonly name: string;
  readonly lens: string;
  readonly hover: string;
}

/** Written once for each examination that is remembered. */
function textsOf(desk: Desk, group: Group, facts: GroupFacts): Texts {
  const known = written.get(facts);
  if (known?.name === group.name) return known;
  const bytes = headerBytes(facts.largestHeader.bits);
  const lens = `${countOf(group.receivers.length, "receiver")} · ${bytes} B header · ${facts.mostSpurious} spurious`;
  const texts = { name: group.name, lens, hover: hoverText(desk, group, facts) };
  written.set(facts, texts);
  return texts;
}

const written = new WeakMap<GroupFacts, Texts>();

/** Markdown. */
function hoverText({ state }: Desk, group: Group, facts: GroupFacts): string {
  const { topology } = state.fabric;
  const { leafPRules, podPRules, leafSRules, podSRules, leafDefault, podDefault } = countRules(rulesOf(state, group));
  const { byLink, from } = facts.largestHeader;
  const sizes = links.flatMap((link) => (byLink[link] === undefined ? [] : [`${link} ${byLink[link]}`]));
  return [
    `**${escapeMarkdown(group.name)}**: ${countOf(group.receivers.length, "receiver")}, ${countOf(group.senders.length, "sender")}`,
    `- rules: ${leafPRules} for leaves, ${podPRules} for pods, ${leafSRules + podSRules} in tables${leafDefault || podDefault ? ", and a default rule" : ""}`,
    `- largest header, from ${hostText(topology, from)}, in bits: ${sizes.join(", ")}`,
    `- at most ${countOf(facts.mostLinks, "copy", "copies")} on links and ${countOf(facts.mostSpurious, "host")} unasked for one packet`,
  ].join("\n");
}

const escapeMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]<>()#+\-.!|]/g, "\\$&");

function failureNotes(desk: Desk, survey: Survey, index: number): Note[] {
  const entry = desk.state.fabric.failures[index];
  if (!entry || survey.limit) return [];
  const facts = survey.groups.flatMap(({ examination }) => examination.entries[index] ?? []);
  const { cases, reached } = countCases(desk.state.fabric.topology, entry, facts);
  const range = rangeAt(desk.document, failureAt(index));
  const subject = worstPacket(desk, survey, index);
  const text = `${formatCount(reached)} of ${formatCount(cases)} cases reach everyone`;
  return [{ kind: "lens", range, text, ...(subject ? { subject: subjectJson(subject), action } : {}) }];
}

/** A packet that misses somebody; without one, the first group's under the failure, if the entry names one set. */
function worstPacket(desk: Desk, { groups }: Survey, index: number): PacketSubject | undefined {
  const { topology, failures } = desk.state.fabric;
  const entry = failures[index];
  if (!entry) return undefined;
  for (const { group, examination } of groups) {
    const found = lossIn(examination.entries[index]);
    if (!found) continue;
    const elements = found.elements.map((element) => elementText(topology, element));
    return { ...packetOf(topology, group, found.way, found.code), failure: { entry: index, reaction: entry.reaction, elements } };
  }
  const [first] = groups;
  if (!first || entry.kind !== "set") return undefined;
  return { ...groupSubject(first.group), failure: { entry: index, reaction: entry.reaction } };
}

function lossIn(
  facts: EntryFacts | undefined,
): (Pick<NonNullable<EntryFacts["cut"]>, "way" | "elements"> & { readonly code: "FL3006" | "FL3009" }) | undefined {
  if (facts?.cut) return { ...facts.cut, code: "FL3006" };
  const lost = facts?.damages.find(({ finding }) => finding.kind === "black-hole");
  return lost && { way: lost.finding.way, elements: lost.elements, code: "FL3009" };
}
