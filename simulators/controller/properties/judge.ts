import { isOneOf } from "../world/kinds.ts";
import { maker } from "../world/makers.ts";
import type { World } from "../world/world.ts";
import { canonicalText } from "../world/text.ts";
import { writtenAnew } from "./chance.ts";
import { changedObjects, differences, wrongObjects } from "./difference.ts";
import type { Violation } from "./found.ts";
import { reconcileOn } from "./hypothetical.ts";
import { type NormalObject, type NormalWorld, normalWorld } from "./normal.ts";
import type { WrongObject } from "./types.ts";
import type { WorldDatas } from "./world-data.ts";
import { thrownIn } from "./thrown-in.ts";

/** Where the user's history stands at an end. */
export interface Stage {
  readonly edits: number;
  /** 0: never deleted, 1: deleted, 2: created again. */
  readonly deletion: number;
}

/** The fixed points of the quiet run: by the number of edits, with the resource, and after its deletion. */
export interface References {
  readonly alive: readonly NormalWorld[];
  readonly gone: readonly NormalWorld[];
}

/** Judges fixed points; each content once. */
export class Judge {
  readonly #world: World;
  readonly #data: WorldDatas;
  readonly #known = new Map<string, readonly Violation[]>();
  references: References = { alive: [], gone: [] };

  constructor(world: World, data: WorldDatas) {
    this.#world = world;
    this.#data = data;
  }

  /** What is wrong with a fixed point. */
  end(cluster: number, external: number, stage: Stage): readonly Violation[] {
    const key = `${cluster} ${external} ${stage.edits} ${stage.deletion} ${this.references.alive.length}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = [...this.#end(cluster, external, stage), ...this.#restless(cluster, external)];
    this.#known.set(key, found);
    return found;
  }

  #end(cluster: number, external: number, stage: Stage): readonly Violation[] {
    const world = this.#world;
    const resource = world.resourceOf(world.contents.clusterOf(cluster), world.keys[0] as string);
    if (stage.deletion === 1) {
      if (resource === undefined) return this.#gone(cluster, external, stage);
      const name = world.kinds.resource.served.resource;
      const finalizers = resource.metadata.finalizers ?? [];
      const objects: readonly WrongObject[] = [{ resource: name, key: world.keys[0] as string, problem: "unexpected", differences: [] }];
      return [{ property: "finalizer", detail: { kind: "terminating", finalizers }, objects }];
    }
    return [...this.#alive(cluster, external, stage), ...this.#desired(cluster, external)];
  }

  #alive(cluster: number, external: number, { edits, deletion }: Stage): readonly Violation[] {
    const expected = this.references.alive[edits];
    if (expected === undefined) return [];
    const { retains } = this.#world.setup;
    const counts = ({ object }: NormalObject): boolean => deletion === 0 || !isOneOf(retains, object);
    const objects = this.#differing(expected, cluster, external, counts);
    return objects.length === 0 ? [] : [{ property: "confluent", detail: { kind: "end", isGone: false }, objects }];
  }

  #gone(cluster: number, external: number, { edits }: Stage): readonly Violation[] {
    const leaks = this.#leaks(cluster);
    if (leaks.length > 0) return [{ property: "no-leak", detail: { kind: "end", isGone: true }, objects: leaks }];
    const expected = this.references.gone[edits];
    // A reference in which the resource stays terminating says nothing of what is there once it has gone.
    if (expected === undefined || this.#hasResource(expected)) return [];
    const { retains } = this.#world.setup;
    // What a reconcile has made and left behind is a leak, here or in the reference.
    const { uids } = this.#world;
    const counts = ({ object }: NormalObject): boolean => !isOneOf(retains, object) && uids.makerOf(object.metadata.uid) !== maker.firstKey;
    const objects = this.#differing(expected, cluster, external, counts);
    if (objects.length === 0) return [];
    // What a system outside still holds was made by a reconcile: it is left over.
    const property = objects.some(({ resource }) => resource === outside) ? "no-leak" : "confluent";
    return [{ property, detail: { kind: "end", isGone: true }, objects }];
  }

  #hasResource({ objects }: NormalWorld): boolean {
    const { keys, kinds } = this.#world;
    return objects.some(({ resource, key }) => resource === kinds.resource.served.resource && key === keys[0]);
  }

  #differing(expected: NormalWorld, cluster: number, external: number, counts: (object: NormalObject) => boolean): readonly WrongObject[] {
    const actual = normalWorld(this.#world, cluster, external);
    const objects = wrongObjects(expected, actual, counts);
    // What is an id may have become known only since the expected end was met.
    const { minted } = this.#world.externals;
    const [right, found] = [minted.withoutIds(expected.external), minted.withoutIds(actual.external)];
    if (canonicalText(right) === canonicalText(found)) return objects;
    return [...objects, { resource: outside, key: "", problem: "different", differences: differences(right, found) }];
  }

  /** Made by a reconcile of the resource or on its behalf, and owned by nothing that lives. */
  #leaks(cluster: number): readonly WrongObject[] {
    const world = this.#world;
    const content = world.contents.clusterOf(cluster);
    const all = content.resources.flatMap((resource) => content.list(resource));
    const living = new Set(all.map(({ metadata }) => metadata.uid));
    const compared = new Set(normalWorld(world, cluster, 0).objects.map(({ object }) => object));
    return content.resources.flatMap((resource) =>
      content.list(resource).flatMap((object): readonly WrongObject[] => {
        const { metadata } = object;
        if (world.uids.makerOf(metadata.uid) !== maker.firstKey || !compared.has(object) || isOneOf(world.setup.retains, object)) return [];
        if (metadata.ownerReferences?.some(({ uid }) => living.has(uid))) return [];
        return [{ resource, key: `${metadata.namespace ?? ""}/${metadata.name}`, problem: "unexpected", differences: [] }];
      }),
    );
  }

  #desired(cluster: number, external: number): readonly Violation[] {
    const world = this.#world;
    const resource = world.resourceOf(world.contents.clusterOf(cluster), world.keys[0] as string);
    if (!world.setup.hasDesired || resource === undefined) return [];
    const outcome = world.attempt(() => world.process.evaluate("desired", [resource, this.#data.of(cluster, external)]));
    if (outcome === undefined || (outcome.kind === "value" && outcome.value === true)) return [];
    return [{ property: "desired", detail: { kind: "desired", ...thrownIn(outcome) }, objects: [] }];
  }

  /** `quiescent`: one more reconcile writes nothing, and none does so only for another time or other random values. */
  #restless(cluster: number, external: number): readonly Violation[] {
    const world = this.#world;
    for (const [number, key] of world.keys.entries()) {
      const object = world.resourceOf(world.contents.clusterOf(cluster), key);
      if (object === undefined && world.setup.style === "tagged") continue;
      const start = { cluster, external, graves: 0, by: maker.firstKey + number };
      const again = reconcileOn(world, number, start);
      if (again === undefined) continue;
      if (again.changes.length > 0 || again.isActiveOutside) {
        return [{ property: "quiescent", detail: { kind: "restless" }, objects: changedObjects(again.changes) }];
      }
      const written = writtenAnew(world, number, start);
      if (written !== undefined) return [written];
    }
    return [];
  }
}

/** In the place of a resource: systems outside of the cluster. */
export const outside = "external";
