import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Change } from "../../../protocol/trace.ts";
import type { World } from "../machine/world.ts";
import type { Places } from "../../core/places.ts";
import type { Tape, TapeEvent } from "./tape.ts";

/** Values over time: shared memory by its name, then each thread's variables. */
export class Variables {
  readonly #world: World;
  readonly #places: Places;
  readonly #initial: Record<string, Json> = {};
  readonly #now = new Map<string, Json | undefined>();
  readonly #last = new Map<number, SourceSpan>();

  constructor(world: World, places: Places, tape: Tape) {
    this.#world = world;
    this.#places = places;
    for (const { what } of tape.events) {
      if (what.kind !== "access") continue;
      const name = world.locationName(what.cell, what.place);
      if (this.#now.has(name)) continue;
      this.#now.set(name, what.before);
      if (what.before !== undefined) put(this.#initial, segments(name), what.before);
    }
  }

  initial(): JsonObject {
    return this.#initial;
  }

  lastPlace(strand: number): SourceSpan | undefined {
    return this.#last.get(strand);
  }

  changes(event: TapeEvent): readonly Change[] {
    const [place] = this.#places.spans(event.stack);
    if (place) this.#last.set(event.strand, place);
    return [...this.#memory(event), ...this.#locals(event)];
  }

  #memory({ what }: TapeEvent): readonly Change[] {
    if (what.kind === "access" && "after" in what) {
      const name = this.#world.locationName(what.cell, what.place);
      return this.#set(name, segments(name), what.after);
    }
    if (what.kind !== "revert") return [];
    return what.writes.flatMap(({ cell, place, before }) => {
      const name = this.#world.locationName(cell, place);
      return this.#set(name, segments(name), before);
    });
  }

  #locals({ strand, locals }: TapeEvent): readonly Change[] {
    const { name } = this.#world.strand(strand);
    return locals.flatMap((local) => this.#set(`${name}\0${local.name}`, [name, local.name], local.value));
  }

  #set(key: string, location: readonly string[], after: Json | undefined): readonly Change[] {
    const before = this.#now.get(key);
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    this.#now.set(key, after);
    return [{ location, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  }
}

/** `ring[3].name` → ring, 3, name; `seats.get("12A")` → seats, "12A". */
export function segments(name: string): readonly string[] {
  const parts = name.match(/\.(?:get|has)\((?:"(?:[^"\\]|\\.)*"|[^)]*)\)|\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]|[^.[]+/g);
  return (parts ?? [name]).map((part) =>
    part.replace(/^\.(?:get|has)\((.*)\)$|^\[(.*)\]$/, (_, entry: string | undefined, index: string | undefined) => entry ?? index ?? ""),
  );
}

function put(target: Record<string, Json>, path: readonly string[], value: Json): void {
  const [first = "", ...rest] = path;
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const inner = target[first];
  const next: Record<string, Json> =
    typeof inner === "object" && inner !== null && !Array.isArray(inner) ? { ...(inner as JsonObject) } : {};
  target[first] = next;
  put(next, rest, value);
}
