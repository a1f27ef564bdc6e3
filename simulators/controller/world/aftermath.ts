import type { PendingCall } from "../process/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import type { Impact } from "./impact.ts";
import { keyOfPath, resourceOfPath } from "./kinds.ts";
import { event, progress, read, slotBits, slotWord, word } from "./layout.ts";
import { keyOf } from "./past.ts";
import type { World } from "./world.ts";

/** What follows from a step in the state after it: who is told, what is remembered, what no longer matters. */
export class Aftermath {
  /** The words of that state. */
  readonly next: Int32Array;
  readonly #world: World;
  readonly #keepsPast: boolean;

  /** @param keepsPast Older contents belong to the state; otherwise the search keeps them itself. */
  constructor(world: World, next: Int32Array, { keepsPast }: { readonly keepsPast: boolean }) {
    this.#world = world;
    this.next = next;
    this.#keepsPast = keepsPast;
  }

  /** Queues, older contents and graves after the cluster has changed; `before`: its number then. */
  apply(changes: readonly ObjectChange[], before: number): void {
    if (changes.length === 0) return;
    const { next } = this;
    const world = this.#world;
    const impact = world.impacts.of(changes);
    this.#tellAll(impact);
    if (impact.gone >= 0) next[word.gone] = impact.gone;
    if (impact.buried.length > 0) this.#bury(impact);
    if (world.read.size > 0) this.#keep(impact, before);
  }

  /** What a cache may still go back to. */
  #keep({ kinds }: Impact, before: number): void {
    const { next } = this;
    const world = this.#world;
    for (const kind of kinds) {
      if (!world.read.has(kind)) continue;
      const resource = world.kinds.watched[kind]?.served.resource ?? "";
      const shelf = world.contents.shelfNumber(world.contents.clusterOf(before).list(resource));
      const past = world.past.with(next[word.past] as number, kind, shelf);
      if (this.#keepsPast) next[word.past] = past;
    }
  }

  /** A conflict: somebody has written the object of this call anew, without making a difference that counts. Its events come all the same. */
  touched(call: PendingCall, cluster: number): void {
    if (call.target.kind !== "api") return;
    const { path } = call.target.request;
    const resource = resourceOfPath(path);
    const object = this.#world.contents.clusterOf(cluster).get(resource, keyOfPath(path));
    if (object !== undefined) this.#tellAll(this.#world.impacts.of([{ resource, key: keyOf(object), before: object, after: object }]));
  }

  #tellAll(impact: Impact): void {
    if (impact.own.length === 0 && impact.others.length === 0) return;
    const { setup, kinds } = this.#world;
    const value = this.next[word.progress] as number;
    const window = read(value, progress.window) - 1;
    for (let process = 0; process < setup.replicas; process += 1) {
      const isBehind = window >= 0 && read(value, progress.windowProcess) === process;
      this.tell(process, isBehind ? -1 - window : -1 - kinds.watched.length, impact);
    }
  }

  /** Only what the controller asks for can it still know when it has gone. */
  #bury({ buried }: Impact): void {
    const { server, surroundings } = this.#world;
    const texts = buried.filter(({ resource }) => surroundings.seen.has(resource)).map(({ text }) => text);
    if (texts.length > 0) this.next[word.graves] = server.graves.bury(this.next[word.graves] as number, texts);
  }

  /** @param only Events of this kind alone; `-1 - kind`: of all but this one. */
  tell(process: number, only: number, impact: Pick<Impact, "own" | "others">): void {
    const { next } = this;
    const world = this.#world;
    const { setup } = world;
    if (hears(only, 0)) {
      for (let index = 0; index < impact.own.length; index += 1) {
        const { key, event: what, object } = impact.own[index] as Impact["own"][number];
        const start = world.slotAt(process * world.keys.length + key);
        const bits = next[start + slotWord.bits] as number;
        const queued = bits & slotBits.queued;
        if (what === event.deleted && setup.style === "tagged") {
          next[start + slotWord.bits] = (bits & ~slotBits.queued) | (setup.takesEvent ? event.deleted : event.none);
          if (setup.takesEvent) next[start + slotWord.gone] = object;
        } else {
          const now = what === event.added || queued === event.added ? event.added : event.modified;
          next[start + slotWord.bits] = (bits & ~slotBits.queued) | now;
        }
      }
    }
    for (let index = 0; index < impact.others.length; index += 1) {
      const { kinds, key } = impact.others[index] as Impact["others"][number];
      const start = world.slotAt(process * world.keys.length + key);
      const bits = next[start + slotWord.bits] as number;
      if (!hearsAny(only, kinds)) {
        if (only < 0) next[start + slotWord.bits] = bits | slotBits.hidden;
        continue;
      }
      if ((bits & slotBits.queued) === event.none) next[start + slotWord.bits] = bits | event.modified;
    }
  }

  /** Forgets what makes no difference any more, so that states meet. */
  settle(): void {
    const { next } = this;
    const world = this.#world;
    const value = next[word.progress] as number;
    const window = read(value, progress.window);
    const hasFaults = read(value, progress.faults) > 0;
    if (!hasFaults) next[word.past] = 0;
    if (!hasFaults && window === 0) next[word.gone] = 0;
    if (next[word.graves] !== 0 && world.isIdle(next, 0)) {
      const [graves, shelf, gone] = [next[word.graves], next[word.shelf], next[word.gone]] as [number, number, number];
      const memories = world.memories(next, 0);
      next[word.graves] = hasFaults
        ? world.graves.stillKnown(graves, shelf, gone, memories)
        : world.graves.stillShown(graves, shelf, gone, memories);
    }
    if (world.setup.style === "framework") return;
    // Nothing can be run for what the cache does not show: the entry of the queue is passed over.
    for (let slot = 0; slot < world.slots; slot += 1) {
      const start = world.slotAt(slot);
      const bits = next[start + slotWord.bits] as number;
      const queued = bits & slotBits.queued;
      if (queued !== event.deleted && (bits & slotBits.runMask) >> slotBits.run !== event.deleted) next[start + slotWord.gone] = 0;
      if (queued !== event.added && queued !== event.modified) continue;
      const isBehind = window === 1 && read(value, progress.windowProcess) === world.processOf(slot);
      const isShown = isBehind
        ? world.contents.shelfOf(next[word.shelf] as number).some((object) => keyOf(object) === world.keyOf(slot))
        : world.resourceOf(world.contents.clusterOf(next[word.cluster] as number), world.keyOf(slot)) !== undefined;
      if (!isShown) next[start + slotWord.bits] = bits & ~slotBits.queued;
    }
  }

  /** Who was not told of an event while the window was open is told now, whatever became of the object. */
  release(process: number): void {
    const { next } = this;
    const world = this.#world;
    for (let slot = 0; slot < world.slots; slot += 1) {
      const start = world.slotAt(slot) + slotWord.bits;
      const bits = next[start] as number;
      if (world.processOf(slot) !== process || (bits & slotBits.hidden) === 0) continue;
      const queued = bits & slotBits.queued;
      next[start] = (bits & ~slotBits.hidden & ~slotBits.queued) | (queued === event.none ? event.modified : queued);
    }
  }
}

const hears = (only: number, kind: number): boolean => (only >= 0 ? kind === only : kind !== -1 - only);

function hearsAny(only: number, kinds: readonly number[]): boolean {
  for (let index = 0; index < kinds.length; index += 1) if (hears(only, kinds[index] as number)) return true;
  return false;
}
