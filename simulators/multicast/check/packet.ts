import { distinctChoices } from "../choices.ts";
import { explain } from "../explain.ts";
import { decodeHeader } from "../header.ts";
import type { Failures, Group } from "../model.ts";
import { type Choice, totalLinks } from "../walk.ts";
import { blackHoleOf, causeOf, duplicateOf, loopOf, type Told } from "./blame.ts";
import type { Collector } from "./collector.ts";
import { addCopies, type Copies, isExact, judge } from "./delivery.ts";
import { type Branches, type Deviation, deviationsOf, isByDefaultRule } from "./deviations.ts";
import { type Frame, rulesOf } from "./packets.ts";
import { hasOwnTables, type State } from "./state.ts";

/** One packet under one set of failures, and what it should do. */
export interface Trial {
  readonly group: Group;
  readonly sender: number;
  /** Several only after a failure. */
  readonly frames: readonly Frame[];
  readonly failures: Failures;
  /** Receivers that a live path leads to, without the sender; ascending. */
  readonly wanted: readonly number[];
  readonly branches: Branches;
}

/** What became of it over all choices of live up-ports. */
export interface TrialResult {
  readonly walks: number;
  /** False: a header that names many spines leaves too many choices. */
  readonly isComplete: boolean;
  /** Every wanted host got a copy, no host got two, and nothing went round, whatever the choice. */
  readonly isExact: boolean;
  readonly mostLinks: number;
  readonly mostSpurious: number;
  readonly fewestDelivered: number;
  /** Bytes of header over all transmissions, at the most. */
  readonly headerBytes: number;
}

/** Choices for all frames of a packet together that are tried at most. */
const mostCombinations = 4096;

/** Walks the packet with every choice that can make a difference, and offers what is wrong to `collector`. */
export function tryPacket(state: State, trial: Trial, collector: Collector): TrialResult {
  const { topology } = state.fabric;
  const choices = trial.frames.map(({ packet }) => distinctChoices(topology, packet, trial.failures));
  const combinations = combine(choices.map((some) => some.choices));
  let result: TrialResult = {
    walks: 0,
    isComplete: combinations.isComplete && choices.every((some) => some.isComplete),
    isExact: true,
    mostLinks: 0,
    mostSpurious: 0,
    fewestDelivered: trial.wanted.length,
    headerBytes: 0,
  };
  for (const combination of combinations.all) result = worse(result, tryChoice(state, trial, combination, collector));
  return result;
}

function worse(a: TrialResult, b: Omit<TrialResult, "isComplete">): TrialResult {
  return {
    walks: a.walks + b.walks,
    isComplete: a.isComplete,
    isExact: a.isExact && b.isExact,
    mostLinks: Math.max(a.mostLinks, b.mostLinks),
    mostSpurious: Math.max(a.mostSpurious, b.mostSpurious),
    fewestDelivered: Math.min(a.fewestDelivered, b.fewestDelivered),
    headerBytes: Math.max(a.headerBytes, b.headerBytes),
  };
}

function tryChoice(state: State, trial: Trial, choices: readonly Choice[], collector: Collector): Omit<TrialResult, "isComplete"> {
  const copies: Copies = new Map();
  let links = 0;
  let headerBytes = 0;
  let loops = 0;
  for (const [index, { packet }] of trial.frames.entries()) {
    const arrivals = state.walker.walk(packet, trial.failures, choices[index]);
    links += totalLinks(arrivals);
    headerBytes += arrivals.headerBytes;
    loops += arrivals.loops.length;
    if (trial.frames.length === 1 && isExact(arrivals, trial.wanted, trial.sender)) {
      return { walks: 1, isExact: true, mostLinks: links, mostSpurious: 0, fewestDelivered: trial.wanted.length, headerBytes };
    }
    addCopies(copies, arrivals);
  }
  const verdict = judge(copies, trial.wanted);
  if (verdict.missing.length + verdict.spurious.length + verdict.duplicates.length + loops > 0) {
    accuse(state, trial, choices, { ...verdict, loops }, collector);
  }
  return {
    walks: trial.frames.length,
    isExact: verdict.missing.length + verdict.duplicates.length + loops === 0,
    mostLinks: links,
    mostSpurious: verdict.spurious.length,
    fewestDelivered: trial.wanted.length - verdict.missing.length,
    headerBytes,
  };
}

type Verdict = ReturnType<typeof judge> & { readonly loops: number };

/** Turns what is wrong with one packet into findings. */
function accuse(state: State, trial: Trial, choices: readonly Choice[], verdict: Verdict, collector: Collector): void {
  const { group, sender } = trial;
  const { topology } = state.fabric;
  const way = { from: sender, choices };
  const told = lazily(() => tell(state, trial, choices));
  const [missing] = verdict.missing;
  if (missing !== undefined) {
    collector.offer("black-hole", sender, verdict.missing.length, () => ({
      kind: "black-hole",
      way,
      hosts: verdict.missing,
      ...blackHoleOf(topology, told(), sender, missing, group.index),
    }));
  }
  const [double] = verdict.duplicates;
  if (double) {
    collector.offer("duplicate", sender, verdict.duplicates.length, () => ({
      kind: "duplicate",
      way,
      ...double,
      hosts: verdict.duplicates.length,
      ...duplicateOf(told(), double.host, group.index),
    }));
  }
  if (verdict.loops > 0) {
    collector.offer("loop", sender, verdict.loops, () => {
      const loop = loopOf(told(), group.index);
      return loop && { kind: "loop", way, ...loop };
    });
  }
  if (verdict.spurious.length > 0) accuseSpurious(state, trial, choices, verdict.spurious, told, collector);
}

/** Hosts that get the packet unasked: by a default rule, by more than is expected, by what nothing explains. */
function accuseSpurious(
  state: State,
  trial: Trial,
  choices: readonly Choice[],
  spurious: readonly number[],
  told: () => readonly Told[],
  collector: Collector,
): void {
  const { group, sender, branches } = trial;
  const way = { from: sender, choices };
  const deviations = lazily(() => told().flatMap((one) => astrayIn(state, one, branches, sender)));
  const { added, unexplained } = isPlain(state, trial)
    ? { added: byDefault(state, trial, spurious), unexplained: [] }
    : sortOut(deviations(), told().every(({ isComplete }) => isComplete) ? [] : spurious);
  if (added.length > 0) {
    collector.offer("default-rule", sender, added.length, () => ({ kind: "default-rule", way, spurious: spurious.length, added }));
  }
  const { expectSpurious } = group;
  const hosts = expectSpurious === undefined ? unexplained : spurious.length > expectSpurious ? spurious : [];
  if (hosts.length === 0) return;
  collector.offer("over-delivery", sender, hosts.length, () => {
    const source = deviations().find(({ deviation }) => deviation.host === hosts[0]) ?? deviations()[0];
    const [first] = told();
    if (!first) throw new Error(`nobody sent host ${hosts[0]} its copy`);
    const hop = source?.deviation.first ?? first.hops[0];
    if (!hop) throw new Error(`host ${sender} sent nothing`);
    const cause = causeOf(source?.told ?? first, hop, group.index);
    return { kind: "over-delivery", way, hosts, spurious: spurious.length, first: hop.to, rule: hop.rule, cause };
  });
}

/** One header of the controller, and nothing foreign in the tables: what sends copies astray can be told from the rules. */
function isPlain(state: State, { frames, group }: Trial): boolean {
  return frames.length === 1 && frames[0]?.installed === undefined && hasOwnTables(state, group);
}

function byDefault(state: State, { group, branches }: Trial, spurious: readonly number[]): readonly number[] {
  const rules = rulesOf(state, group);
  if (rules.pods.defaultIds.length + rules.leaves.defaultIds.length === 0) return [];
  return spurious.filter((host) => isByDefaultRule(state.fabric.topology, rules, branches, host));
}

/** @param unseen Hosts whose copies may not have been told one by one: nothing explains those. */
function sortOut(
  deviations: readonly Astray[],
  unseen: readonly number[],
): { readonly added: readonly number[]; readonly unexplained: readonly number[] } {
  const seen = new Set(deviations.map(({ deviation }) => deviation.host));
  const unexplained = hostsOf(deviations.filter(({ deviation }) => !deviation.isExplained));
  return {
    added: hostsOf(deviations.filter(({ deviation }) => deviation.isByDefault)),
    unexplained: [...unexplained, ...unseen.filter((host) => !seen.has(host))].sort((a, b) => a - b),
  };
}

interface Astray {
  readonly told: Told;
  readonly deviation: Deviation;
}

function astrayIn(state: State, told: Told, branches: Branches, sender: number): Astray[] {
  const { topology, limits } = state.fabric;
  const { bytes, bits } = told.frame.encoded;
  const decoded = decodeHeader(topology, bytes, bits);
  const header = decoded.kind === "header" ? decoded.header : undefined;
  const intent = { topology, branches, sender, redundancy: limits.redundancy, pods: header?.ds, leaves: header?.dl };
  return deviationsOf(intent, told.hops).map((deviation) => ({ told, deviation }));
}

const hostsOf = (astray: readonly Astray[]): number[] => [...new Set(astray.map(({ deviation }) => deviation.host))].sort((a, b) => a - b);

/** The controller's headers make one copy a receiver, and some unasked ones; what is written by hand may make millions of few bits. */
const mostHops = 4_000_000;
const mostHopsByHand = 20_000;

/** The way of every frame, hop by hop. */
export function tell(state: State, { frames, failures }: Pick<Trial, "frames" | "failures">, choices: readonly Choice[]): Told[] {
  const { fabric, installation } = state;
  return frames.map((frame, index) => ({
    frame,
    ...explain(fabric.topology, installation.tables, frame.packet, failures, choices[index], frame.installed ? mostHopsByHand : mostHops),
  }));
}

/** Every combination of one choice for each frame. */
function combine(options: readonly (readonly Choice[])[]): { readonly all: readonly (readonly Choice[])[]; readonly isComplete: boolean } {
  let all: (readonly Choice[])[] = [[]];
  let isComplete = true;
  for (const some of options) {
    all = all.flatMap((before) => some.map((choice) => [...before, choice]));
    if (all.length <= mostCombinations) continue;
    all = all.slice(0, mostCombinations);
    isComplete = false;
  }
  return { all, isComplete };
}

function lazily<Value>(make: () => Value): () => Value {
  let value: { readonly made: Value } | undefined;
  return () => (value ??= { made: make() }).made;
}
