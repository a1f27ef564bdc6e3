/** Timers of virtual time, as `node:timers` has them. */

type Callback = (...args: unknown[]) => void;

export class Timeout {
  readonly #callback: Callback;
  readonly #args: readonly unknown[];
  readonly #delay: number;
  readonly #repeats: boolean;
  readonly #number: number;
  #running: number;
  #isReferenced = true;

  constructor(callback: Callback, args: readonly unknown[], delay: unknown, repeats: boolean) {
    if (typeof callback !== "function") throw invalid("callback", "of type function", callback);
    const milliseconds = Number(delay);
    this.#callback = callback;
    this.#args = args;
    this.#delay = milliseconds >= 1 && milliseconds <= 2_147_483_647 ? Math.trunc(milliseconds) : 1;
    this.#repeats = repeats;
    this.#number = $setTimer(callback, args, this.#delay, repeats);
    this.#running = this.#number;
  }

  ref(): this {
    this.#isReferenced = true;
    return this;
  }
  unref(): this {
    this.#isReferenced = false;
    return this;
  }
  hasRef(): boolean {
    return this.#isReferenced;
  }
  refresh(): this {
    $clearTimer(this.#running);
    this.#running = $setTimer(this.#callback, this.#args, this.#delay, this.#repeats);
    return this;
  }
  close(): this {
    $clearTimer(this.#running);
    return this;
  }
  [Symbol.toPrimitive](): number {
    return this.#number;
  }
}

export class Immediate {
  readonly #running: number;
  #isReferenced = true;

  constructor(callback: Callback, args: readonly unknown[]) {
    if (typeof callback !== "function") throw invalid("callback", "of type function", callback);
    this.#running = $setTimer(callback, args, 0, false);
  }

  ref(): this {
    this.#isReferenced = true;
    return this;
  }
  unref(): this {
    this.#isReferenced = false;
    return this;
  }
  hasRef(): boolean {
    return this.#isReferenced;
  }
  close(): this {
    $clearTimer(this.#running);
    return this;
  }
}

export const setTimeout = (callback: Callback, delay?: unknown, ...args: unknown[]): Timeout => new Timeout(callback, args, delay, false);
export const setInterval = (callback: Callback, delay?: unknown, ...args: unknown[]): Timeout => new Timeout(callback, args, delay, true);
export const setImmediate = (callback: Callback, ...args: unknown[]): Immediate => new Immediate(callback, args);

export function clearTimeout(timer: unknown): void {
  if (timer instanceof Timeout || timer instanceof Immediate) timer.close();
  else if (typeof timer === "number" || typeof timer === "string") $clearTimer(Number(timer));
}
export const clearInterval = (timer: unknown): void => clearTimeout(timer);
export const clearImmediate = (timer: unknown): void => clearTimeout(timer);

export function queueMicrotask(callback: unknown): void {
  if (typeof callback !== "function") throw invalid("callback", "of type function", callback);
  $enqueue(callback, []);
}

function invalid(name: string, wanted: string, value: unknown): TypeError {
  const got = value === null || value === undefined ? `${value}` : typeof value === "function" ? `function ${value.name}` : describe(value);
  return Object.assign(new TypeError(`The "${name}" argument must be ${wanted}. Received ${got}`), { code: "ERR_INVALID_ARG_TYPE" });
}

const describe = (value: unknown): string =>
  typeof value === "object" && value !== null
    ? `an instance of ${value.constructor.name}`
    : `type ${typeof value} (${$inspect(value, undefined)})`;
