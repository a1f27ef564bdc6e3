import type { StoredObject } from "../cluster/types.ts";
import type { PendingCall, Strand } from "../process/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import { groupOf, resourceOfPath } from "./kinds.ts";
import { progress, read, slotBits, slotWord, variant, word } from "./layout.ts";
import { requestOf } from "./strands.ts";
import { PairMemo } from "./table.ts";
import { isCached, isDue } from "./due.ts";
import type { World } from "./world.ts";

/**
 * Which steps the search may leave out.
 *
 * - A cache may only become outdated, or catch up, where somebody is about to look at it: anywhere else it commutes with everything up to there.
 * - A call of the only reconcile is taken alone where nobody else may act but those who neither see what it does nor do what it sees.
 * - When no fault is left the user acts only between reconciles: a bound, which the report names. (As long as there is one she acts at any moment.)
 */
export class Reduction {
  readonly #world: World;
  /** Of a strand with a single call, by cluster. */
  readonly #alone = new PairMemo<boolean>();
  /** Resources that anybody but the controller and the user reads or writes. */
  readonly #shared: ReadonlySet<string>;
  readonly #isPossible: boolean;

  constructor(world: World) {
    this.#world = world;
    const { setup, surroundings } = world;
    this.#shared = new Set([...surroundings.readByBuiltins, ...readByServer]);
    this.#isPossible = world.slots === 1 && setup.invariants.length === 0 && surroundings.foreignFinalizers.size === 0;
  }

  mayUserAct(words: Int32Array, at: number): boolean {
    return read(words[at + word.progress] as number, progress.faults) > 0 || this.#world.isIdle(words, at);
  }

  /** The cache of the window's process may show the truth again. */
  mayCatchUp(words: Int32Array, at: number): boolean {
    const value = words[at + word.progress] as number;
    // A deletion is told with the object as it was last seen: that depends on the moment.
    if (this.#world.setup.takesEvent) return true;
    return this.#isLookedAt(words, at, read(value, progress.windowProcess), read(value, progress.window) - 1);
  }

  /** The cache of a kind may begin to show an older content. */
  mayShowAnother(words: Int32Array, at: number, process: number, kind: number): boolean {
    if (this.#world.setup.style === "tagged") return this.#isLookedAt(words, at, process, kind);
    return this.#isFree(words, at, process, slotBits.queued) || this.#isRead(words, at, process, kind);
  }

  /** A reconcile of the process may begin, or reads the kind from its cache. */
  #isLookedAt(words: Int32Array, at: number, process: number, kind: number): boolean {
    return this.#isFree(words, at, process, 0) || this.#isRead(words, at, process, kind);
  }

  /** A key of the process is not being reconciled, and none of these bits is set: with `queued`, only what a cache shows may still ask for it. */
  #isFree(words: Int32Array, at: number, process: number, bits: number): boolean {
    const world = this.#world;
    for (let slot = 0; slot < world.slots; slot += 1) {
      const start = at + world.slotAt(slot);
      if (world.processOf(slot) !== process || words[start + slotWord.strand] !== 0) continue;
      if (((words[start + slotWord.bits] as number) & bits) === 0) return true;
    }
    return false;
  }

  /** A reconcile of the process reads the kind from its cache. */
  #isRead(words: Int32Array, at: number, process: number, kind: number): boolean {
    const world = this.#world;
    for (let slot = 0; slot < world.slots; slot += 1) {
      const id = words[at + world.slotAt(slot) + slotWord.strand] as number;
      if (world.processOf(slot) !== process || id === 0) continue;
      const strand = world.strands.get(id - 1);
      if (strand.pending.some((call) => isCached(call) && isDue(call, strand) && world.kinds.readBy(call) === kind)) return true;
    }
    return false;
  }

  /** The running reconcile's call is to be taken alone. */
  isAlone(words: Int32Array, at: number): boolean {
    if (!this.#isPossible) return false;
    const world = this.#world;
    const value = words[at + word.progress] as number;
    if (read(value, progress.faults) > 0) return false;
    const start = at + world.slotAt(0);
    const id = words[start + slotWord.strand] as number;
    if (id === 0) return false;
    const window = read(value, progress.window);
    if (window !== 0 && world.setup.takesEvent) return false;
    const strand = world.strands.get(id - 1);
    const [call] = strand.pending;
    if (call === undefined || strand.pending.length > 1 || call.target.kind !== "api") return false;
    if (window !== 0 && isCached(call)) return false;
    const isRead = call.target.request.method === "GET";
    if (!isRead && ((words[start + slotWord.twin] as number) !== 0 || ((words[start + slotWord.bits] as number) & slotBits.outdated) !== 0))
      return false;
    const cluster = words[at + word.cluster] as number;
    const known = this.#alone.get(strand.id, cluster);
    if (known !== undefined) return known;
    const place = {
      cluster,
      external: words[at + word.external] as number,
      graves: words[at + word.graves] as number,
      by: world.makerOf(0),
    };
    return this.#alone.set(strand.id, cluster, this.#isPrivate(strand, call, place));
  }

  /** Nobody but the controller sees what the call does, or does what it sees; and it does not lead back to where the reconcile has been. */
  #isPrivate(strand: Strand, call: PendingCall, place: Parameters<World["strands"]["deliver"]>[2]): boolean {
    const world = this.#world;
    const { path, query, method } = requestOf(call);
    const resource = resourceOfPath(path);
    if (this.#shared.has(resource) || query["limit"] !== undefined || query["continue"] !== undefined) return false;
    const content = world.contents.clusterOf(place.cluster);
    if (content.list("policy/poddisruptionbudgets").length > 0) return false;
    if (content.list("/namespaces").some(({ metadata }) => metadata.deletionTimestamp !== undefined)) return false;
    if (!content.list(resource).every((object) => this.#isOnlyOurs(object))) return false;
    const delivered = world.attempt(() => world.strands.deliver(strand, 0, place, variant.normal));
    if (delivered === undefined || (delivered.strand.ending === undefined && delivered.strand.id <= strand.id)) return false;
    return method === "GET" || delivered.changes.every((change) => this.#isHarmless(change));
  }

  /** The garbage collector takes it only with the resource. */
  #isOnlyOurs({ metadata }: StoredObject): boolean {
    const { apiVersion, kind } = this.#world.setup.resource;
    return (metadata.ownerReferences ?? []).every((owner) => owner.kind === kind && groupOf(owner.apiVersion) === groupOf(apiVersion));
  }

  #isHarmless({ resource, after }: ObjectChange): boolean {
    if (after === undefined || after.metadata.deletionTimestamp !== undefined || !this.#isOnlyOurs(after)) return false;
    return resource !== this.#world.kinds.resource.served.resource && !this.#shared.has(resource);
  }
}

/** What the server itself reads when anybody writes, and what is read by built-in controllers that may read anything, where that matters. */
const readByServer = [
  "/namespaces",
  "apiextensions.k8s.io/customresourcedefinitions",
  "storage.k8s.io/storageclasses",
  "policy/poddisruptionbudgets",
  "/events",
  "/persistentvolumes",
  "/nodes",
];
