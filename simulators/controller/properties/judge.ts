import type { StoredObject } from "../cluster/types.ts";
import { isOneOf } from "../world/kinds.ts";
import { maker } from "../world/makers.ts";
import type { World } from "../world/world.ts";
import { canonicalText } from "../world/text.ts";
import { differences, wrongObjects } from "./difference.ts";
import type { Violation } from "./found.ts";
import { type Hypothesis, runOn, type Start } from "./hypothetical.ts";
import { type NormalObject, type NormalWorld, normalWorld } from "./normal.ts";
import type { WrongObject } from "./types.ts";
import type { WorldDatas } from "./world-data.ts";

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
    if (canonicalText(expected.external) === canonicalText(actual.external)) return objects;
    return [...objects, { resource: outside, key: "", problem: "different", differences: differences(expected.external, actual.external) }];
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
    const message = outcome.kind === "threw" ? { message: outcome.message } : {};
    return [{ property: "desired", detail: { kind: "desired", ...message }, objects: [] }];
  }

  /** `quiescent`: one more reconcile writes nothing. */
  #restless(cluster: number, external: number): readonly Violation[] {
    const world = this.#world;
    const { contents, setup } = world;
    for (const [number, key] of world.keys.entries()) {
      const object = world.resourceOf(contents.clusterOf(cluster), key);
      if (object === undefined && setup.style === "tagged") continue;
      const start = { cluster, external, graves: 0, by: maker.firstKey + number };
      const { changes, isActiveOutside } = this.#again(key, object, start);
      if (changes.length === 0 && !isActiveOutside) continue;
      const objects = changes.map(({ resource, key: changed, before, after }): WrongObject => {
        const problem = before === undefined ? "unexpected" : after === undefined ? "deleted" : "changed";
        return { resource, key: changed, problem, differences: before && after ? differences(before, after) : [] };
      });
      return [{ property: "quiescent", detail: { kind: "restless" }, objects }];
    }
    return [];
  }

  /** What one more reconcile does; and what one does a little later that is told of its own writes, so that it writes the time for ever. */
  #again(key: string, object: StoredObject | undefined, start: Start): Pick<Hypothesis, "changes" | "isActiveOutside"> {
    const world = this.#world;
    const run = (later: number): Pick<Hypothesis, "changes" | "isActiveOutside"> => {
      const strand = world.attempt(() => world.strands.start(key, object, 2, 0, start.cluster, later));
      return strand === undefined ? { changes: [], isActiveOutside: false } : runOn(world, strand, start);
    };
    const now = run(0);
    if (now.changes.length > 0 || now.isActiveOutside || !world.process.readsClock) return now;
    const { watched } = world.kinds;
    const changes = run(aLittle).changes.filter(({ resource }) => watched.some(({ served }) => served.resource === resource));
    return { changes, isActiveOutside: false };
  }
}

/** Milliseconds: as soon as an event comes back, and enough for times that are written in whole seconds. */
const aLittle = 1000;

/** In the place of a resource: systems outside of the cluster. */
export const outside = "external";
