import type { Observed } from "../process/observer.ts";
import type { Stage } from "./stage.ts";
import type { RunState } from "./state.ts";

/** Observers, asked once for each content of the files and each set of values returned so far. */
export class Observers {
  readonly #stage: Stage;
  readonly #known = new Map<number, readonly Answer[]>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** What `@invariant` functions say that are not true in this state. @throws {ProcessStopped} */
  broken(state: RunState): readonly Answer[] {
    return this.#ask("invariant", state);
  }

  /** The same of `@finally`, once every process has finished and nothing has crashed. @throws {ProcessStopped} */
  brokenAtEnd(state: RunState): readonly Answer[] {
    const isFinished = state.processes.every((process) => process.isAlive && process.state.ending !== undefined);
    const hasCrashed = state.world.verbs.adapters.some(({ isAlive }) => !isAlive);
    return isFinished && !hasCrashed ? this.#ask("finally", state) : [];
  }

  #ask(kind: "invariant" | "finally", state: RunState): readonly Answer[] {
    const { observer, payload, site } = this.#stage;
    if (!observer || !payload.observers.some((one) => one.kind === kind)) return [];
    const key = this.#keyOf(kind, state);
    const known = this.#known.get(key);
    if (known) return known;
    const values = state.processes.flatMap(({ state: { ending } }, number) =>
      ending?.kind === "returned" ? [[payload.processes[number]?.name ?? "", ending.value.data] as const] : [],
    );
    const answers = payload.observers.flatMap((declared, index): readonly Answer[] => {
      if (declared.kind !== kind) return [];
      const said = observer.ask(declared.export, site, state.world, values);
      return said.kind === "true" ? [] : [{ observer: index, said }];
    });
    this.#known.set(key, answers);
    return answers;
  }

  #keyOf(kind: string, { world, processes }: RunState): number {
    const { verbs, directory } = world;
    const memories = this.#stage.site.memoryNodes.map((node) => [verbs.adapters[node]?.isAlive, verbs.adapters[node]?.memory]);
    const files = directory.files.map((file) => file?.replicas);
    const endings = processes.map(({ state: { ending } }) => (ending?.kind === "returned" ? ending.value.key : null));
    return this.#stage.identifier.idOf([kind, memories, files, directory.names, directory.directories, endings]);
  }
}

interface Answer {
  /** Index in `Payload.observers`. */
  readonly observer: number;
  readonly said: Observed;
}
