import type { SourceSpan } from "../../../protocol/source.ts";
import type { Cell } from "../../core/vm/cell.ts";
import { type CellNames, nameCells } from "../../core/vm/cell-names.ts";
import type { Place } from "../../core/vm/value.ts";
import type { Payload } from "../payload.ts";
import type { Names, SourcePlace, World } from "../machine/world.ts";
import type { Places } from "../../core/places.ts";

/** Names of memory as a user would write them, found when they are asked for. */
export class ProgramNames implements Names {
  readonly #places: Places;
  #world: World | undefined;
  #names: CellNames | undefined;

  readonly #declarations: ReadonlyMap<string, SourceSpan>;

  constructor(places: Places, path: string, { threads, invariants, finals, handler }: Payload) {
    this.#places = places;
    const declared = [...threads, ...invariants, ...finals, ...(handler ? [handler] : [])];
    this.#declarations = new Map(declared.map(({ name, range }) => [name, { path, range }]));
  }

  declaration(name: string): SourceSpan | undefined {
    return this.#declarations.get(name);
  }

  locate(offset: number): SourcePlace | undefined {
    const span = this.#places.span(offset);
    return span && { path: span.path, line: span.range.start.line, column: span.range.start.character };
  }

  location(world: World, cell: Cell, place: Place): string {
    let names = this.#world === world ? this.#names : undefined;
    // Cells that were made or moved since are found by asking again.
    if (names?.of(cell) === undefined) names = nameCells(world.vm.moduleScope ? [world.vm.moduleScope] : []);
    this.#world = world;
    this.#names = names;
    return names.location(cell, place);
  }
}
