import { begin } from "../agent.ts";
import type { Answer, Call } from "../calls.ts";
import type { RunEvent } from "../events.ts";
import type { Site } from "../site.ts";
import { startWorld } from "../start.ts";
import { apply, choices, moveClock, nextAlarm } from "../step.ts";
import type { World } from "../world.ts";

/** One process that waits for each call, with nobody else on the nodes. */
export class Sequential {
  readonly #site: Site;
  #world: World;
  readonly events: RunEvent[] = [];

  constructor(site: Site) {
    this.#site = site;
    const started = startWorld(site);
    this.#world = started.world;
    this.events.push(...started.events);
  }

  get world(): World {
    return this.#world;
  }

  /** @throws {Error} It never ends. */
  call(call: Call): Answer {
    const begun = begin(this.#site, this.#world, 0, call);
    let turned: Pick<typeof begun, "world" | "events" | "ended"> = begun;
    for (;;) {
      this.#world = turned.world;
      this.events.push(...turned.events);
      const ended = turned.ended.find(({ operation }) => operation === begun.operation);
      if (ended) return ended.answer;
      const [choice] = choices(this.#site, this.#world);
      const alarm = nextAlarm(this.#world);
      if (choice) turned = apply(this.#site, this.#world, choice);
      else if (alarm !== undefined) turned = moveClock(this.#site, this.#world, alarm);
      else throw new Error(`${call.kind} never ends`);
    }
  }
}
