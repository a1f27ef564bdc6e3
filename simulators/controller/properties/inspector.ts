import type { SourceSpan } from "../../../protocol/source.ts";
import type { PendingCall, Strand } from "../process/types.ts";
import { progress, read, slotBits, slotWord, word } from "../world/layout.ts";
import { maker } from "../world/makers.ts";
import type { StepInfo, World } from "../world/world.ts";
import type { Violation } from "./found.ts";
import { overstatedGeneration } from "./generation.ts";
import type { References } from "./judge.ts";
import { lacking, readyViolation, writesReady } from "./status.ts";
import type { ObjectChange, PropertyId, WrongObject } from "./types.ts";
import type { WorldDatas } from "./world-data.ts";
import { addedFinalizers, foreignFinalizer, foreignWrite, lateFinalizer, staleWrite } from "./writes.ts";
import { thrownIn } from "./thrown-in.ts";

/** States that led to the present one, the latest first: words of each. */
export type Before = () => Iterable<Int32Array>;

/** Judges single steps. */
export class Inspector {
  readonly #world: World;
  readonly #data: WorldDatas;
  /** Finalizers that reconciles add to the resource. */
  readonly ownFinalizers = new Set<string>();
  references: References = { alive: [], gone: [] };
  /** By changes and slot: nothing foreign was touched. */
  readonly #clean: WeakSet<readonly ObjectChange[]>[] = [];
  readonly #invariants = new Map<string, Violation | null>();

  constructor(world: World, data: WorldDatas) {
    this.#world = world;
    this.#data = data;
  }

  /**
   * What is wrong with a step.
   *
   * @param from Words of the state before, at 0. @param to Words of the state after it.
   */
  step(from: Int32Array, info: StepInfo, to: Int32Array, before: Before): readonly Violation[] {
    const strand = info.call?.delivered.strand ?? info.started?.strand;
    const isChange = info.changes.length > 0 || from[word.external] !== to[word.external];
    if (!isChange && (strand === undefined || isCalm(strand))) return none;
    const found: (Violation | undefined)[] = [];
    if (strand !== undefined && !isCalm(strand)) found.push(...unrest(strand));
    if (isChange) found.push(...this.#invariantsOf(from, to));
    if (isChange && info.slot !== undefined && info.call !== undefined) found.push(...this.#write(from, info, info.slot, before));
    return found.filter((each) => each !== undefined);
  }

  *#write(from: Int32Array, info: StepInfo, slot: number, before: Before): Iterable<Violation | undefined> {
    const world = this.#world;
    const { changes } = info;
    const cluster = from[word.cluster] as number;
    const external = from[word.external] as number;
    const clean = (this.#clean[slot] ??= new WeakSet());
    if (changes.length > 0 && !clean.has(changes)) {
      const foreign = [foreignWrite(world, slot, changes), foreignFinalizer(world, changes)];
      if (foreign.every((each) => each === undefined)) clean.add(changes);
      yield* foreign;
      for (const finalizer of addedFinalizers(world, slot, changes)) this.ownFinalizers.add(finalizer);
    }
    const start = { cluster, external, graves: from[word.graves] as number, by: world.makerOf(slot) };
    yield staleWrite(world, info, start);
    const isOutdated = ((from[world.slotAt(slot) + slotWord.bits] as number) & slotBits.outdated) !== 0;
    if (isOutdated) return;
    yield lateFinalizer(world, slot, info, this.ownFinalizers, cluster);
    yield this.#ready(from, slot, changes, before);
    if (changes.length > 0) yield overstatedGeneration(world, slot, info, before());
  }

  /** `status-honest`: ready is said only when all is there, or was at some moment since the reconcile began. */
  #ready(from: Int32Array, slot: number, changes: readonly ObjectChange[], before: Before): Violation | undefined {
    const world = this.#world;
    const claim = writesReady(world, slot, changes);
    if (claim === undefined || world.makerOf(slot) !== maker.firstKey) return undefined;
    const reference = this.references.alive[read(from[word.progress] as number, progress.edits)];
    const resource = world.resourceOf(world.contents.clusterOf(from[word.cluster] as number), world.keyOf(slot));
    if (reference === undefined || resource?.metadata.generation !== claim.generation) return undefined;
    const wrong = new Map(lacking(world, slot, reference, from[word.cluster] as number, from[word.external] as number));
    if (wrong.size === 0) return undefined;
    for (const words of before()) {
      const now = lacking(world, slot, reference, words[word.cluster] as number, words[word.external] as number);
      for (const name of wrong.keys()) if (!now.has(name)) wrong.delete(name);
      if (wrong.size === 0) return undefined;
      if (words[world.slotAt(slot) + slotWord.strand] === 0) break;
    }
    return readyViolation(claim.where, wrong.values());
  }

  *#invariantsOf(from: Int32Array, to: Int32Array): Iterable<Violation | undefined> {
    const world = this.#world;
    if (world.setup.invariants.length === 0) return;
    const numbers = [from[word.cluster], from[word.external], to[word.cluster], to[word.external]] as [number, number, number, number];
    for (const name of world.setup.invariants) {
      const key = `${name} ${numbers.join(" ")}`;
      let known = this.#invariants.get(key);
      if (known === undefined) {
        known = this.#invariant(name, numbers) ?? null;
        this.#invariants.set(key, known);
      }
      yield known ?? undefined;
    }
  }

  #invariant(
    name: string,
    [cluster, external, nextCluster, nextExternal]: readonly [number, number, number, number],
  ): Violation | undefined {
    const world = this.#world;
    const args = [this.#data.of(cluster, external), this.#data.of(nextCluster, nextExternal)];
    const outcome = world.attempt(() => world.process.evaluate(`invariants/${name}`, args));
    if (outcome === undefined || (outcome.kind === "value" && outcome.value === true)) return undefined;
    const property: PropertyId = `invariant:${name}`;
    const objects: readonly WrongObject[] = [];
    return { property, detail: { kind: "invariant", ...thrownIn(outcome) }, objects };
  }
}

const none: readonly Violation[] = [];
const placed = (at: SourceSpan | undefined): { readonly at?: SourceSpan } => (at ? { at } : {});

/** It has done nothing that is wrong in itself. */
function isCalm({ ending, pending, events }: Strand): boolean {
  if (ending?.kind === "returned" && pending.some(isWrite)) return false;
  return events.every(({ kind }) => kind === "log" || kind === "cache-mutated");
}

/** A read that nobody waits for any more does no harm. */
const isWrite = ({ target }: PendingCall): boolean =>
  target.kind === "external" || (target.kind === "api" && target.request.method !== "GET");

function* unrest({ ending, pending, events }: Strand): Iterable<Violation> {
  for (const event of events) {
    if (event.kind === "unhandled-rejection") {
      yield { property: "errors-retried", detail: { kind: "unhandled", message: event.message, ...placed(event.at) }, objects: [] };
    } else if (event.kind === "stuck") yield { property: "converges", detail: { kind: "stuck", ...placed(event.at) }, objects: [] };
  }
  const left = pending.filter(isWrite);
  // One that is rejected is tried again, and what `Promise.all` still has under way has been answered by then.
  if (ending?.kind === "returned" && left.length > 0) {
    const places = left.map(({ at }) => at);
    yield { property: "errors-retried", detail: { kind: "under-way", calls: left.length, places, ...placed(places[0]?.[0]) }, objects: [] };
  }
}
