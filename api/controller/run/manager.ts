import { KubeError } from "../errors.ts";
import { createKube, type KubeTarget, type Transport } from "../kube.ts";
import type { ControllerDefinition, KindRef, Kube, ReconcileRequest, RunOptions } from "../types.ts";
import type { ApiClient } from "./api-client.ts";
import { Cache, type Change, keyOf } from "./cache.ts";
import { withCachedReads } from "./cached-reads.ts";
import { requestsOf, watchedKinds } from "./causes.ts";
import type { Discovery } from "./discovery.ts";
import type { Election } from "./election.ts";
import { Informer } from "./informer.ts";
import { WorkQueue } from "./queue.ts";
import type { Timing } from "./timing.ts";
import { anyOf, unlessAborted } from "./waiting.ts";

export interface ManagerOptions {
  readonly definition: ControllerDefinition;
  readonly options: RunOptions;
  readonly workers: number;
  readonly client: ApiClient;
  readonly discovery: Discovery;
  /** undefined: this process always leads. */
  readonly election: Election | undefined;
  readonly timing: Timing;
  readonly log: (text: string) => void;
}

/** A controller at work: caches that are kept up to date, a queue that their changes fill, and workers that empty it while this process leads. */
export class Manager {
  readonly #options: ManagerOptions;
  readonly #queue: WorkQueue;
  readonly #caches: readonly { readonly kind: KindRef; readonly cache: Cache }[];
  #isWorking = false;

  constructor(options: ManagerOptions) {
    this.#options = options;
    this.#queue = new WorkQueue(options.timing.reconcileBackoff);
    this.#caches = watchedKinds(options.definition).map((kind) => ({ kind, cache: new Cache(kind) }));
  }

  /** Until `signal` is aborted and what was running then has finished. */
  async run(signal: AbortSignal): Promise<void> {
    const { client, discovery, timing, log, options } = this.#options;
    const informers = this.#caches.map(({ kind, cache }) => {
      const onChange = (change: Change): void => this.#tell(kind, change);
      return new Informer({ kind, namespace: options.namespace, client, discovery, cache, onChange, timing, log, signal });
    });
    const watching = Promise.all(informers.map((informer) => informer.run()));
    signal.addEventListener("abort", () => this.#queue.close(), { once: true });
    await unlessAborted(
      informers.map(({ synced }) => synced),
      signal,
    );
    while (!signal.aborted) await this.#lead(signal);
    await watching;
  }

  /** Works as long as this process leads. */
  async #lead(signal: AbortSignal): Promise<void> {
    const { election, workers } = this.#options;
    const term = await election?.win(signal);
    if (election !== undefined && term === undefined) return;
    const over = term?.over ?? new AbortController().signal;
    const end = anyOf(signal, over);
    const kube = this.#kube(over);
    this.#isWorking = true;
    this.#tellAll();
    await Promise.all(Array.from({ length: workers }, () => this.#work(kube, end)));
    this.#isWorking = false;
    await term?.end();
  }

  async #work(kube: Kube, end: AbortSignal): Promise<void> {
    for (;;) {
      const key = await this.#queue.next(end);
      if (key === undefined) return;
      await this.#reconcile(key, kube);
      this.#queue.done(key);
    }
  }

  async #reconcile(key: string, kube: Kube): Promise<void> {
    const { definition, options, log } = this.#options;
    try {
      const result: unknown = await definition.reconcile(requestOf(key), kube, options.external ?? {});
      this.#queue.forget(key);
      const seconds = (result as { readonly requeueAfterSeconds?: unknown } | undefined | null)?.requeueAfterSeconds;
      if (seconds === undefined) return;
      if (typeof seconds === "number" && 0 <= seconds && Number.isFinite(seconds)) this.#queue.addAfter(key, seconds * 1000);
      else log(`reconcile of ${shown(key)} asks to be requeued after ${JSON.stringify(seconds)} seconds, which is no time: it is not`);
    } catch (error) {
      const wait = this.#queue.retry(key);
      log(`reconcile of ${shown(key)} failed, again in ${wait} ms: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** What a worker gets: reads of watched kinds from the caches, and no write any more once another process may lead. */
  #kube(over: AbortSignal): Kube {
    const { definition, discovery, client } = this.#options;
    const server: Transport = (request) =>
      over.aborted && request.method !== "GET"
        ? Promise.reject(new KubeError(503, "ServiceUnavailable", "this process leads no longer: nothing was written"))
        : client.request(request);
    return createKube({
      name: definition.name,
      transport: withCachedReads(server, (target) => this.#cacheOf(target)),
      resourceOf: (apiVersion, kind) => discovery.resourceOf(apiVersion, kind),
      isWatched: (apiVersion, kind) => this.#caches.some((one) => one.kind.apiVersion === apiVersion && one.kind.kind === kind),
    });
  }

  /** Where only one namespace is watched, the server is asked for all others. */
  #cacheOf({ apiVersion, kind, namespace }: KubeTarget): Cache | undefined {
    const watched = this.#options.options.namespace;
    if (watched !== undefined && namespace !== watched && this.#isNamespaced(apiVersion, kind)) return undefined;
    return this.#caches.find((one) => one.kind.apiVersion === apiVersion && one.kind.kind === kind)?.cache;
  }

  /** Of a kind that is watched: the server has told before its first list. */
  #isNamespaced(apiVersion: string, kind: string): boolean {
    const resource = this.#options.discovery.resourceOf(apiVersion, kind);
    return resource instanceof Promise || resource.namespaced;
  }

  /** As after a start: everything that is there is a cause. */
  #tellAll(): void {
    for (const { kind, cache } of this.#caches) for (const after of cache.all()) this.#tell(kind, { after });
  }

  #tell(kind: KindRef, change: Change): void {
    if (!this.#isWorking) return;
    const { definition, log } = this.#options;
    const { resource } = definition;
    const failed = (error: unknown): void =>
      log(`requests of the watched kind ${kind.kind} failed: ${error instanceof Error ? error.message : String(error)}`);
    const isNamespaced = this.#isNamespaced(resource.apiVersion, resource.kind);
    for (const request of requestsOf(definition, kind, change, isNamespaced, failed)) this.#queue.add(keyOf(request));
  }
}

function requestOf(key: string): ReconcileRequest {
  const slash = key.indexOf("/");
  const name = key.slice(slash + 1);
  return slash === 0 ? { name } : { namespace: key.slice(0, slash), name };
}

const shown = (key: string): string => key.replace(/^\//, "");
