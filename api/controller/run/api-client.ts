import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { KubeAnswer } from "../kube.ts";
import type { Connection } from "./connection.ts";

export interface ClientRequestParts {
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Content type of the body. */
  readonly type?: string;
  /** Becomes JSON. */
  readonly body?: unknown;
}

/** An answer that goes on: a watch. */
export interface Stream {
  readonly kind: "stream";
  /** Line by line, without the line ends. Rejects when the connection breaks. */
  readonly lines: AsyncIterable<string>;
}

/** Speaks HTTP with an API server. */
export class ApiClient {
  readonly #connection: Connection;
  readonly #userAgent: string;
  readonly #timeout: number;
  readonly #agent: HttpAgent;

  /** @param timeout Milliseconds until a request without an answer is given up. */
  constructor(connection: Connection, userAgent: string, timeout: number) {
    this.#connection = connection;
    this.#userAgent = userAgent;
    this.#timeout = timeout;
    // Probes of the connection show that a server has gone without a word.
    const options = { keepAlive: true, keepAliveMsecs: 15_000 };
    this.#agent = connection.server.protocol === "https:" ? new HttpsAgent({ ...options, ...connection.tls }) : new HttpAgent(options);
  }

  /** Rejects when no answer comes, or `signal` is aborted. */
  async request(parts: ClientRequestParts, signal?: AbortSignal): Promise<KubeAnswer> {
    const limit = this.#limit(signal);
    try {
      return await readAnswer(await this.#send(parts, limit.signal));
    } finally {
      limit.lift();
    }
  }

  /** Opens a watch; it ends when `signal` is aborted. Rejects when no answer begins to come. */
  async open(parts: ClientRequestParts, signal: AbortSignal): Promise<KubeAnswer | Stream> {
    const limit = this.#limit(signal);
    try {
      const response = await this.#send(parts, limit.signal);
      if (response.statusCode !== 200) return await readAnswer(response);
      signal.addEventListener("abort", () => response.destroy(), { once: true });
      return { kind: "stream", lines: linesOf(response) };
    } finally {
      limit.lift();
    }
  }

  /** Aborted with `signal`, or when an answer has been waited for too long, unless that is lifted. */
  #limit(signal: AbortSignal | undefined): { readonly signal: AbortSignal; lift(): void } {
    const stop = new AbortController();
    const abort = (): void => stop.abort(signal?.reason);
    const timer = setTimeout(() => stop.abort(new Error(`no answer within ${this.#timeout / 1000} s`)), this.#timeout);
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    return {
      signal: stop.signal,
      lift() {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
      },
    };
  }

  close(): void {
    this.#agent.destroy();
  }

  async #send(parts: ClientRequestParts, signal: AbortSignal): Promise<IncomingMessage> {
    const headers = await this.#connection.headers();
    for (let attempt = 1; ; attempt += 1) {
      const request = this.#make(parts, headers, signal);
      try {
        return await responseTo(request, parts);
      } catch (error) {
        // The server had closed a connection that was kept: it has not seen the request. One that changes nothing is sent once more.
        if (!(request.reusedSocket && parts.method === "GET" && attempt < 3) || signal.aborted) throw reasonOf(signal, error);
      }
    }
  }

  #make(
    { method, path, query = {}, type, body }: ClientRequestParts,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): ClientRequest {
    const { server } = this.#connection;
    const search = new URLSearchParams(query).toString();
    const place = `${server.pathname.replace(/\/$/, "")}${path.split("/").map(encodeURIComponent).join("/")}`;
    const options = {
      method,
      hostname: server.hostname.replace(/^\[|\]$/g, ""),
      port: server.port,
      path: search === "" ? place : `${place}?${search}`,
      headers: {
        accept: "application/json",
        "user-agent": this.#userAgent,
        ...(body === undefined ? {} : { "content-type": type ?? "application/json" }),
        ...headers,
      },
      agent: this.#agent,
      signal,
    };
    return server.protocol === "https:" ? httpsRequest({ ...options, ...this.#connection.tls }) : httpRequest(options);
  }
}

function responseTo(request: ClientRequest, { body }: ClientRequestParts): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on("response", resolve);
    request.on("error", reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const reasonOf = (signal: AbortSignal, error: unknown): unknown =>
  signal.aborted && signal.reason instanceof Error ? signal.reason : error;

async function readAnswer(response: IncomingMessage): Promise<KubeAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const code = response.statusCode ?? 0;
  if (!/\bjson\b/.test(response.headers["content-type"] ?? "")) return { code, body: text };
  return { code, body: JSON.parse(text) as unknown };
}

async function* linesOf(response: IncomingMessage): AsyncIterable<string> {
  response.setEncoding("utf8");
  let rest = "";
  for await (const chunk of response) {
    const lines = `${rest}${chunk as string}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
  if (rest !== "") throw new Error("the connection was closed in the middle of an event");
}
