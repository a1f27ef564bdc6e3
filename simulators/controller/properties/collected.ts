import { isFault } from "../world/layout.ts";
import type { Found } from "./found.ts";
import type { PropertyId } from "./types.ts";

/** The best run for each violated property: with the fewest faults, then the fewest steps. */
export class Collected {
  readonly #best = new Map<PropertyId, Found>();

  add(found: Found): void {
    const known = this.#best.get(found.property);
    if (known === undefined || isBetter(found, known)) this.#best.set(found.property, found);
  }

  has(property: PropertyId): boolean {
    return this.#best.has(property);
  }

  /** Those that explain most first. */
  all(): readonly Found[] {
    return [...this.#best.values()].sort(
      (a, b) => faults(a) - faults(b) || a.codes.length - b.codes.length || (a.property < b.property ? -1 : 1),
    );
  }
}

function isBetter(a: Found, b: Found): boolean {
  return faults(a) - faults(b) < 0 || (faults(a) === faults(b) && a.codes.length < b.codes.length);
}

const faults = ({ codes }: Found): number => codes.filter(isFault).length;
