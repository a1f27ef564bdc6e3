import { type Element, elementsOf, elementText, failuresOf, noFailures } from "../elements.ts";
import type { FailureEntry, Failures, Group } from "../model.ts";
import { reachability } from "../reach.ts";
import { badnessOf } from "./badness.ts";
import { Collector } from "./collector.ts";
import { DamageCollector } from "./damage.ts";
import { branchMaps, type Branches } from "./deviations.ts";
import type { EntryFacts, FailingCase, FailureName, GroupFacts, PacketFinding, Split } from "./findings.ts";
import { weighHeader } from "./intact.ts";
import { elementsOfOrbit, type Orbit, orbitsNear } from "./orbits.ts";
import { tryPacket, type TrialResult } from "./packet.ts";
import { type Answer, frameOf, framesUnder } from "./packets.ts";
import { type Places, placesOf, singleOutcome } from "./single.ts";
import { sendersOf, type State } from "./state.ts";

/**
 * What the cases of one entry of `failures` do to the packets of a group.
 *
 * A set is walked as it is. Of `every: "single"` only elements that a packet of the group may meet are looked at. One of each orbit stands for all of it
 * where the header leaves plane and core to the switches, and packets that are exact with nothing failed are not walked again (see `singleOutcome`).
 *
 * @param poll Called with the number of packets walked since the last call; throws to end it.
 */
export function examineEntry(
  state: State,
  group: Group,
  entry: FailureEntry,
  intact: GroupFacts,
  poll: (packets: number) => void,
): EntryFacts {
  const inquiry = new Inquiry(state, group, entry.reaction, intact, poll);
  if (entry.kind === "set") inquiry.walkCase(elementsOf(entry.failures), { orbit: "set", size: 1 }, sendersOf(state, group));
  else {
    const ends = { receivers: group.receivers, senders: sendersOf(state, group) };
    for (const orbit of orbitsNear(state.fabric.topology, entry.kinds, ends)) inquiry.judgeOrbit(orbit);
  }
  return inquiry.facts();
}

class Inquiry {
  readonly #state: State;
  readonly #group: Group;
  readonly #reaction: FailureEntry["reaction"];
  readonly #intact: GroupFacts;
  readonly #poll: (packets: number) => void;
  readonly #branches: Branches;
  readonly #places: Places;
  readonly #damage = new DamageCollector();
  /** Cases that are looked at; kept only where it matters. */
  readonly #near: FailureName[] = [];
  readonly #byHand: readonly number[];
  readonly #byController: readonly number[];
  #packets = 0;
  #judged = 0;
  #isComplete = true;

  constructor(state: State, group: Group, reaction: FailureEntry["reaction"], intact: GroupFacts, poll: (packets: number) => void) {
    this.#state = state;
    this.#group = group;
    this.#reaction = reaction;
    this.#intact = intact;
    this.#poll = poll;
    this.#branches = branchMaps(state.fabric.topology, group.receivers);
    this.#places = placesOf(state.fabric.topology, group.receivers);
    const senders = sendersOf(state, group);
    const isByHand = (sender: number) => state.headers.size > 0 && frameOf(state, group, sender).installed !== undefined;
    this.#byHand = senders.filter(isByHand);
    this.#byController = senders.filter((sender) => !this.#byHand.includes(sender));
  }

  facts(): EntryFacts {
    const mending = this.#isWrongAnyway() ? { mending: this.#near.filter((name) => !this.#damage.isFailing(name)) } : {};
    // Walks the worst cases again, so the counts come after it.
    const facts = this.#damage.facts();
    return { ...mending, packets: this.#packets, judged: this.#judged, isComplete: this.#isComplete, ...facts };
  }

  #isWrongAnyway(): boolean {
    return this.#intact.findings.some(({ kind }) => kind === "black-hole");
  }

  judgeOrbit(orbit: Orbit): void {
    const { topology } = this.#state.fabric;
    const text = elementText(topology, orbit.element);
    if (this.#isWrongAnyway()) {
      for (const element of elementsOfOrbit(topology, orbit)) this.#near.push({ orbit: text, element: elementText(topology, element) });
    }
    const whole: FailingCase = { orbit: text, size: orbit.size };
    const inexact = this.#byController.filter((sender) => !this.#intact.exactSenders.has(sender));
    for (const sender of this.#byController) if (this.#intact.exactSenders.has(sender)) this.#judgeExact(orbit.element, whole, sender);
    if (inexact.length > 0) this.walkCase([orbit.element], whole, inexact);
    if (this.#byHand.length === 0) return;
    for (const element of elementsOfOrbit(topology, orbit)) {
      this.walkCase([element], { ...whole, element: elementText(topology, element) }, this.#byHand);
    }
  }

  /** Walks the packets of these senders with the elements down. */
  walkCase(elements: readonly Element[], failing: FailingCase, senders: readonly number[]): void {
    const failures = failuresOf(elements);
    for (const sender of senders) this.#walkSender(elements, failures, failing, sender);
  }

  #judgeExact(element: Element, failing: FailingCase, sender: number): void {
    this.#judged++;
    if ((this.#judged & 63) === 0) this.#poll(0);
    const { unreachable, lost } = singleOutcome(this.#state.fabric.topology, this.#places, sender, element);
    const elements = [element];
    if (unreachable > 0) this.#cutOff(elements, failing, sender, unreachable);
    if (lost === 0 || this.#reaction === "update") return;
    this.#damage.fails(failing);
    this.#damage.damage("black-hole", sender, lost, failing, elements, () => this.#findAgain(elements, sender, "black-hole"));
  }

  #walkSender(elements: readonly Element[], failures: Failures, failing: FailingCase, sender: number): void {
    const answer = framesUnder(this.#state, this.#group, sender, failures, this.#reaction);
    const collector = new Collector();
    if (answer.unreachable.length > 0) this.#cutOff(elements, failing, sender, answer.unreachable.length);
    for (const frame of answer.frames) weighHeader(this.#state, frame, sender, collector);
    const result = this.#try(answer, failures, sender, collector);
    if (result.fewestDelivered < answer.wanted.length) this.#damage.fails(failing);
    for (const finding of collector.findings()) this.#offer(finding, elements, failing, sender);
    if (answer.minHeaders > 1) {
      this.#damage.split(sender, answer.minHeaders, failing, () => ({ elements, ...this.#cost(answer, result, sender) }));
    }
    this.#isComplete &&= answer.isExact;
  }

  #try(answer: Answer, failures: Failures, sender: number, collector: Collector): TrialResult {
    const trial = { group: this.#group, sender, frames: answer.frames, failures, wanted: answer.wanted, branches: this.#branches };
    const result = tryPacket(this.#state, trial, collector);
    this.#packets += result.walks;
    this.#judged++;
    this.#isComplete &&= result.isComplete;
    this.#poll(result.walks);
    return result;
  }

  #cutOff(elements: readonly Element[], failing: FailingCase, sender: number, count: number): void {
    this.#damage.fails(failing);
    this.#damage.cut(sender, count, failing, () => ({
      elements,
      way: { from: sender, choices: [] },
      hosts: reachability(this.#state.fabric.topology, failuresOf(elements), sender, this.#group.receivers).unreachable,
    }));
  }

  /** A packet that is wrong with nothing failed is reported there, not again for each failure. */
  #offer(finding: PacketFinding, elements: readonly Element[], failing: FailingCase, sender: number): void {
    const isSizeOfSpurious = finding.kind === "default-rule" || finding.kind === "over-delivery" || finding.kind === "over-budget";
    const isOld = isSizeOfSpurious
      ? this.#intact.findings.some(({ kind }) => kind === finding.kind)
      : this.#intact.wrongSenders.has(sender);
    if (isOld) return;
    this.#damage.damage(finding.kind, sender, badnessOf(finding), failing, elements, () => finding);
  }

  /** Walks a packet that was judged without walking: it must be wrong when it is walked, too. */
  #findAgain(elements: readonly Element[], sender: number, kind: PacketFinding["kind"]): PacketFinding {
    const failures = failuresOf(elements);
    const collector = new Collector();
    this.#try(framesUnder(this.#state, this.#group, sender, failures, this.#reaction), failures, sender, collector);
    const finding = collector.findings().find((one) => one.kind === kind);
    if (!finding) throw new Error(`the packet of host ${sender} does no harm when it is walked`);
    return finding;
  }

  #cost(answer: Answer, result: TrialResult, sender: number): Omit<Split, "senders" | "cases" | "elements"> {
    const group = this.#group;
    const wanted = group.receivers.filter((host) => host !== sender);
    const usualFrame = frameOf(this.#state, group, sender);
    const trial = { group, sender, frames: [usualFrame], failures: noFailures, wanted, branches: this.#branches };
    const usual = tryPacket(this.#state, trial, new Collector());
    return {
      way: { from: sender, choices: [] },
      minHeaders: answer.minHeaders,
      isExact: answer.isExact,
      usedHeaders: answer.frames.length,
      links: result.mostLinks,
      usualLinks: usual.mostLinks,
      headerBytes: result.headerBytes,
      usualHeaderBytes: usual.headerBytes,
    };
  }
}
