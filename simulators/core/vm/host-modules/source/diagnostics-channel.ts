/** `node:diagnostics_channel`, as Node 20 has it. */
import { coded, received } from "./shared/received.ts";

type Name = string | symbol;
type Subscription = (message: unknown, name: Name) => void;
type Run = (...args: unknown[]) => unknown;
type Transform = (data: unknown) => unknown;
interface Store {
  run(context: unknown, next: () => unknown): unknown;
}

const wrong = (name: string, kinds: string, value: unknown): TypeError =>
  coded(
    new TypeError(`The "${name}" ${name.includes(".") ? "property" : "argument"} must be ${kinds}.${received(value)}`),
    "ERR_INVALID_ARG_TYPE",
  );

function validateFunction(value: unknown, name: string): void {
  if (typeof value !== "function") throw wrong(name, "of type function", value);
}

/** As an uncaught exception. */
function throwLater(error: unknown): void {
  $enqueue(rethrow, [error]);
}
function rethrow(error: unknown): never {
  throw error;
}

const within =
  (store: Store, data: unknown, next: () => unknown, transform: Transform = (value) => value) =>
  (): unknown => {
    let context: unknown;
    try {
      context = transform(data);
    } catch (error) {
      throwLater(error);
      return next();
    }
    return store.run(context, next);
  };

const channels = new Map<unknown, Channel>();

export class Channel {
  _subscribers: readonly Subscription[] | undefined = undefined;
  _stores: Map<Store, Transform | undefined> | undefined = undefined;
  name: Name;

  constructor(name: Name) {
    this.name = name;
    channels.set(name, this);
  }

  static [Symbol.hasInstance](instance: object): boolean {
    const prototype: unknown = Object.getPrototypeOf(instance);
    return prototype === Channel.prototype || prototype === ActiveChannel.prototype;
  }

  subscribe(subscription: Subscription): void {
    activate(this);
    this.subscribe(subscription);
  }

  unsubscribe(_subscription: Subscription): boolean {
    return false;
  }

  bindStore(store: Store, transform?: Transform): void {
    activate(this);
    this.bindStore(store, transform);
  }

  unbindStore(_store: Store): boolean {
    return false;
  }

  get hasSubscribers(): boolean {
    return false;
  }

  publish(_data: unknown): void {}

  runStores(_data: unknown, run: Run, thisArg?: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(run, thisArg, args);
  }
}

/** What a channel is while somebody listens. */
class ActiveChannel {
  declare _subscribers: readonly Subscription[];
  declare _stores: Map<Store, Transform | undefined>;
  declare name: Name;

  subscribe(subscription: Subscription): void {
    validateFunction(subscription, "subscription");
    this._subscribers = [...this._subscribers, subscription];
  }

  unsubscribe(subscription: Subscription): boolean {
    const index = this._subscribers.indexOf(subscription);
    if (index === -1) return false;
    this._subscribers = this._subscribers.toSpliced(index, 1);
    deactivate(this);
    return true;
  }

  bindStore(store: Store, transform?: Transform): void {
    this._stores.set(store, transform);
  }

  unbindStore(store: Store): boolean {
    if (!this._stores.delete(store)) return false;
    deactivate(this);
    return true;
  }

  get hasSubscribers(): boolean {
    return true;
  }

  publish(data: unknown): void {
    for (const subscriber of this._subscribers ?? []) {
      try {
        subscriber(data, this.name);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  runStores(data: unknown, run: Run, thisArg?: unknown, ...args: unknown[]): unknown {
    let next = (): unknown => {
      this.publish(data);
      return Reflect.apply(run, thisArg, args);
    };
    for (const [store, transform] of this._stores.entries()) next = within(store, data, next, transform);
    return next();
  }
}

function activate(channel: Channel): void {
  Object.setPrototypeOf(channel, ActiveChannel.prototype);
  channel._subscribers = [];
  channel._stores = new Map();
}

function deactivate(channel: { _subscribers: readonly unknown[] | undefined; _stores: Map<Store, unknown> | undefined }): void {
  if (channel._subscribers?.length || channel._stores?.size) return;
  Object.setPrototypeOf(channel, Channel.prototype);
  channel._subscribers = undefined;
  channel._stores = undefined;
}

export function channel(name: unknown): Channel {
  const known = channels.get(name);
  if (known) return known;
  if (typeof name !== "string" && typeof name !== "symbol") throw wrong("channel", "one of type string or symbol", name);
  return new Channel(name);
}

export const subscribe = (name: unknown, subscription: Subscription): void => channel(name).subscribe(subscription);
export const unsubscribe = (name: unknown, subscription: Subscription): boolean => channel(name).unsubscribe(subscription);
export const hasSubscribers = (name: unknown): boolean => channels.get(name)?.hasSubscribers ?? false;

const traceEvents = ["start", "end", "asyncStart", "asyncEnd", "error"] as const;
type TraceEvent = (typeof traceEvents)[number];
type Named = Readonly<Record<TraceEvent, unknown>>;

function channelOf(nameOrChannels: unknown, event: TraceEvent): Channel {
  if (typeof nameOrChannels === "string") return channel(`tracing:${nameOrChannels}:${event}`);
  if (typeof nameOrChannels !== "object" || nameOrChannels === null) {
    throw wrong("nameOrChannels", "of type string or an instance of TracingChannel or Object", nameOrChannels);
  }
  const given = (nameOrChannels as Named)[event] as object;
  if (given instanceof Channel) return given;
  throw wrong(`nameOrChannels.${event}`, "an instance of Channel", given);
}

interface Context {
  result?: unknown;
  error?: unknown;
}

class TracingChannel {
  declare readonly start: Channel;
  declare readonly end: Channel;
  declare readonly asyncStart: Channel;
  declare readonly asyncEnd: Channel;
  declare readonly error: Channel;

  constructor(nameOrChannels: unknown) {
    for (const event of traceEvents) Object.defineProperty(this, event, { value: channelOf(nameOrChannels, event) });
  }

  get hasSubscribers(): boolean {
    return traceEvents.some((event) => this[event].hasSubscribers);
  }

  subscribe(handlers: Readonly<Record<TraceEvent, Subscription>>): void {
    for (const event of traceEvents) if (handlers[event]) this[event].subscribe(handlers[event]);
  }

  unsubscribe(handlers: Readonly<Record<TraceEvent, Subscription>>): boolean {
    const wanted = traceEvents.filter((event) => handlers[event]);
    return wanted.map((event) => this[event].unsubscribe(handlers[event])).every((isDone) => isDone);
  }

  traceSync(run: Run, context: Context = {}, thisArg?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return Reflect.apply(run, thisArg, args);
    return this.start.runStores(context, () =>
      this.#guarded(context, () => {
        const result = Reflect.apply(run, thisArg, args);
        context.result = result;
        return result;
      }),
    );
  }

  tracePromise(run: Run, context: Context = {}, thisArg?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return Reflect.apply(run, thisArg, args);
    const { asyncStart, asyncEnd, error } = this;
    const resolved = (result: unknown): unknown => {
      context.result = result;
      asyncStart.publish(context);
      asyncEnd.publish(context);
      return result;
    };
    const rejected = (reason: unknown): unknown => {
      context.error = reason;
      error.publish(context);
      asyncStart.publish(context);
      asyncEnd.publish(context);
      return Promise.reject(reason);
    };
    return this.start.runStores(context, () =>
      this.#guarded(context, () => {
        const given = Reflect.apply(run, thisArg, args);
        const promise = given instanceof Promise ? given : Promise.resolve(given);
        return promise.then(resolved, rejected);
      }),
    );
  }

  traceCallback(run: Run, position = -1, context: Context = {}, thisArg?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return Reflect.apply(run, thisArg, args);
    const { start, asyncStart, asyncEnd, error } = this;
    const callback = args.at(position);
    validateFunction(callback, "callback");
    function wrapped(this: unknown, ...given: unknown[]): void {
      const [failure, result] = given;
      if (failure) {
        context.error = failure;
        error.publish(context);
      } else {
        context.result = result;
      }
      asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback as Run, this, given);
        } finally {
          asyncEnd.publish(context);
        }
      });
    }
    args.splice(position, 1, wrapped);
    return start.runStores(context, () => this.#guarded(context, () => Reflect.apply(run, thisArg, args)));
  }

  #guarded(context: Context, run: () => unknown): unknown {
    try {
      return run();
    } catch (error) {
      context.error = error;
      this.error.publish(context);
      throw error;
    } finally {
      this.end.publish(context);
    }
  }
}

export const tracingChannel = (nameOrChannels: unknown): TracingChannel => new TracingChannel(nameOrChannels);

export default { channel, hasSubscribers, subscribe, tracingChannel, unsubscribe, Channel };
