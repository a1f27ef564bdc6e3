import { startWorld } from "../nodes/start.ts";
import type { Inspector, RecordedRun, RecordedStep, Setup } from "../verify/types.ts";
import { endings } from "./endings.ts";
import { swallowedErrors } from "./errors.ts";
import { History, type HistoryMark } from "./history.ts";
import { orphanedLocks } from "./lock.ts";
import { lostUpdates } from "./lost.ts";
import { earlyFlags } from "./published.ts";
import { staleAccesses } from "./stale.ts";
import { surfaceFaults } from "./surface.ts";
import type { Detector, Scene, Suspicion } from "./suspicion.ts";
import { tornReads } from "./torn.ts";

/** Follows a path, and gathers what may be wrong with it. */
export class PathInspector implements Inspector {
  readonly #scene: Scene;
  readonly #marks: Mark[] = [];
  #suspicions: readonly Suspicion[] = [];

  constructor(setup: Setup) {
    this.#scene = { setup, initial: startWorld(setup.site).world, history: new History() };
  }

  get scene(): Scene {
    return this.#scene;
  }

  step(step: RecordedStep): void {
    const { history, setup } = this.#scene;
    const since = history.now;
    history.tell(step);
    // Alone, nobody comes between.
    for (const detector of setup.site.processes.length > 1 ? all : ofOne) {
      const found = detector(this.#scene, since);
      if (found.length > 0) this.#add(found);
    }
  }

  #add(found: readonly Suspicion[]): void {
    const known = new Set(this.#suspicions.map(({ id }) => id));
    const fresh = found.filter(({ id }) => !known.has(id) && known.add(id));
    if (fresh.length > 0) this.#suspicions = [...this.#suspicions, ...fresh];
  }

  mark(): number {
    this.#marks.push({ ...this.#scene.history.mark(), suspicions: this.#suspicions });
    return this.#marks.length - 1;
  }

  undoTo(mark: number): void {
    const found = this.#marks[mark];
    if (!found) throw new Error(`there is no mark ${mark}`);
    this.#scene.history.undoTo(found);
    this.#suspicions = found.suspicions;
    // The mark itself can be used once more.
    this.#marks.length = mark + 1;
  }

  candidates(): readonly Suspicion[] {
    return this.#suspicions;
  }
}

interface Mark extends HistoryMark {
  readonly suspicions: readonly Suspicion[];
}

/** In the order in which what they find is told. */
const ofOne: readonly Detector[] = [staleAccesses, swallowedErrors, surfaceFaults, endings];
const all: readonly Detector[] = [tornReads, earlyFlags, lostUpdates, orphanedLocks, ...ofOne];

/** A whole run, inspected. */
export function inspect(run: RecordedRun, setup: Setup): PathInspector {
  const inspector = new PathInspector(setup);
  for (const step of run.steps) inspector.step(step);
  return inspector;
}
