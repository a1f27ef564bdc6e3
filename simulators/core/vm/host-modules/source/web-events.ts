/** `DOMException`, events and abort signals, as Node has them. */

const codes: Readonly<Record<string, number>> = {
  IndexSizeError: 1,
  HierarchyRequestError: 3,
  InvalidCharacterError: 5,
  NotFoundError: 8,
  NotSupportedError: 9,
  InvalidStateError: 11,
  SyntaxError: 12,
  InvalidModificationError: 13,
  NamespaceError: 14,
  InvalidAccessError: 15,
  TypeMismatchError: 17,
  SecurityError: 18,
  NetworkError: 19,
  AbortError: 20,
  URLMismatchError: 21,
  QuotaExceededError: 22,
  TimeoutError: 23,
  DataCloneError: 25,
};

export class DOMException extends Error {
  readonly #name: string;

  constructor(message = "", options: string | { readonly name?: string; readonly cause?: unknown } = "Error") {
    super(message);
    const isText = typeof options === "string";
    this.#name = isText ? options : (options.name ?? "Error");
    if (!isText && "cause" in options) Object.defineProperty(this, "cause", { value: options.cause, writable: true, configurable: true });
  }

  override get name(): string {
    return this.#name;
  }

  get code(): number {
    return codes[this.#name] ?? 0;
  }

  get [Symbol.toStringTag](): string {
    return "DOMException";
  }
}

export class Event {
  readonly #type: string;
  readonly #options: { readonly bubbles: boolean; readonly cancelable: boolean; readonly composed: boolean };
  readonly #timeStamp = $hasClock() ? $elapsed() : undefined;
  #target: EventTarget | null = null;
  #isCancelled = false;
  #isStopped = false;
  #isStoppedNow = false;

  constructor(
    type: string,
    options: { readonly bubbles?: boolean; readonly cancelable?: boolean; readonly composed?: boolean } | null = null,
  ) {
    if (arguments.length === 0) throw missing("type");
    this.#type = type;
    this.#options = { bubbles: options?.bubbles === true, cancelable: options?.cancelable === true, composed: options?.composed === true };
  }

  get type(): string {
    return this.#type;
  }
  get target(): EventTarget | null {
    return this.#target;
  }
  get currentTarget(): EventTarget | null {
    return this.#target;
  }
  get srcElement(): EventTarget | null {
    return this.#target;
  }
  get bubbles(): boolean {
    return this.#options.bubbles;
  }
  get cancelable(): boolean {
    return this.#options.cancelable;
  }
  get composed(): boolean {
    return this.#options.composed;
  }
  get defaultPrevented(): boolean {
    return this.#isCancelled;
  }
  get returnValue(): boolean {
    return !this.#isCancelled;
  }
  get timeStamp(): number {
    return this.#timeStamp ?? $elapsed();
  }
  get eventPhase(): number {
    return this.#target === null ? 0 : 2;
  }
  get isTrusted(): boolean {
    return false;
  }
  get cancelBubble(): boolean {
    return this.#isStopped;
  }
  set cancelBubble(value: boolean) {
    if (value) this.#isStopped = true;
  }
  preventDefault(): void {
    if (this.#options.cancelable) this.#isCancelled = true;
  }
  stopPropagation(): void {
    this.#isStopped = true;
  }
  stopImmediatePropagation(): void {
    this.#isStopped = true;
    this.#isStoppedNow = true;
  }
  composedPath(): EventTarget[] {
    return this.#target === null ? [] : [this.#target];
  }
  get [Symbol.toStringTag](): string {
    return "Event";
  }

  /** False: a listener has stopped the others. */
  static deliver(event: Event, target: EventTarget | null): boolean {
    event.#target = target;
    return !event.#isStoppedNow;
  }

  static readonly NONE = 0;
  static readonly CAPTURING_PHASE = 1;
  static readonly AT_TARGET = 2;
  static readonly BUBBLING_PHASE = 3;
}

const deliver = Event.deliver;
Reflect.deleteProperty(Event, "deliver");

export class CustomEvent extends Event {
  readonly #detail: unknown;

  constructor(type: string, options: { readonly detail?: unknown; readonly cancelable?: boolean } | null = null) {
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail(): unknown {
    return this.#detail;
  }
}

interface Listener {
  readonly type: string;
  readonly callback: ((event: Event) => void) | { handleEvent(event: Event): void };
  readonly isCapture: boolean;
  readonly isOnce: boolean;
}

type ListenerOptions = boolean | { readonly once?: boolean; readonly capture?: boolean; readonly signal?: AbortSignal } | null | undefined;

const isCapture = (options: ListenerOptions): boolean => (typeof options === "boolean" ? options : options?.capture === true);

export class EventTarget {
  #listeners: readonly Listener[] = [];

  addEventListener(type: string, callback: Listener["callback"] | null, options?: ListenerOptions): void {
    if (arguments.length < 2) throw missing("type", "listener");
    if (callback === null || callback === undefined) return;
    const name = type;
    const capture = isCapture(options);
    const signal = typeof options === "object" ? options?.signal : undefined;
    if (signal?.aborted === true) return;
    if (this.#listeners.some((one) => one.type === name && one.callback === callback && one.isCapture === capture)) return;
    this.#listeners = [
      ...this.#listeners,
      { type: name, callback, isCapture: capture, isOnce: typeof options === "object" && options?.once === true },
    ];
    signal?.addEventListener("abort", () => this.removeEventListener(name, callback, capture), { once: true });
  }

  removeEventListener(type: string, callback: Listener["callback"] | null, options?: ListenerOptions): void {
    const capture = isCapture(options);
    this.#listeners = this.#listeners.filter((one) => one.type !== type || one.callback !== callback || one.isCapture !== capture);
  }

  dispatchEvent(event: Event): boolean {
    if (!(event instanceof Event)) {
      throw coded(new TypeError('The "event" argument must be an instance of Event. Received ' + received(event)), "ERR_INVALID_ARG_TYPE");
    }
    if (event.target !== null) throw coded(new Error("The event is already being dispatched"), "ERR_EVENT_RECURSION");
    for (const listener of this.#listeners) {
      if (listener.type !== event.type || !this.#listeners.includes(listener)) continue;
      if (listener.isOnce) this.#listeners = this.#listeners.filter((one) => one !== listener);
      const isOn = deliver(event, this);
      if (!isOn) break;
      try {
        if (typeof listener.callback === "function") listener.callback.call(this, event);
        else listener.callback.handleEvent(event);
      } catch (error) {
        // As an uncaught exception, after the other listeners.
        $enqueue(rethrow, [error]);
      }
    }
    deliver(event, null);
    return !event.defaultPrevented;
  }

  get [Symbol.toStringTag](): string {
    return "EventTarget";
  }
}

function rethrow(error: unknown): never {
  throw error;
}

const making = {};
let raise: (signal: AbortSignal, reason: unknown) => void;

export class AbortSignal extends EventTarget {
  #isAborted = false;
  #reason: unknown = undefined;
  #handler: ((event: Event) => void) | null = null;
  #dependents: readonly AbortSignal[] = [];

  constructor(key?: object) {
    if (key !== making) throw coded(new TypeError("Illegal constructor"), "ERR_ILLEGAL_CONSTRUCTOR");
    super();
  }

  get aborted(): boolean {
    return this.#isAborted;
  }
  get reason(): unknown {
    return this.#reason;
  }
  get onabort(): ((event: Event) => void) | null {
    return this.#handler;
  }
  set onabort(handler: ((event: Event) => void) | null) {
    if (this.#handler !== null) this.removeEventListener("abort", this.#handler);
    this.#handler = typeof handler === "function" ? handler : null;
    this.addEventListener("abort", this.#handler);
  }
  throwIfAborted(): void {
    if (this.#isAborted) throw this.#reason;
  }
  override get [Symbol.toStringTag](): string {
    return "AbortSignal";
  }

  static abort(reason: unknown = new DOMException("This operation was aborted", "AbortError")): AbortSignal {
    const signal = new AbortSignal(making);
    signal.#isAborted = true;
    signal.#reason = reason;
    return signal;
  }

  static timeout(delay: number): AbortSignal {
    const signal = new AbortSignal(making);
    $setTimer(() => raise(signal, new DOMException("The operation was aborted due to timeout", "TimeoutError")), [], delay, false);
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const sources = [...signals];
    const aborted = sources.find((source) => source.aborted);
    if (aborted !== undefined) return AbortSignal.abort(aborted.reason);
    const signal = new AbortSignal(making);
    for (const source of sources) source.#dependents = [...source.#dependents, signal];
    return signal;
  }

  static {
    raise = (signal, reason) => {
      if (signal.#isAborted) return;
      signal.#isAborted = true;
      signal.#reason = reason;
      signal.dispatchEvent(new Event("abort"));
      for (const dependent of signal.#dependents) raise(dependent, reason);
    };
  }
}

export class AbortController {
  readonly #signal = new AbortSignal(making);

  get signal(): AbortSignal {
    return this.#signal;
  }
  abort(reason: unknown = new DOMException("This operation was aborted", "AbortError")): void {
    raise(this.#signal, reason);
  }
  get [Symbol.toStringTag](): string {
    return "AbortController";
  }
}

function missing(...names: readonly string[]): TypeError {
  const list = names.map((name) => `"${name}"`).join(" and ");
  return coded(new TypeError(`The ${list} argument${names.length > 1 ? "s" : ""} must be specified`), "ERR_MISSING_ARGS");
}

function coded<Kind extends Error>(error: Kind, code: string): Kind {
  return Object.assign(error, { code });
}

const received = (value: unknown): string => (value === null || value === undefined ? `${value}` : `type ${typeof value}`);
