import type { Heartbeat } from "../../protocol/requests.ts";
import { createEngine, type Engine, type EngineOptions } from "./client.ts";

/** An engine whose limits can change: new requests go to a new process, the old one ends when it has answered. */
export interface EngineHost extends Engine {
  configure(limits: Limits): void;
  readonly state: Heartbeat["engine"];
}

export type Limits = Pick<EngineOptions, "workers" | "memoryLimitMb">;

export function createEngineHost(options: Omit<EngineOptions, keyof Limits>, initial: Limits): EngineHost {
  let limits = initial;
  let state: Heartbeat["engine"] = "none";
  let current = start();
  const closing = new Set<Promise<void>>();

  function start(): { engine: Engine; underWay: number; isOld: boolean } {
    const onLost = (message: string) => {
      state = "lost";
      options.onLost?.(message);
    };
    return { engine: createEngine({ ...options, ...limits, onLost }), underWay: 0, isOld: false };
  }

  async function ask<Answer>(question: (engine: Engine) => Promise<Answer>): Promise<Answer> {
    const mine = current;
    mine.underWay += 1;
    if (state === "none" || state === "lost") state = "starting";
    try {
      const answer = await question(mine.engine);
      state = "ready";
      return answer;
    } finally {
      mine.underWay -= 1;
      retire(mine);
    }
  }

  function retire(one: typeof current): void {
    if (!one.isOld || one.underWay > 0) return;
    const closed = one.engine.dispose().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    get state() {
      return state;
    },
    configure(next) {
      if (next.workers === limits.workers && next.memoryLimitMb === limits.memoryLimitMb) return;
      limits = next;
      const old = current;
      current = start();
      old.isOld = true;
      retire(old);
    },
    run: (scenario, budget, hooks = {}) =>
      ask((engine) =>
        engine.run(scenario, budget, {
          ...hooks,
          onStarted() {
            state = "ready";
            hooks.onStarted?.();
          },
        }),
      ),
    replay: (scenario, trace, budget, hooks) => ask((engine) => engine.replay(scenario, trace, budget, hooks)),
    trace: (scenario, subject, budget, hooks) => ask((engine) => engine.trace(scenario, subject, budget, hooks)),
    warm() {
      if (state === "none") state = "starting";
      current.engine.warm();
    },
    async dispose() {
      await Promise.all([current.engine.dispose(), ...closing]);
    },
  };
}
