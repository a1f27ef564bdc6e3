import { errorOf, KubeError } from "../errors.ts";
import type { KindRef } from "../types.ts";
import type { ApiClient, Stream } from "./api-client.ts";
import { Backoff } from "./backoff.ts";
import type { Cache, Change } from "./cache.ts";
import type { Discovery } from "./discovery.ts";
import type { Timing } from "./timing.ts";
import { orAborted, sleep } from "./waiting.ts";

export interface InformerOptions {
  readonly kind: KindRef;
  /** Of kinds that have namespaces; undefined: all of them. */
  readonly namespace: string | undefined;
  readonly client: Pick<ApiClient, "request" | "open">;
  readonly discovery: Pick<Discovery, "resourceOf">;
  /** Is kept up to date. */
  readonly cache: Cache;
  readonly onChange: (change: Change) => void;
  readonly timing: Timing;
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Keeps the cache of one kind up to date until `signal` is aborted: one list, then a watch that goes on from there; a new list where that is not possible.
 *
 * @see client-go `tools/cache` Reflector
 */
export class Informer {
  /** The first list has come. */
  readonly synced: Promise<void>;
  readonly #options: InformerOptions;
  readonly #backoff: Backoff;
  #isSynced: () => void = () => {};

  constructor(options: InformerOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.timing.watchBackoff);
    this.synced = new Promise((resolve) => (this.#isSynced = resolve));
  }

  async run(): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      try {
        const { path, version } = await this.#list();
        this.#isSynced();
        await this.#follow(path, version);
      } catch (error) {
        await this.#wait(`cannot list ${this.#name}`, error);
      }
    }
  }

  /** Reads everything, page by page. */
  async #list(): Promise<{ readonly path: string; readonly version: string }> {
    const path = await this.#path();
    let items: readonly object[] = [];
    let query: Readonly<Record<string, string>> = { limit: pageSize };
    for (;;) {
      const { code, body } = await this.#options.client.request({ method: "GET", path, query }, this.#options.signal);
      if (code === 410 && query["continue"] !== undefined) {
        // The pages took too long: all of it at once.
        [items, query] = [[], {}];
        continue;
      }
      if (code !== 200) throw errorOf(code, body);
      const { items: page, metadata = {} } = body as List;
      items = [...items, ...(page ?? [])];
      if (metadata.continue) query = { limit: pageSize, continue: metadata.continue };
      else {
        this.#tell(this.#options.cache.replace(items));
        return { path, version: metadata.resourceVersion ?? "" };
      }
    }
  }

  async #path(): Promise<string> {
    const { kind, namespace, discovery } = this.#options;
    // Others may wait for the same answer: it is not taken away from them.
    const resource = await orAborted(discovery.resourceOf(kind.apiVersion, kind.kind), this.#options.signal);
    if (resource === undefined) throw new KubeError(404, "NotFound", `the cluster has no kind ${kind.apiVersion} ${kind.kind}`);
    const root = kind.apiVersion.includes("/") ? `/apis/${kind.apiVersion}` : `/api/${kind.apiVersion}`;
    return `${root}${resource.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : ""}/${resource.plural}`;
  }

  /** One watch after the other, each from where the last one ended. Returns when a new list is needed. */
  async #follow(path: string, from: string): Promise<void> {
    const { signal } = this.#options;
    let version = from;
    while (!signal.aborted) {
      const began = performance.now();
      let hasTold = false;
      try {
        for await (const { type, object } of this.#watch(path, version)) {
          hasTold = true;
          if (type === "ERROR") throw errorOf((object as { readonly code?: number }).code ?? 500, object);
          version = object.metadata?.resourceVersion ?? version;
          this.#take(type, object);
        }
        // A server that closes each watch at once is not asked all the time.
        if (hasTold || performance.now() - began > soon) this.#backoff.reset();
        else await sleep(this.#backoff.next(), signal);
      } catch (error) {
        if (hasTold) this.#backoff.reset();
        if (isExpired(error)) return sleep(this.#backoff.next(), signal);
        await this.#wait(`the watch of ${this.#name} broke`, error);
        // A server that was put back to an older state does not know this version, and says so in ways of its own: only a new list helps.
        if (error instanceof KubeError && error.code !== 429) return;
      }
    }
  }

  async *#watch(path: string, version: string): AsyncIterable<WatchEvent> {
    const { client, signal, timing } = this.#options;
    const query = {
      watch: "true",
      allowWatchBookmarks: "true",
      resourceVersion: version,
      timeoutSeconds: String(Math.ceil(timing.watch / 1000)),
    };
    // A server that has gone without a word does not end the watch.
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    const timer = setTimeout(abort, timing.watch + timing.request);
    signal.addEventListener("abort", abort);
    try {
      const opened = await client.open({ method: "GET", path, query }, stop.signal);
      if (!isStream(opened)) throw errorOf(opened.code, opened.body);
      for await (const line of opened.lines) {
        if (signal.aborted) return;
        yield JSON.parse(line) as WatchEvent;
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      stop.abort();
    }
  }

  #take(type: WatchEvent["type"], object: object): void {
    const { cache } = this.#options;
    if (type === "DELETED") this.#tell([cache.remove(object)]);
    else if (type !== "BOOKMARK") this.#tell([cache.put(object)]);
  }

  #tell(changes: readonly Change[]): void {
    for (const change of changes) this.#options.onChange(change);
  }

  async #wait(what: string, error: unknown): Promise<void> {
    const { log, signal } = this.#options;
    if (signal.aborted) return;
    const wait = this.#backoff.next();
    log(`${what}: ${error instanceof Error ? error.message : String(error)}; trying again in ${wait} ms`);
    await sleep(wait, signal);
  }

  get #name(): string {
    const { apiVersion, kind } = this.#options.kind;
    return `${apiVersion} ${kind}`;
  }
}

/** Objects on a page of a list: as client-go. */
const pageSize = "500";

/** A watch that ends sooner without a word is as good as one that fails. Milliseconds. */
const soon = 1000;

interface List {
  readonly items?: readonly object[] | null;
  readonly metadata?: { readonly continue?: string; readonly resourceVersion?: string };
}

interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: { readonly metadata?: { readonly resourceVersion?: string } };
}

const isStream = (opened: object): opened is Stream => "kind" in opened && opened.kind === "stream";

const isExpired = (error: unknown): boolean =>
  error instanceof KubeError && (error.code === 410 || error.reason === "Expired" || error.reason === "Gone");
