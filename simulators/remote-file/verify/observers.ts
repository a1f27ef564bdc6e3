import type { Payload } from "../payload.ts";
import type { Observed, Observer } from "../process/observer.ts";
import type { Site } from "../nodes/site.ts";
import type { Identifier } from "../search/identify.ts";
import type { RunState } from "./state.ts";

/** Observers, asked once for each content of the files and each set of values returned so far. */
export class Observers {
  readonly #observer: Observer | undefined;
  readonly #payload: Payload;
  readonly #site: Site;
  readonly #identifier: Identifier;
  readonly #known = new Map<number, readonly Answer[]>();

  /** @param observer Absent: the scenario has none. */
  constructor(observer: Observer | undefined, payload: Payload, site: Site, identifier: Identifier) {
    this.#observer = observer;
    this.#payload = payload;
    this.#site = site;
    this.#identifier = identifier;
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
    const observer = this.#observer;
    const payload = this.#payload;
    if (!observer || !payload.observers.some((one) => one.kind === kind)) return [];
    const key = this.#keyOf(kind, state);
    const known = this.#known.get(key);
    if (known) return known;
    const values = state.processes.flatMap(({ state: { ending } }, number) =>
      ending?.kind === "returned" ? [[payload.processes[number]?.name ?? "", ending.value.data] as const] : [],
    );
    const answers = payload.observers.flatMap((declared, index): readonly Answer[] => {
      if (declared.kind !== kind) return [];
      const said = observer.ask(declared.export, this.#site, state.world, values);
      return said.kind === "true" ? [] : [{ observer: index, said }];
    });
    this.#known.set(key, answers);
    return answers;
  }

  #keyOf(kind: string, { world, processes }: RunState): number {
    const { verbs, directory } = world;
    const memories = this.#site.memoryNodes.map((node) => [verbs.adapters[node]?.isAlive, verbs.adapters[node]?.memory]);
    const files = directory.files.map((file) => file?.replicas);
    const endings = processes.map(({ state: { ending } }) => (ending?.kind === "returned" ? ending.value.key : null));
    return this.#identifier.idOf([kind, memories, files, directory.names, directory.directories, endings]);
  }
}

interface Answer {
  /** Index in `Payload.observers`. */
  readonly observer: number;
  readonly said: Observed;
}
