/** `node:cluster` of a first process that has forked none: handlers are kept, so that code can take them away again; nobody sends it anything. */
import { EventEmitter } from "host:events";

const emitter: object = new EventEmitter();

const method = (name: string): ((...args: unknown[]) => unknown) => {
  const made = {
    [name](this: unknown, ...args: unknown[]): unknown {
      const of = emitter as Readonly<Record<string, (...args: unknown[]) => unknown>>;
      const result = of[name]?.(...args);
      return result === emitter ? this : result;
    },
  };
  return made[name] as (...args: unknown[]) => unknown;
};

export const on = method("on");
export const once = method("once");
export const off = method("off");
export const addListener = method("addListener");
export const removeListener = method("removeListener");
export const removeAllListeners = method("removeAllListeners");
export const listeners = method("listeners");
export const listenerCount = method("listenerCount");
export const eventNames = method("eventNames");
export const emit = method("emit");
export const setMaxListeners = method("setMaxListeners");
export const workers: object = {};
export const settings: object = {};
