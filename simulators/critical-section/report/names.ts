import { type Cell, Scope } from "../../core/vm/cell.ts";
import { inspectLine, nameCells } from "../../core/vm/inspect.ts";
import { type Place, type Value, whole } from "../../core/vm/value.ts";
import type { Names, World } from "../machine/world.ts";
import type { Places } from "./places.ts";

/** Names of memory as a user would write them. Found anew for each world, when first asked. */
export class CellNames implements Names {
  readonly #places: Places;
  #world: World | undefined;
  #names: ReadonlyMap<Cell, string> | undefined;

  constructor(places: Places) {
    this.#places = places;
  }

  locate(offset: number): ReturnType<Places["locate"]> {
    return this.#places.locate(offset);
  }

  location(world: World, cell: Cell, place: Place): string {
    const owner = this.#nameOf(world, cell);
    if (place === whole) return owner === "" ? "it" : owner;
    if (cell instanceof Scope) return String(place);
    const key = keyText(world, cell, place);
    return owner === "" ? key.replace(/^\./, "") : `${owner}${key}`;
  }

  #nameOf(world: World, cell: Cell): string {
    if (this.#world !== world) {
      this.#world = world;
      this.#names = undefined;
    }
    const known = this.#names?.get(cell);
    if (known !== undefined) return known;
    // Cells that were made or moved since are found by asking again.
    this.#names = nameCells(world.vm);
    return this.#names.get(cell) ?? "";
  }
}

function keyText(world: World, cell: Cell, place: Place): string {
  const kind = "kind" in cell ? String(cell.kind) : "";
  if (kind === "map") return `.get(${inspectLine(world.vm, place as Value)})`;
  if (kind === "set") return `.has(${inspectLine(world.vm, place as Value)})`;
  if (kind === "arraybuffer" || kind === "sharedarraybuffer") return `[${Number(place)}]`;
  if (typeof place === "number") return `[${place}]`;
  if (typeof place === "symbol") return privateName(place.description ?? "");
  if (typeof place === "string") return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(place) ? `.${place}` : `[${JSON.stringify(place)}]`;
  return "";
}

const privateName = (description: string): string => (description.startsWith("#") ? `.${description}` : `[${description}]`);
