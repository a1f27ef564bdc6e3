import type { Opens } from "./opens.ts";
import type { Placement } from "./placement.ts";
import type { FileEntry } from "./tree.ts";

/** The memory of files without a name is used again, after the grace and when nobody has them open. */
export class Recycling {
  readonly #opens: Opens;
  readonly #placement: Placement;
  readonly #graceMs: number;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(opens: Opens, placement: Placement, graceMs: number) {
    this.#opens = opens;
    this.#placement = placement;
    this.#graceMs = graceMs;
  }

  add(file: FileEntry, after = this.#graceMs): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (this.#opens.has(file)) return this.add(file, Math.max(after, shortestGrace));
      this.#opens.forget(file);
      this.#placement.giveBack(file);
    }, after);
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

/** Milliseconds between looks at memory that is still open somewhere. */
const shortestGrace = 100;
