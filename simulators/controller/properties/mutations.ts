import type { CacheMutation } from "../process/types.ts";
import type { StepInfo } from "../world/world.ts";
import type { Found, Violation } from "./found.ts";

/** The shortest run to each place at which an object of an informer's cache is changed. */
export class Mutations {
  readonly #best = new Map<string, Found>();

  has({ at }: CacheMutation): boolean {
    return this.#best.has(JSON.stringify(at));
  }

  add(mutation: CacheMutation, codes: readonly number[]): void {
    const place = JSON.stringify(mutation.at);
    const known = this.#best.get(place);
    if (known === undefined || codes.length < known.codes.length)
      this.#best.set(place, { ...violationOf(mutation), codes, loop: 0, isAtStep: true });
  }

  of({ at }: CacheMutation): Found | undefined {
    return this.#best.get(JSON.stringify(at));
  }
}

/** What a step has changed in a cache. */
export function mutationsIn({ call, started }: StepInfo): readonly CacheMutation[] {
  const { events = [] } = call?.delivered.strand ?? started?.strand ?? {};
  return events.length === 0 ? none : events.filter((event) => event.kind === "cache-mutated");
}

const none: readonly CacheMutation[] = [];

export const violationOf = ({ object, at }: CacheMutation): Violation => ({
  property: "FL2106",
  detail: { kind: "cache-mutated", object, ...(at ? { at } : {}) },
  objects: [],
});
