import { FetchError } from "./errors.ts";
import { isUndici } from "./generation.ts";
import type { Observable } from "./observable.ts";

/** Where the cluster is, for whoever asks. */
export const server = "https://kubernetes.default.svc";

export const HttpMethod = {
  GET: "GET",
  HEAD: "HEAD",
  POST: "POST",
  PUT: "PUT",
  DELETE: "DELETE",
  CONNECT: "CONNECT",
  OPTIONS: "OPTIONS",
  TRACE: "TRACE",
  PATCH: "PATCH",
} as const;

/** A request as middleware sees it. */
export class RequestContext {
  httpMethod: string;
  headers: Record<string, string> = {};
  body: unknown = undefined;
  signal: unknown = undefined;
  agent: unknown = undefined;
  dispatcher: unknown = undefined;
  #path: string;
  #query: [string, string][] = [];

  constructor(url: string, httpMethod: string) {
    this.httpMethod = httpMethod;
    this.#path = "";
    this.setUrl(url);
  }

  getUrl(): string {
    const query = this.#query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
    return `${server}${this.#path}${query === "" ? "" : `?${query}`}`;
  }
  setUrl(url: string): void {
    const [path = "", query = ""] = (url.startsWith(server) ? url.slice(server.length) : url.replace(/^https?:\/\/[^/]*/, "")).split("?");
    this.#path = path;
    this.#query = query
      .split("&")
      .filter((part) => part !== "")
      .map((part) => part.split("=").map((text) => decodeURIComponent(text)))
      .map(([name = "", value = ""]) => [name, value]);
  }
  setBody(body: unknown): void {
    this.body = body;
  }
  getBody(): unknown {
    return this.body;
  }
  getHttpMethod(): string {
    return this.httpMethod;
  }
  getHeaders(): Record<string, string> {
    return this.headers;
  }
  setQueryParam(name: string, value: unknown): void {
    this.#query = [...this.#query.filter(([other]) => other !== name), [name, String(value)]];
  }
  appendQueryParam(name: string, value: unknown): void {
    this.#query = [...this.#query, [name, String(value)]];
  }
  addCookie(name: string, value: string): void {
    this.headers["Cookie"] = `${this.headers["Cookie"] ?? ""}${name}=${value}; `;
  }
  setHeaderParam(key: string, value: string): void {
    if (isUndici) for (const known of Object.keys(this.headers)) if (known.toLowerCase() === key.toLowerCase()) delete this.headers[known];
    this.headers[key] = value;
  }
  setSignal(signal: unknown): void {
    this.signal = signal;
  }
  getSignal(): unknown {
    return this.signal;
  }
  setAgent(agent: unknown): void {
    this.agent = agent;
  }
  getAgent(): unknown {
    return this.agent;
  }
  /** From 2.0 on, in place of an agent. */
  setDispatcher(dispatcher: unknown): void {
    this.dispatcher = dispatcher;
  }
  getDispatcher(): unknown {
    return this.dispatcher;
  }

  /** For the check: path and query as the server gets them. */
  static partsOf(context: RequestContext): Pick<Sent, "path" | "query"> {
    // As the client's own `getUrl`.
    const path = context.#query.length === 0 ? context.#path.replace(/\/$/, "") : context.#path;
    return { path: decodeURIComponent(path), query: Object.fromEntries(context.#query) };
  }
}

export class ResponseContext {
  httpStatusCode: number;
  headers: Record<string, string>;
  body: { text(): Promise<string>; binary(): Promise<unknown> };

  constructor(httpStatusCode: number, headers: Record<string, string>, body: ResponseContext["body"]) {
    this.httpStatusCode = httpStatusCode;
    this.headers = headers;
    this.body = body;
  }
  getBodyAsAny(): Promise<unknown> {
    return this.body.text();
  }
}

export class HttpInfo extends ResponseContext {
  data: unknown;

  constructor(httpStatusCode: number, headers: Record<string, string>, body: ResponseContext["body"], data: unknown) {
    super(httpStatusCode, headers, body);
    this.data = data;
  }
}

export class SelfDecodingBody {
  dataSource: Promise<unknown>;

  constructor(dataSource: Promise<unknown>) {
    this.dataSource = dataSource;
  }
  binary(): Promise<unknown> {
    return this.dataSource;
  }
  async text(): Promise<string> {
    return String(await this.dataSource);
  }
}

export class ServerConfiguration {
  url: string;
  variableConfiguration: unknown;

  constructor(url: string, variableConfiguration: unknown) {
    this.url = url;
    this.variableConfiguration = variableConfiguration;
  }
  setVariables(): void {}
  getConfiguration(): unknown {
    return this.variableConfiguration;
  }
  makeRequestContext(endpoint: string, httpMethod: string): RequestContext {
    return new RequestContext(server + endpoint, httpMethod);
  }
}

export interface Middleware {
  pre(context: RequestContext): Observable<RequestContext> | Promise<RequestContext>;
  post(context: ResponseContext): Observable<ResponseContext> | Promise<ResponseContext>;
}

export interface Configuration {
  readonly middleware?: readonly Middleware[];
  readonly promiseMiddleware?: readonly Middleware[];
  readonly middlewareMergeStrategy?: "replace" | "append" | "prepend";
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly type?: string | undefined;
  /** JSON; a text that is none is sent as a text. */
  readonly body?: unknown;
  readonly agent?: string;
}

export interface Received {
  readonly code: number;
  readonly body: unknown;
}

/** Resolves to undefined when no answer comes. */
export function request(sent: Sent, here?: number): Promise<Received | undefined> {
  return new Promise((resolve) => {
    $request(JSON.stringify(sent), resolve, here);
  });
}

/** What is thrown then: by `undici`, and before by `node-fetch`. */
export function unanswered(url: string): Error {
  if (!isUndici) return new FetchError(`request to ${url} failed, reason: socket hang up`, "system", { code: "ECONNRESET" });
  return new TypeError("fetch failed", {
    cause: Object.assign(new Error("other side closed"), { name: "SocketError", code: "UND_ERR_SOCKET" }),
  });
}

/** Headers are the same whatever their case; of one that is there twice the server sees the first. */
export function headerOf(headers: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const found = Object.entries(headers).find(([key, value]) => key.toLowerCase() === name && value !== undefined)?.[1];
  return found === undefined || typeof found === "string" ? found : JSON.stringify(found);
}

export const answerHeaders = (body: unknown): Record<string, string> => {
  const seconds = (body as { readonly details?: { readonly retryAfterSeconds?: number } } | null)?.details?.retryAfterSeconds;
  return {
    "content-type": typeof body === "string" ? "text/plain; charset=utf-8" : "application/json",
    ...(seconds === undefined ? {} : { "retry-after": String(seconds) }),
  };
};

/** A body as it comes over the wire. */
export const textOf = (body: unknown): string => (typeof body === "string" ? body : `${JSON.stringify(body)}\n`);
