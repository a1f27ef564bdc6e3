import type { Kube, KubeObject, Stored, Unstructured } from "../../api/controller/types.ts";

export interface ClusterOptions {
  /** CustomResourceDefinitions: objects, or the text of YAML or JSON files. */
  readonly definitions?: readonly (object | string)[];
  /** What is there in the beginning, in any order: objects, or texts, also such as were read from another cluster. Kinds without a definition are served without a schema; missing namespaces are made. */
  readonly objects?: readonly (object | string)[];
  /**
   * `none` (default): the API server alone. `running`: garbage collector, Deployment, ReplicaSet, StatefulSet, Job, Endpoints, PVC protection, namespaces,
   * and pods that are scheduled and become ready. They work when `settle()` is called; while the cluster is served over HTTP, after each write.
   */
  readonly controllers?: "none" | "running";
  /** Draws uids and generated names: the same seed, the same names. Default 1. */
  readonly seed?: number;
  /** RFC 3339: what the clock shows; it stands still unless it is advanced. Default 2026-01-01T00:00:00Z. */
  readonly start?: string;
}

/**
 * A Kubernetes API server in this process, for unit tests: no network, no container, no time that passes.
 *
 * It answers as kube-apiserver 1.20 does, checked against recordings of a real one: resourceVersions and conflicts, finalizers and deletion,
 * owner references, patches of every kind, server-side apply, validation and defaults, paging, and watches.
 */
export interface Cluster {
  /** The cluster as `runController` and a check hand it to a reconcile function; every read is fresh. */
  readonly kube: Kube;
  /** Any request, as it is on the wire. Rejects only when no answer comes, because a test has asked for that. */
  request(request: RawRequest): Promise<RawAnswer>;
  /** Every object of a kind, of one namespace or of all; without a kind: all there is. Copies, by namespace and name. @throws {Error} There is no such kind. */
  objects<T extends KubeObject = Unstructured>(apiVersion?: string, kind?: string, namespace?: string): Stored<T>[];
  /** Puts objects in as their user would, status included; namespaces that are missing are made. @throws {Error} The server refuses one. */
  add(...objects: readonly (object | string)[]): void;
  /**
   * Events of a kind, in order and without a gap, from this call on: first the objects that are there, as ADDED, or what came after `resourceVersion`.
   * Ends when the loop is left or `signal` is aborted. @throws {Error} The server refuses the watch.
   */
  watch<T extends KubeObject = Unstructured>(
    apiVersion: string,
    kind: string,
    options?: WatchOptions,
  ): AsyncIterableIterator<WatchEvent<T>>;
  /** Lets the built-in controllers work until nothing is left to do. @returns How many writes they made. @throws {Error} They never come to rest. */
  settle(): number;
  /** The clock goes on. */
  advance(seconds: number): void;
  /** The next request that matches goes wrong: refused with this code, lost on its way, or executed without an answer. */
  failNext(which: Which, how: Fault): void;
  /** What has been asked for since the last call of this, in order: at most the last 10,000 requests, without those of built-in controllers. */
  takeRequests(): readonly RawRequest[];
  /** Older versions are forgotten: watches and pages that begin there are answered with 410. */
  compact(): void;
  /** Serves it over HTTP on 127.0.0.1, to any client of Kubernetes. @throws {Error} The port is taken. */
  serve(options?: ServeOptions): Promise<Served>;
}

/** A request as it is on the wire. */
export interface RawRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Content type of the body. Default `application/json`. */
  readonly type?: string;
  /** An object; a text where it need not be JSON. */
  readonly body?: unknown;
  /** From the user agent: the field manager, where the query names none. */
  readonly agent?: string;
}

export interface RawAnswer {
  readonly code: number;
  /** An object, a list, or a `Status`; a text where a real server answers with plain text. */
  readonly body: unknown;
}

/** Which request a fault befalls; what is left out fits any. */
export interface Which {
  readonly method?: RawRequest["method"];
  /** The whole path, or a pattern. */
  readonly path?: string | RegExp;
}

/** A code from 400 to 599, `lost` before the server has seen the request, or `answer-lost` after it has done what was asked. */
export type Fault = number | "lost" | "answer-lost";

export interface WatchOptions {
  readonly namespace?: string;
  /** `{ app: "web" }`, or `"app=web,tier in (front, back)"` */
  readonly labelSelector?: Record<string, string> | string;
  readonly fieldSelector?: string;
  /** Events after this version. Left out: first the objects that are there, as ADDED. */
  readonly resourceVersion?: string;
  readonly signal?: AbortSignal;
}

export interface WatchEvent<T extends KubeObject = Unstructured> {
  /** An ERROR (410: the version is too old) is the last event; its object is a `Status`. */
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: Stored<T>;
}

export interface ServeOptions {
  /** Default: any that is free. */
  readonly port?: number;
  /** When given, requests must carry it: `Authorization: Bearer …`. */
  readonly token?: string;
}

export interface Served {
  /** `http://127.0.0.1:40123` */
  readonly url: string;
  readonly port: number;
  /** The text of a kubeconfig: for a file, for `loadFromString` of a client, or for `runController`. */
  readonly kubeconfig: string;
  /** Cuts every connection, watches too, and goes on serving: as when the server is started anew. */
  disconnect(): void;
  close(): Promise<void>;
}
