/** `node:events`: the package, with what newer versions of Node have added. */
import EventEmitter, { type Emitter } from "events";
import type { EventTarget } from "./web-events.ts";

export const { once, defaultMaxListeners } = EventEmitter;
export const errorMonitor: unique symbol = Symbol("events.errorMonitor");
export const captureRejectionSymbol: symbol = Symbol.for("nodejs.rejection");

export const getEventListeners = (emitter: Emitter, name: unknown): unknown[] => emitter.listeners(name);
export const listenerCount = (emitter: Emitter, name: unknown): number => emitter.listeners(name).length;
export const getMaxListeners = (emitter: Emitter): number => emitter.getMaxListeners();

export function setMaxListeners(count: number, ...emitters: readonly (Emitter | EventTarget)[]): void {
  if (emitters.length === 0) EventEmitter.defaultMaxListeners = count;
  for (const emitter of emitters) if (emitter instanceof EventEmitter) emitter.setMaxListeners(count);
}

/** The events of a name as they come, in order. */
export function on(emitter: Emitter, name: unknown): AsyncIterableIterator<unknown[]> & { [Symbol.asyncIterator](): unknown } {
  let queue: readonly unknown[][] = [];
  let waiting: readonly { resolve(result: IteratorResult<unknown[]>): void; reject(reason: unknown): void }[] = [];
  let failure: { readonly error: unknown } | undefined;
  let isOver = false;
  const over: IteratorResult<unknown[]> = { value: undefined, done: true };

  const arrived = (...args: unknown[]): void => {
    const [first, ...rest] = waiting;
    waiting = rest;
    if (first === undefined) queue = [...queue, args];
    else first.resolve({ value: args, done: false });
  };
  const failed = (error: unknown): void => {
    const [first, ...rest] = waiting;
    waiting = rest;
    if (first === undefined) failure = { error };
    else first.reject(error);
    end();
  };
  const end = (): void => {
    emitter.off(name, arrived);
    emitter.off("error", failed);
    isOver = true;
    for (const one of waiting) one.resolve(over);
    waiting = [];
  };
  emitter.on(name, arrived);
  if (name !== "error") emitter.on("error", failed);

  return {
    next() {
      const [first, ...rest] = queue;
      if (first !== undefined) {
        queue = rest;
        return Promise.resolve({ value: first, done: false });
      }
      if (failure !== undefined) {
        const { error } = failure;
        failure = undefined;
        return Promise.reject(error);
      }
      if (isOver) return Promise.resolve(over);
      return new Promise((resolve, reject) => {
        waiting = [...waiting, { resolve, reject }];
      });
    },
    return() {
      end();
      return Promise.resolve(over);
    },
    throw(error: unknown) {
      failed(error);
      return Promise.resolve(over);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

Object.assign(EventEmitter, {
  errorMonitor,
  captureRejectionSymbol,
  getEventListeners,
  getMaxListeners,
  setMaxListeners,
  listenerCount,
  on,
});
export { EventEmitter };
export default EventEmitter;
