import type { Cluster, StoredObject } from "../cluster/types.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import type { CallAnswer, PendingCall, Process, Strand } from "../process/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import { Surroundings, type BuiltinStep, type Deletion, type Release } from "./environment.ts";
import { Externals } from "./externals.ts";
import { KnownGraves } from "./graves.ts";
import { Impacts } from "./impact.ts";
import { Kinds } from "./kinds.ts";
import { mostSlots, slotBits, slotWord, word } from "./layout.ts";
import { maker, Uids } from "./makers.ts";
import { Complaints } from "./complaints.ts";
import { Contents } from "./objects.ts";
import { Past } from "./past.ts";
import type { Platform } from "./platform.ts";
import { firstCluster, UnusableSetup } from "./seed.ts";
import { Server } from "./server.ts";
import type { Setup } from "./setup.ts";
import { type Delivered, Strands } from "./strands.ts";

/** What a step was about, beside the words: valid until the next one. */
export interface StepInfo {
  readonly changes: readonly ObjectChange[];
  /** Of starts, calls and duplicates. */
  readonly slot?: number;
  readonly started?: { readonly strand: Strand; readonly event: number; readonly parameter?: StoredObject; readonly truth?: StoredObject };
  readonly call?: {
    readonly before: Strand;
    readonly pending: PendingCall;
    readonly delivered: Delivered;
    readonly twin: number;
    /** The twin makes the same call. */
    readonly isTogether: boolean;
    readonly truth?: CallAnswer;
  };
  readonly builtin?: BuiltinStep;
  readonly release?: Release;
  readonly deletion?: Deletion;
  /** What the cache shows from now on. */
  readonly shows?: { readonly resource: string; readonly objects: readonly StoredObject[] };
  readonly system?: string;
}

/** Everything that states are made of: contents, strands, and the shape of a state. One for each search. */
export class World {
  readonly setup: Setup;
  readonly process: Process;
  readonly contents = new Contents();
  readonly complaints = new Complaints();
  readonly uids = new Uids();
  readonly server: Server;
  readonly externals: Externals;
  readonly strands: Strands;
  readonly kinds: Kinds;
  readonly past: Past;
  readonly impacts: Impacts;
  readonly surroundings: Surroundings;
  readonly graves: KnownGraves;
  /** Keys of the resource, the sample's first. */
  readonly keys: readonly string[];
  readonly first: number;
  /** Keys, times processes. */
  readonly slots: number;
  /** Words of a state. */
  readonly width: number;
  /** Words of its parts: all that is said of the cluster and the processes, then each slot. */
  readonly parts: readonly number[];
  /** User code did what cannot be run on: the runs that led there were cut off. */
  failure: ProcessFailure | undefined;
  /** There were more older contents than can be told apart: some were left out. */
  isCut = false;
  /** Kinds (by number) whose cache has ever been read; the resource's own in tagged code. */
  readonly read = new Set<number>();
  /** Where the words of the first slot begin. */
  readonly #firstSlot: number;
  /** By slot. */
  readonly #processes: Uint8Array;

  /** @throws {UnusableSetup} */
  constructor(setup: Setup, platform: Platform, process: Process, atWork: () => void = () => {}) {
    this.setup = setup;
    this.process = process;
    this.server = new Server(platform, this.contents, this.uids);
    this.first = firstCluster(setup, platform, this.server, atWork);
    const cluster = this.contents.clusterOf(this.first);
    this.kinds = new Kinds(setup, platform, cluster, process, this.complaints);
    const { metadata } = setup.sample as { readonly metadata: { readonly name: string; readonly namespace?: string } };
    const sample = this.kinds.keyOf(metadata.namespace, metadata.name);
    const others = cluster
      .list(this.kinds.resource.served.resource)
      .map((object) => this.kinds.keyOf(object.metadata.namespace, object.metadata.name));
    this.keys = [sample, ...others.filter((key) => key !== sample)];
    this.slots = setup.replicas * this.keys.length;
    this.#firstSlot = word.fixed + setup.replicas;
    this.#processes = Uint8Array.from({ length: this.slots }, (_, slot) => Math.floor(slot / this.keys.length));
    if (this.slots > mostSlots) throw new UnusableSetup(tooMany(this.keys.length, setup), 0);
    this.externals = new Externals(setup, process, this.server, this.complaints);
    this.strands = new Strands(setup, process, this.server, this.externals);
    this.past = new Past(this.contents, this.kinds.watched.length);
    this.graves = new KnownGraves(this.server.graves, this.contents, this.past, process);
    this.impacts = new Impacts(this.kinds, this.contents, new Map(this.keys.map((key, index) => [key, index])));
    this.surroundings = new Surroundings(setup, platform, this.server, this.kinds, process);
    this.parts = [this.#firstSlot, ...Array.from({ length: this.slots }, () => slotWord.count)];
    this.width = this.slotAt(this.slots);
    if (setup.style === "tagged") this.read.add(0);
  }

  slotAt(slot: number): number {
    return this.#firstSlot + slot * slotWord.count;
  }

  processOf(slot: number): number {
    return this.#processes[slot] as number;
  }

  keyNumberOf(slot: number): number {
    return slot % this.keys.length;
  }

  keyOf(slot: number): string {
    return this.keys[this.keyNumberOf(slot)] as string;
  }

  makerOf(slot: number): number {
    return maker.firstKey + this.keyNumberOf(slot);
  }

  /** The store's object of a key. */
  resourceOf(cluster: Cluster, key: string): StoredObject | undefined {
    return cluster.get(this.kinds.resource.served.resource, key);
  }

  /** What this answers; undefined: user code cannot be run on from here. @throws {ProcessStopped} A limit of the budget struck. */
  attempt<Value>(run: () => Value): Value | undefined {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof ProcessStopped) || error.failure.limit !== undefined) throw error;
      this.failure ??= error.failure;
      return undefined;
    }
  }

  /** Code may look into caches that it keeps itself. */
  get hasInformers(): boolean {
    return (this.process.informers?.length ?? 0) > 0;
  }

  /** No reconcile is running. */
  isIdle(words: Int32Array, at: number): boolean {
    for (let slot = 0; slot < this.slots; slot += 1) if (words[at + this.slotAt(slot) + slotWord.strand] !== 0) return false;
    return true;
  }

  /** What processes keep in their modules from one reconcile to the next: numbers of contents. */
  memories(words: Int32Array, at: number): readonly number[] {
    let found = noMemories;
    for (let process = 0; process < this.setup.replicas; process += 1) {
      const memory = words[at + word.fixed + process] as number;
      if (memory !== 0) found = [...found, memory];
    }
    return found;
  }

  /** Nothing is running and nothing asked for. */
  isQuiet(words: Int32Array, at: number): boolean {
    for (let slot = 0; slot < this.slots; slot += 1) {
      const start = at + this.slotAt(slot);
      if (words[start + slotWord.strand] !== 0 || ((words[start + slotWord.bits] as number) & slotBits.queued) !== 0) return false;
    }
    return true;
  }
}

const noMemories: readonly number[] = [];

const tooMany = (resources: number, { resource, replicas }: Setup): string =>
  `there are ${resources} resources of kind ${resource.kind}: with ${replicas === 1 ? "one process" : "two processes"} at most ${mostSlots / replicas} can be checked`;
