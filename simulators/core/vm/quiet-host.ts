import type { Host } from "./host.ts";

/** The host while builtins are made on demand: nobody is stopped then, because it is as if they had been there before. */
export function quietHost(host: Host): Host {
  return {
    access: () => true,
    union: (a, b) => host.union(a, b),
    enqueue: (job) => host.enqueue(job),
    rejection: (promise, kind) => host.rejection(promise, kind),
    setTimer: (callee, args, delay, repeats) => host.setTimer(callee, args, delay, repeats),
    clearTimer: (timer) => host.clearTimer(timer),
    wait: (cell, index, isEqual, timeout) => host.wait(cell, index, isEqual, timeout),
    notify: (cell, index, count) => host.notify(cell, index, count),
    now: () => host.now(),
    ...(host.hasClock === undefined ? {} : { hasClock: host.hasClock }),
    random: () => host.random(),
    effect: (what, text) => host.effect(what, text),
    ...(host.keepsAsyncStore === undefined ? {} : { keepsAsyncStore: () => host.keepsAsyncStore?.() === true }),
    ...(host.environment === undefined ? {} : { environment: host.environment }),
    ...(host.timeOrigin === undefined ? {} : { timeOrigin: host.timeOrigin }),
  };
}
