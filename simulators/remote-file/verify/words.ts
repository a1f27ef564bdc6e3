import { futureOf } from "../nodes/observe.ts";
import type { Words } from "../../core/explore/system.ts";
import type { Stage } from "./stage.ts";
import type { RunningProcess, RunState } from "./state.ts";

/** Takes states down: equal words exactly for states with the same future. */
export class StateTaker {
  readonly #stage: Stage;
  #buffer = new Int32Array(64);
  #length = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Valid until the next call. */
  words(state: RunState): Words {
    const { identifier, learnt } = this.#stage;
    this.#length = 0;
    this.#word(identifier.idOfOnce(futureOf(state.world)));
    const { now } = state.world.verbs;
    // Who asks for the time sees how much of it has passed.
    if (learnt.readsClock) {
      this.#word(Math.floor(now / half));
      this.#word((now % half) | 0);
    }
    for (const process of state.processes) this.#process(process, now);
    for (const disk of state.disks) this.#word(disk.id);
    return { buffer: this.#buffer, length: this.#length };
  }

  #process(process: RunningProcess, now: number): void {
    const { state, arrivals, operations, timers, hasStarted, isAlive } = process;
    const hasMoved = operations.some((operation, slot) => operation !== slot && operation !== -1);
    const flags =
      (hasStarted ? 1 : 0) | (isAlive ? 2 : 0) | (arrivals.length > 0 ? 4 : 0) | (hasMoved ? 8 : 0) | (timers.length > 0 ? 16 : 0);
    this.#word(flags);
    // Of a process that was stopped it only counts that it has no outcome.
    if (!isAlive && !state.ending) return;
    this.#word(state.id);
    if (!isAlive) return;
    const { identifier } = this.#stage;
    if (arrivals.length > 0) this.#word(identifier.idOf(arrivals));
    if (hasMoved) this.#word(identifier.idOf(operations));
    if (timers.length > 0) this.#word(identifier.idOf(timers.map(({ id, due }) => [id, due - now])));
  }

  #word(word: number): void {
    if (this.#length === this.#buffer.length) {
      const larger = new Int32Array(this.#buffer.length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#buffer[this.#length] = word;
    this.#length += 1;
  }
}

const half = 2 ** 31;
