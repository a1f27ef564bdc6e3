import type { Told } from "../check/blame.ts";
import { branchMaps, type Branches } from "../check/deviations.ts";
import { tell } from "../check/packet.ts";
import { type Answer, framesUnder } from "../check/packets.ts";
import { sendersOf, soundGroups, type State } from "../check/state.ts";
import { type Element, elementsOf, elementText, failuresOf, parseElement } from "../elements.ts";
import type { Hop } from "../explain.ts";
import { frameBytes } from "../header.ts";
import { addressText } from "../hypervisor.ts";
import type { ElementKind, Failures, Group, Stream } from "../model.ts";
import { hostText, parsePlace } from "../names.ts";
import { planeOfSpine } from "../topology.ts";
import { byHash, type Choice } from "../walk.ts";
import type { PacketSubject } from "./subject.ts";

/** One packet, run: everything that a trace tells of it. */
export interface PacketRun {
  readonly state: State;
  readonly group: Group;
  readonly sender: number;
  /** With the sender, the elements and the choices that were used written out. */
  readonly subject: PacketSubject;
  readonly failure?: { readonly entry: number; readonly reaction: "update" | "none"; readonly elements: readonly Element[] };
  readonly failures: Failures;
  readonly answer: Answer;
  /** By frame. */
  readonly told: readonly Told[];
  readonly branches: Branches;
  /** Whose packet it is; undefined: any packet of the group. */
  readonly stream?: Stream;
  /** Of the inner frame. */
  readonly innerBytes: number;
}

export type Resolved =
  | { readonly kind: "run"; readonly run: PacketRun }
  /** The fabric is not what it was when the subject was written down. */
  | { readonly kind: "gone"; readonly message: string; readonly isChoice: boolean };

/** Finds in a fabric what a subject names, and runs the packet. */
export function runPacket(state: State, subject: PacketSubject): Resolved {
  const { topology } = state.fabric;
  const group = findGroup(state, subject);
  if (!group) return gone(`there is no group ${subject.group} that can be checked`);
  const sender = findSender(state, group, subject);
  if (sender === undefined) return gone(`${subject.from ?? "nobody"} does not send to ${subject.group}`);
  const failure = findFailure(state, subject);
  if (failure === "gone") return gone("the failure entry has gone, or an element of it");
  const stream = subject.stream === undefined ? undefined : state.fabric.streams[subject.stream];
  if (subject.stream !== undefined && stream?.group !== group.index)
    return gone(`stream ${subject.stream} does not send to ${subject.group}`);
  const failures = failuresOf(failure?.elements ?? []);
  const answer = framesUnder(state, group, sender, failures, failure?.reaction ?? "none");
  const choices = isOfChoices(subject) ? subject.choices : undefined;
  if (choices && choices.length !== answer.frames.length) {
    return gone(`a packet has ${answer.frames.length} headers, not ${choices.length}`, true);
  }
  const told = tell(state, { frames: answer.frames, failures }, choices ?? answer.frames.map(() => byHash));
  const misfit = told.flatMap(({ hops }) => hops).find(({ choice }) => choice?.took !== undefined && !choice.live.includes(choice.took));
  if (misfit) return gone(`${misfit.to.kind} ${misfit.to.id} has no live up-port ${misfit.choice?.took}`, true);
  const written = failure?.elements.map((element) => elementText(topology, element));
  return {
    kind: "run",
    run: {
      state,
      group,
      sender,
      subject: {
        ...subject,
        group: group.name,
        key: keyText(group),
        index: group.index,
        from: hostText(topology, sender),
        ...(failure && written ? { failure: { entry: failure.entry, reaction: failure.reaction, elements: written } } : {}),
        choices: told.map(({ hops }) => choiceOf(state, hops)),
      },
      ...(failure ? { failure } : {}),
      failures,
      answer,
      told,
      branches: branchMaps(topology, group.receivers),
      ...(stream ? { stream } : {}),
      innerBytes: stream?.bytes ?? usualBytes(state, group),
    },
  };
}

/** Receivers are cut off, and headers are needed, whatever the switches choose: such packets may take any way when they are run again. */
const isOfChoices = ({ code }: PacketSubject): boolean => code !== "FL3006" && code !== "FL3015";

const gone = (message: string, isChoice = false): Resolved => ({ kind: "gone", message, isChoice });

/** A frame that the hypervisor switch does not send (§6). Only a stream says how large packets are. */
export function isOverMtu({ state, stream, innerBytes }: PacketRun, told: Told): boolean {
  return stream !== undefined && frameBytes(told.frame.encoded.bits, innerBytes) > state.fabric.mtu;
}

/** The one that fits best: by name, then key, then place in the file. */
function findGroup(state: State, { group: name, key, index }: PacketSubject): Group | undefined {
  const named = soundGroups(state.fabric).filter((group) => group.name === name);
  const keyed = key === undefined ? named : named.filter((group) => keyText(group) === key);
  const candidates = keyed.length > 0 ? keyed : named;
  return candidates.find((group) => group.index === index) ?? candidates[0];
}

const keyText = ({ tenant, address }: Group): string => `${tenant}/${addressText(address)}`;

function findSender(state: State, group: Group, { from, stream }: PacketSubject): number | undefined {
  const senders = [...sendersOf(state, group), ...((stream === undefined ? undefined : state.fabric.streams[stream]?.senders) ?? [])];
  if (from === undefined) return senders[0];
  const place = parsePlace(state.fabric.topology, from);
  return place?.kind === "host" && senders.includes(place.id) ? place.id : undefined;
}

function findFailure(state: State, { failure }: PacketSubject): PacketRun["failure"] | "gone" {
  if (!failure) return undefined;
  const entry = state.fabric.failures[failure.entry];
  if (!entry) return "gone";
  const { reaction } = entry;
  if (entry.kind === "set") return { entry: failure.entry, reaction, elements: elementsOf(entry.failures) };
  const texts = failure.elements;
  const elements = texts?.flatMap((text) => parseElement(state.fabric.topology, text) ?? []);
  const isTried = elements?.length === texts?.length && elements?.every((element) => entry.kinds.includes(kindOf(element)));
  if (!elements || !isTried) return "gone";
  return { entry: failure.entry, reaction, elements };
}

const kindOf = ({ kind }: Element): ElementKind => (kind === "leafSpineLink" || kind === "spineCoreLink" ? "link" : kind);

/** The ports that the switches took, so that the packet takes them again whatever the hash. */
function choiceOf(state: State, hops: readonly Hop[]): Choice {
  const { topology } = state.fabric;
  const spines: number[] = [];
  let leaf = -1;
  for (const { to, choice } of hops) {
    if (choice?.took === undefined) continue;
    if (to.kind === "leaf") leaf = choice.took;
    else spines[planeOfSpine(topology, to.id)] = choice.took;
  }
  return { leaf, spines: Array.from(spines, (port) => port ?? -1) };
}

/** Bytes of the group's own reports, else the default of `streams[].bytes`. */
function usualBytes(state: State, group: Group): number {
  return state.fabric.streams.find((stream) => stream.group === group.index)?.bytes ?? 100;
}
