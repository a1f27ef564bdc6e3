import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { parse as parseYaml } from "yaml";
import { Refusal, statusBody } from "../../simulators/controller/cluster/status.ts";
import type { ApiAnswer, ApiRequest } from "../../simulators/controller/cluster/types.ts";
import type { OpenWatch, StoreEvent } from "../../simulators/controller/fake/store.ts";
import type { RawRequest } from "./cluster.ts";

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
  /** A kubeconfig as JSON text, which is YAML as well. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** What stands behind the front. */
export interface Behind {
  /** @throws Nobody is to get an answer: the connection is closed. */
  answer(request: RawRequest): ApiAnswer;
  open(request: ApiRequest, tell: (event: StoreEvent) => void): OpenWatch | Refusal;
}

/** As the API server: larger bodies are refused with 413. */
const largestBody = 3 * 1024 * 1024;

/** Serves on 127.0.0.1 alone. */
export async function serve(behind: Behind, { port = 0, token }: ServeOptions): Promise<Served> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => void handleRequest(behind, token, request, response));
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${bound}`;
  return {
    url,
    port: bound,
    kubeconfig: kubeconfigOf(url, token),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
}

function kubeconfigOf(url: string, token: string | undefined): string {
  const name = "faultline";
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server: url } }],
    users: [{ name, user: token === undefined ? {} : { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

async function handleRequest(
  behind: Behind,
  token: string | undefined,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (token !== undefined && incoming.headers.authorization !== `Bearer ${token}`)
      return send(response, failure(401, "Unauthorized", "Unauthorized"));
    const text = await bodyOf(incoming);
    if (text === undefined) return send(response, failure(413, "RequestEntityTooLarge", `the body is larger than ${largestBody} bytes`));
    const request = requestOf(incoming, text);
    if (request === undefined) return send(response, failure(405, "MethodNotAllowed", `${incoming.method ?? ""} is not served`));
    if (request.method === "GET" && ["true", "1"].includes(request.query?.["watch"] ?? ""))
      return stream(behind, request as ApiRequest, response);
    send(response, behind.answer(request));
  } catch {
    // Whoever asked gets no answer: the connection is closed, as after a crash.
    incoming.destroy();
  }
}

const failure = (code: number, reason: string, message: string): ApiAnswer => ({
  code,
  body: statusBody(new Refusal(code, reason, message)),
});

function send(response: ServerResponse, { code, body, text }: ApiAnswer): void {
  if (body === undefined) response.writeHead(code, { "content-type": "text/plain; charset=utf-8" }).end(text ?? "");
  else response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function bodyOf(incoming: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBody) chunks.push(chunk);
    });
    incoming.on("end", () => resolve(size <= largestBody ? Buffer.concat(chunks).toString("utf8") : undefined));
    incoming.on("error", reject);
  });
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

function requestOf({ method, url = "/", headers }: IncomingMessage, text: string): RawRequest | undefined {
  const known = methods.find((one) => one === method);
  if (!known) return undefined;
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  const type = headers["content-type"]?.split(";")[0]?.trim();
  const agent = /^[^\s/]+/.exec(headers["user-agent"] ?? "")?.[0];
  const body = text === "" ? undefined : readBody(text, type);
  return {
    method: known,
    path: decodeURIComponent(pathname),
    query: Object.fromEntries(searchParams),
    ...(type === undefined ? {} : { type }),
    ...(agent === undefined ? {} : { agent }),
    ...(body === undefined ? {} : { body }),
  };
}

/** JSON as an object; what is none, as the text that it is. Bodies for server-side apply may be YAML. */
function readBody(text: string, type: string | undefined): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (!type?.includes("yaml")) return text;
  }
  try {
    return parseYaml(text) as unknown;
  } catch {
    return text;
  }
}

/** A watch: one event a line, until the client leaves or its time is over. */
function stream(behind: Behind, request: ApiRequest, response: ServerResponse): void {
  const write = (event: StoreEvent): void => {
    response.write(`${JSON.stringify(event)}\n`);
    if (event.type === "ERROR") response.end();
  };
  const watch = behind.open(request, write);
  if (watch instanceof Refusal) return send(response, { code: watch.code, body: statusBody(watch) });
  response.writeHead(200, { "content-type": "application/json", "transfer-encoding": "chunked" });
  response.flushHeaders();
  response.on("close", () => watch.close());
  for (const event of watch.first) write(event);
  const { allowWatchBookmarks, timeoutSeconds } = request.query ?? {};
  const seconds = Number(timeoutSeconds);
  if (!(seconds > 0)) return;
  const timer = setTimeout(() => {
    if (["true", "1"].includes(allowWatchBookmarks ?? ""))
      write({ type: "BOOKMARK", object: { kind: "", apiVersion: "", metadata: { resourceVersion: watch.version() } } });
    response.end();
  }, seconds * 1000);
  response.on("close", () => clearTimeout(timer));
}
