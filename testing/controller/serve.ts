import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Refusal, statusBody } from "../../simulators/controller/cluster/status.ts";
import type { ApiAnswer, ApiRequest } from "../../simulators/controller/cluster/types.ts";
import type { OpenWatch, StoreEvent } from "../../simulators/controller/fake/store.ts";
import { Lost } from "./faults.ts";
import { readRequest } from "./incoming.ts";
import { streamWatch } from "./stream-watch.ts";
import type { RawRequest, Served, ServeOptions } from "./types.ts";

/** What stands behind the front. */
export interface Behind {
  /** @throws {Lost} Nobody is to get an answer: the connection is closed. */
  answer(request: RawRequest): ApiAnswer;
  /** @throws {Lost} */
  open(request: ApiRequest, tell: (event: StoreEvent) => void): OpenWatch | Refusal;
}

/** Serves on 127.0.0.1 alone. @throws {Error} The port is taken. */
export async function serve(behind: Behind, { port = 0, token }: ServeOptions): Promise<Served> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => void handleRequest(behind, token, request, response));
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  // Whoever keeps a connection for its next request is not cut off before long. Milliseconds, as `http.Server` of the API server.
  server.keepAliveTimeout = 180_000;
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${bound}`;
  const disconnect = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url,
    port: bound,
    kubeconfig: kubeconfigOf(url, token),
    disconnect,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        disconnect();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
}

/** JSON is YAML, too. */
function kubeconfigOf(url: string, token: string | undefined): string {
  const name = "faultline";
  const config = {
    apiVersion: "v1",
    kind: "Config",
    // client-node 1.x speaks HTTP only where TLS is said not to matter.
    clusters: [{ name, cluster: { server: url, "insecure-skip-tls-verify": true } }],
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
    if (token !== undefined && incoming.headers.authorization !== `Bearer ${token}`) {
      incoming.resume();
      return send(response, failure(401, "Unauthorized", "Unauthorized"));
    }
    const request = await readRequest(incoming);
    switch (request.kind) {
      case "answered":
        return send(response, request.answer);
      case "watch":
        return openStream(behind, request.request, response);
      case "request":
        return send(response, behind.answer(request.request));
    }
  } catch (error) {
    // Whoever asked gets no answer: the connection is closed, as after a crash.
    if (error instanceof Lost || response.headersSent) incoming.socket.destroy();
    else
      send(response, failure(500, "InternalError", `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`));
  }
}

const failure = (code: number, reason: string, message: string): ApiAnswer => ({
  code,
  body: statusBody(new Refusal(code, reason, message)),
});

function send(response: ServerResponse, { code, body, text = "" }: ApiAnswer): void {
  if (body === undefined) {
    write(response, code, { "content-type": "text/plain; charset=utf-8" }, text);
    return;
  }
  const { details } = body as { readonly details?: { readonly retryAfterSeconds?: number } };
  const wait = body["kind"] === "Status" ? details?.retryAfterSeconds : undefined;
  const retryAfter = wait === undefined ? {} : { "retry-after": String(wait) };
  write(response, code, { "content-type": "application/json", ...retryAfter }, JSON.stringify(body));
}

function write(response: ServerResponse, code: number, headers: Readonly<Record<string, string>>, text: string): void {
  const bytes = Buffer.from(text);
  response.writeHead(code, { ...headers, "content-length": bytes.length }).end(bytes);
}

function openStream(behind: Behind, request: ApiRequest, response: ServerResponse): void {
  let write: ((event: StoreEvent) => void) | undefined;
  // Nothing happens before this function returns.
  const watch = behind.open(request, (event) => write?.(event));
  if (watch instanceof Refusal) return send(response, { code: watch.code, body: statusBody(watch) });
  write = streamWatch(watch, request.query ?? {}, response);
}
