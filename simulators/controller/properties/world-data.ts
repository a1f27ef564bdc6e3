import type { JsonObject } from "../../../protocol/json.ts";
import type { WorldData } from "../process/types.ts";
import type { World } from "../world/world.ts";

/** The world as functions of the user's get it; the same object for the same content. */
export class WorldDatas {
  readonly #world: World;
  readonly #known = new Map<string, WorldData & JsonObject>();

  constructor(world: World) {
    this.#world = world;
  }

  of(cluster: number, external: number): WorldData & JsonObject {
    const key = `${cluster} ${external}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const content = this.#world.contents.clusterOf(cluster);
    const objects = content.resources.flatMap((resource) => content.list(resource));
    const data = { objects, external: this.#world.externals.stateOf(external) } as unknown as WorldData & JsonObject;
    this.#known.set(key, data);
    return data;
  }
}
