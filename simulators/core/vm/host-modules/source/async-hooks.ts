/**
 * `node:async_hooks`: what `AsyncLocalStorage` keeps goes along with promises, micro-tasks and timers, as in Node 20, whose stores lie in the resource
 * that runs (a reaction, a timer): so `run` puts back its own store alone, and what is entered stays for the rest of the present task.
 */

type Stores = readonly (readonly [storage: AsyncLocalStorage, store: unknown])[] | undefined;
type Callback = (...args: never[]) => unknown;

const refused = (what: string): never => $notModelled(`\`${what}\` is not modelled: pass what belongs to a request as an argument`);

const storesNow = (): Stores => $asyncStore() as Stores;

/** A store that is undefined is none. */
function withStore(storage: AsyncLocalStorage, store: unknown): Stores {
  const others = (storesNow() ?? []).filter(([each]) => each !== storage);
  const all: Stores = store === undefined ? others : [...others, [storage, store]];
  return all.length === 0 ? undefined : all;
}

export class AsyncLocalStorage {
  #isDisabled = false;
  /** Inside of `exit`. */
  #isOut = false;

  run(store: unknown, callback: Callback, ...args: never[]): unknown {
    this.#enable("AsyncLocalStorage.run");
    const before = this.getStore();
    if (Object.is(store, before)) return Reflect.apply(callback, null, args);
    $setAsyncStore(withStore(this, store));
    try {
      return Reflect.apply(callback, null, args);
    } finally {
      $setAsyncStore(withStore(this, before));
    }
  }

  exit(callback: Callback, ...args: never[]): unknown {
    const before = this.getStore();
    if (before === undefined) return Reflect.apply(callback, null, args);
    $setAsyncStore(withStore(this, undefined));
    this.#isOut = true;
    try {
      return Reflect.apply(callback, null, args);
    } finally {
      this.#isOut = false;
      $setAsyncStore(withStore(this, before));
    }
  }

  enterWith(store: unknown): void {
    this.#enable("AsyncLocalStorage.enterWith");
    $setAsyncStore(withStore(this, store));
  }

  getStore(): unknown {
    if (this.#isDisabled) return undefined;
    return storesNow()?.find(([storage]) => storage === this)?.[1];
  }

  disable(): void {
    this.#isDisabled = true;
  }

  #enable(what: string): void {
    if (!$keepsAsyncStore()) refused(what);
    if (this.#isDisabled) refused(`${what} after disable`);
    if (this.#isOut) refused(`${what} within exit`);
  }

  static bind(callback: Callback): Callback {
    return AsyncResource.bind(callback);
  }

  static snapshot(): Callback {
    return AsyncLocalStorage.bind((callback: Callback, ...args: never[]) => callback(...args));
  }
}

export class AsyncResource {
  #stores: Stores;

  constructor(type: string) {
    if (typeof type !== "string") throw invalid("type", "string", type);
    this.#stores = storesNow();
  }

  runInAsyncScope(callback: Callback, thisValue?: unknown, ...args: never[]): unknown {
    const before = storesNow();
    $setAsyncStore(this.#stores);
    try {
      return thisValue === undefined ? callback(...args) : Reflect.apply(callback, thisValue, args);
    } finally {
      // What was entered stays with the resource.
      this.#stores = storesNow();
      $setAsyncStore(before);
    }
  }

  bind(callback: Callback, thisValue?: unknown): Callback {
    if (typeof callback !== "function") throw invalid("fn", "function", callback);
    const within = (self: unknown, args: never[]): unknown => this.runInAsyncScope(callback, self, ...args);
    const bound =
      thisValue === undefined
        ? function (this: unknown, ...args: never[]): unknown {
            return within(this, args);
          }
        : (...args: never[]): unknown => within(thisValue, args);
    Object.defineProperties(bound, {
      length: { configurable: true, enumerable: false, value: callback.length, writable: false },
      asyncResource: { configurable: true, enumerable: true, writable: true, value: this },
    });
    return bound;
  }

  static bind(callback: Callback, type?: string, thisValue?: unknown): Callback {
    return new AsyncResource(type || callback.name || "bound-anonymous-fn").bind(callback, thisValue);
  }

  emitDestroy(): this {
    return this;
  }
  asyncId(): never {
    return refused("AsyncResource.asyncId");
  }
  triggerAsyncId(): never {
    return refused("AsyncResource.triggerAsyncId");
  }
}

function invalid(name: string, wanted: string, value: unknown): TypeError {
  const got =
    typeof value === "object" && value !== null
      ? "an object"
      : value === undefined || value === null
        ? `${value}`
        : `type ${typeof value} (${$inspect(value, undefined)})`;
  return Object.assign(new TypeError(`The "${name}" argument must be of type ${wanted}. Received ${got}`), {
    code: "ERR_INVALID_ARG_TYPE",
  });
}

export const createHook = (): never => refused("async_hooks.createHook");
export const executionAsyncId = (): number => 1;
export const triggerAsyncId = (): number => 0;
export default { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, triggerAsyncId };
