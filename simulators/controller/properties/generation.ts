import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { StoredObject } from "../cluster/types.ts";
import type { CallAnswer, PendingCall, Strand } from "../process/types.ts";
import { event, slotBits, slotWord, variant, word } from "../world/layout.ts";
import { isArray } from "../world/text.ts";
import type { StepInfo, World } from "../world/world.ts";
import type { Violation } from "./found.ts";
import { runOn } from "./hypothetical.ts";
import type { ObjectChange } from "./types.ts";

/**
 * `status-honest`, first half: a reconcile that says which generation it has seen would have made the same other writes, had every older view of the
 * resource shown that generation: the parameter of tagged code, and what was read before.
 *
 * @param before States that led to the step, the last first.
 */
export function overstatedGeneration(world: World, slot: number, info: StepInfo, before: Iterable<Int32Array>): Violation | undefined {
  const states: Int32Array[] = [];
  for (const words of before) {
    states.push(words);
    if (words[world.slotAt(slot) + slotWord.strand] === 0) break;
  }
  const [now] = states;
  if (now === undefined || info.call === undefined) return undefined;
  const resource = world.resourceOf(world.contents.clusterOf(now[word.cluster] as number), world.keyOf(slot));
  const generation = writtenGeneration(world, slot, info.changes);
  if (resource === undefined || generation === undefined || resource.metadata.generation !== generation) return undefined;
  const first = states[states.length - 1] as Int32Array;
  const atFirst = world.resourceOf(world.contents.clusterOf(first[word.cluster] as number), world.keyOf(slot));
  // Nothing has changed since it began: it has seen nothing older.
  if (atFirst?.metadata.generation === generation) return undefined;
  const steps = stepsOf(world, slot, states.reverse());
  if (steps === undefined) return undefined;
  const given = world.setup.style === "tagged" ? [(now[world.slotAt(slot) + slotWord.bits] as number) >> slotBits.generation] : [];
  const seen = Math.min(...given, ...steps.flatMap(({ call, answer }) => viewOf(world, call, answer, resource) ?? []));
  if (generation <= seen || !differsWith(world, slot, states, steps, resource, info.call.before)) return undefined;
  return { property: "status-honest", detail: { kind: "observed-generation", generation, seen }, objects: [] };
}

/** The greatest `observedGeneration` that a change of the resource writes anew. */
function writtenGeneration(world: World, slot: number, changes: readonly ObjectChange[]): number | undefined {
  for (const { resource, key, before, after } of changes) {
    if (resource !== world.kinds.resource.served.resource || key !== world.keyOf(slot) || before === undefined || after === undefined)
      continue;
    const [old, written] = [generationsOf(before["status"]), generationsOf(after["status"])];
    if (written.length > 0 && Math.max(...written) !== Math.max(0, ...old)) return Math.max(...written);
  }
  return undefined;
}

function generationsOf(json: Json | undefined): readonly number[] {
  if (typeof json !== "object" || json === null) return [];
  if (isArray(json)) return json.flatMap(generationsOf);
  return Object.entries(json).flatMap(([key, value]) =>
    key === "observedGeneration" && typeof value === "number" ? [value] : generationsOf(value),
  );
}

/** A call of the reconcile, as it was answered: by now, in the state `words`. */
interface Taken {
  readonly words: Int32Array;
  readonly call: PendingCall;
  readonly answer: CallAnswer;
}

/**
 * The calls of the reconcile so far.
 *
 * @param states From the last one before the reconcile began to the present one.
 * @returns Undefined: one was lost or refused, there is nothing to compare with.
 */
function stepsOf(world: World, slot: number, states: readonly Int32Array[]): readonly Taken[] | undefined {
  const start = world.slotAt(slot);
  const steps: Taken[] = [];
  for (let index = 1; index + 1 < states.length; index += 1) {
    const words = states[index] as Int32Array;
    const next = (states[index + 1] as Int32Array)[start + slotWord.strand];
    const id = words[start + slotWord.strand] as number;
    if (id === next || id === 0) continue;
    const taken = stepOf(world, slot, words, world.strands.get(id - 1), next as number);
    if (taken === undefined) return undefined;
    steps.push({ words, ...taken });
  }
  return steps;
}

/** @param states From the last one before the reconcile began to the present one. @param strand The reconcile now. */
function differsWith(
  world: World,
  slot: number,
  states: readonly Int32Array[],
  steps: readonly Taken[],
  resource: StoredObject,
  strand: Strand,
): boolean {
  const first = states[0] as Int32Array;
  const memory = first[word.fixed + world.processOf(slot)] as number;
  let other = world.attempt(() => world.strands.start(world.keyOf(slot), resource, event.modified, memory, first[word.cluster] as number));
  for (const { words, call, answer } of steps) {
    if (other === undefined) return false;
    const mate = other.pending.findIndex((each) => world.strands.requestNumber(each) === world.strands.requestNumber(call));
    if (mate < 0) return isWrite(call) || writesOn(world, slot, words, other);
    const shown = viewOf(world, call, answer, resource) === undefined ? answer : world.server.answer(200, resource);
    const before: Strand = other;
    other = world.attempt(() => world.strands.answer(before, mate, shown));
  }
  const now = states[states.length - 1] as Int32Array;
  return other !== undefined && writesOn(world, slot, now, other) !== writesOn(world, slot, now, strand);
}

function stepOf(
  world: World,
  slot: number,
  words: Int32Array,
  strand: Strand,
  next: number,
): { readonly call: PendingCall; readonly answer: CallAnswer } | undefined {
  const place = {
    cluster: words[word.cluster] as number,
    external: words[word.external] as number,
    graves: words[word.graves] as number,
    by: world.makerOf(slot),
  };
  for (const [index, call] of strand.pending.entries()) {
    const delivered = world.attempt(() => world.strands.deliver(strand, index, place, variant.normal));
    if (delivered !== undefined && delivered.strand.id + 1 === next) return { call, answer: delivered.answer };
  }
  return undefined;
}

/** The generation of an older view of the resource that a call was answered with; undefined: it was none. */
function viewOf(world: World, call: PendingCall, answer: CallAnswer, resource: StoredObject): number | undefined {
  if (answer.kind !== "answer" || isWrite(call) || world.kinds.readBy(call) !== 0) return undefined;
  const { metadata } = (answer.body ?? {}) as { readonly metadata?: JsonObject };
  const generation = metadata?.["generation"];
  const isOlder = metadata?.["uid"] === resource.metadata.uid && generation !== resource.metadata.generation;
  return isOlder && typeof generation === "number" ? generation : undefined;
}

/** Whether it would change anything but the resource itself. */
function writesOn(world: World, slot: number, words: Int32Array, strand: Strand): boolean {
  const place = {
    cluster: words[word.cluster] as number,
    external: words[word.external] as number,
    graves: words[word.graves] as number,
    by: world.makerOf(slot),
  };
  const own = world.kinds.resource.served.resource;
  return runOn(world, strand, place).changes.some(({ resource }) => resource !== own);
}

const isWrite = ({ target }: PendingCall): boolean =>
  target.kind === "external" || (target.kind === "api" && target.request.method !== "GET");
