/** Of `node:http`: servers that listen, and that nobody ever calls. */
import { EventEmitter } from "host:events";

type Listener = (...args: never[]) => void;

interface ListenOptions {
  readonly port?: unknown;
  readonly host?: unknown;
  readonly path?: unknown;
  readonly signal?: unknown;
  readonly fd?: unknown;
}

/** Ports and paths at which a server of this process listens. */
const taken = new Set<unknown>();

class HttpServer extends EventEmitter {
  timeout = 0;
  keepAliveTimeout = 5000;
  headersTimeout = 60_000;
  requestTimeout = 300_000;
  maxHeadersCount: number | null = null;
  maxRequestsPerSocket = 0;
  #at: unknown = undefined;
  #isLookedUp = false;

  constructor(options?: unknown, listener?: Listener) {
    super();
    const handler = typeof options === "function" ? options : listener;
    if (typeof handler === "function") this.on("request", handler as Listener);
  }

  get listening(): boolean {
    return this.#at !== undefined;
  }

  listen(...args: readonly unknown[]): this {
    this.#settled();
    if (this.#at !== undefined)
      throw coded(new Error("Listen method has been called more than once without closing."), "ERR_SERVER_ALREADY_LISTEN");
    const callback = args.at(-1);
    const place = placeOf(args);
    if (typeof callback === "function") this.once("listening", callback as Listener);
    if (taken.has(place)) {
      const error = Object.assign(
        new Error(`listen EADDRINUSE: address already in use ${typeof place === "number" ? `:::${place}` : place}`),
        {
          code: "EADDRINUSE",
          errno: -98,
          syscall: "listen",
          ...(typeof place === "number" ? { address: "::", port: place } : { address: place, port: -1 }),
        },
      );
      $enqueue(() => this.emit("error", error), []);
      return this;
    }
    if (place !== 0) taken.add(place);
    // A host is looked up first.
    if (hasHost(args)) {
      this.#isLookedUp = true;
      $enqueue(() => this.#begin(place), []);
    } else this.#begin(place);
    return this;
  }

  #settled(): void {
    if (this.#isLookedUp) $notModelled("a server that is called again before it listens is not modelled: wait for `listening`");
  }

  #begin(place: unknown): void {
    this.#isLookedUp = false;
    this.#at = place;
    $enqueue(() => {
      // It may have been closed meanwhile.
      if (this.#at !== undefined) this.emit("listening");
    }, []);
  }

  address(): unknown {
    if (this.#at === 0) $notModelled("the port that a server listens at is not modelled unless the program says it");
    if (this.#at === undefined) return null;
    return typeof this.#at === "number" ? { address: "::", family: "IPv6", port: this.#at } : this.#at;
  }

  close(callback?: Listener): this {
    this.#settled();
    const wasListening = this.#at !== undefined;
    taken.delete(this.#at);
    this.#at = undefined;
    if (typeof callback === "function") {
      const told = callback as (error?: Error) => void;
      this.once("close", wasListening ? () => told() : () => told(coded(new Error("Server is not running."), "ERR_SERVER_NOT_RUNNING")));
    }
    $enqueue(() => this.emit("close"), []);
    return this;
  }

  closeAllConnections(): void {}
  closeIdleConnections(): void {}
  getConnections(callback: (error: null, count: number) => void): this {
    $enqueue(callback, [null, 0]);
    return this;
  }
  setTimeout(milliseconds?: unknown, callback?: Listener): this {
    this.timeout = typeof milliseconds === "number" ? milliseconds : 0;
    if (typeof callback === "function") this.on("timeout", callback);
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

/** A port, 0 for any, or the path of a socket. */
function placeOf([first, second]: readonly unknown[]): unknown {
  if (first === undefined || first === null || typeof first === "function") return 0;
  if (typeof first === "number" || (typeof first === "string" && isPort(first))) return checked(first, second);
  if (typeof first === "string") return first;
  const { port, path, host, signal, fd } = first as ListenOptions;
  if (signal !== undefined || fd !== undefined || (port === undefined && path === undefined))
    $notModelled("a server listens at a port or a path here: other options of `listen` are not modelled");
  return port === undefined ? path : checked(port, host);
}

function checked(port: unknown, host: unknown): number {
  const number = typeof port === "string" && port.trim() !== "" ? Number(port) : port;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number < 65_536) {
    if (typeof host === "string" && !localHosts.has(host))
      $notModelled(`a server that listens at ${host} is not modelled: only at all addresses or at the local ones`);
    return number;
  }
  const got = typeof port === "object" ? $inspect(port, undefined) : `type ${typeof port} (${$inspect(port, undefined)})`;
  throw coded(new RangeError(`options.port should be >= 0 and < 65536. Received ${got}.`), "ERR_SOCKET_BAD_PORT");
}

const hasHost = ([first, second]: readonly unknown[]): boolean => {
  const host = typeof first === "object" && first !== null ? (first as ListenOptions).host : second;
  return typeof host === "string" && host !== "";
};
const isPort = (text: string): boolean => text.trim() !== "" && Number(text) >= 0;
const localHosts = new Set(["0.0.0.0", "::", "localhost", "127.0.0.1", "::1", ""]);

const coded = <Kind extends Error>(error: Kind, code: string): Kind => Object.assign(error, { code });

/** Called with and without `new`. */
export function Server(options?: unknown, listener?: Listener): HttpServer {
  return Reflect.construct(HttpServer, [options, listener], new.target ?? HttpServer);
}
Server.prototype = HttpServer.prototype;
Object.defineProperty(HttpServer.prototype, "constructor", { value: Server, writable: true, configurable: true });

export const createServer = (options?: unknown, listener?: Listener): HttpServer => new HttpServer(options, listener);
