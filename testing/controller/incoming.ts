import type { IncomingMessage } from "node:http";
import { parse as parseYaml } from "yaml";
import type { ApiRequest } from "../../simulators/controller/cluster/types.ts";
import { isTrue } from "./stream-watch.ts";
import type { RawRequest } from "./types.ts";

/** Bytes. As the API server: larger bodies are refused with 413. */
export const largestBody = 3 * 1024 * 1024;

/** What a client asks for. */
export type Incoming =
  | { readonly kind: "request"; readonly request: RawRequest }
  | { readonly kind: "watch"; readonly request: ApiRequest }
  | { readonly kind: "health" }
  | { readonly kind: "too large" }
  | { readonly kind: "method" }
  | { readonly kind: "malformed"; readonly message: string };

/** Rejects when the client goes before it has said everything. */
export async function readRequest(incoming: IncomingMessage): Promise<Incoming> {
  const text = await bodyOf(incoming);
  if (text === undefined) return { kind: "too large" };
  const method = methods.find((one) => one === incoming.method);
  if (method === undefined) return { kind: "method" };
  const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const path = decoded(pathname);
  if (path === undefined) return { kind: "malformed", message: "the path is not percent-encoded" };
  if (method === "GET" && /^\/(healthz|livez|readyz)(\/|$)/.test(path)) return { kind: "health" };
  // Of a parameter that is given twice, the first counts, as in Go.
  const query = Object.fromEntries([...searchParams].reverse());
  if (method === "GET" && isTrue(query["watch"])) return { kind: "watch", request: { method, path, query } };
  const type = incoming.headers["content-type"]?.split(";")[0]?.trim();
  const agent = /^[^\s/]+/.exec(incoming.headers["user-agent"] ?? "")?.[0];
  const body = text === "" ? undefined : readBody(text, type);
  return {
    kind: "request",
    request: {
      method,
      path,
      query,
      ...(type === undefined ? {} : { type }),
      ...(agent === undefined ? {} : { agent }),
      ...(body === undefined ? {} : { body }),
    },
  };
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** undefined: it is too large. What is left of it is read all the same, so that the client gets its answer. */
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
    incoming.on("close", () => reject(new Error("the client has gone")));
  });
}

/** JSON as an object; what is none, as the text that it is. Objects and server-side apply may be YAML. */
function readBody(text: string, type: string | undefined): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (type?.includes("yaml") !== true) return text;
  }
  try {
    return parseYaml(text) as unknown;
  } catch {
    return text;
  }
}
