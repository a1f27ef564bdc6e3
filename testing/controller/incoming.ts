import type { IncomingMessage } from "node:http";
import { parse as parseYaml } from "yaml";
import { Refusal, statusBody, unsupportedMediaType } from "../../simulators/controller/cluster/status.ts";
import type { ApiAnswer, ApiRequest } from "../../simulators/controller/cluster/types.ts";
import { answerOfFront } from "./front.ts";
import { Lost } from "./faults.ts";
import type { RawRequest } from "./types.ts";

/** Bytes. As the API server: larger bodies are refused with 413. */
const largestBody = 3 * 1024 * 1024;

/** What a client asks for; `answered`: for that nobody need ask the cluster. */
export type Incoming =
  | { readonly kind: "request"; readonly request: RawRequest }
  | { readonly kind: "watch"; readonly request: ApiRequest }
  | { readonly kind: "answered"; readonly answer: ApiAnswer };

/** Rejects when the client goes before it has said everything. */
export async function readRequest(incoming: IncomingMessage): Promise<Incoming> {
  const text = await bodyOf(incoming);
  if (text === undefined) return refused(new Refusal(413, "RequestEntityTooLarge", `Request entity too large: limit is ${largestBody}`));
  const method = methods.find((one) => one === incoming.method);
  if (method === undefined)
    return refused(new Refusal(405, "MethodNotAllowed", `the server does not allow ${incoming.method ?? "this method"}`));
  const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const path = decoded(pathname);
  if (path === undefined) return refused(new Refusal(400, "BadRequest", "the path is not percent-encoded"));
  const front = method === "GET" ? answerOfFront(path, incoming.headers.accept) : undefined;
  if (front !== undefined) return { kind: "answered", answer: front };
  // Of a parameter that is given twice, the first counts, as in Go.
  const query = Object.fromEntries([...searchParams].reverse());
  if (method === "GET" && isTrue(query["watch"])) return { kind: "watch", request: { method, path, query } };
  const type = incoming.headers["content-type"]?.split(";")[0]?.trim();
  if (text !== "" && type !== undefined && binary.test(type)) return refused(unsupportedMediaType(readable));
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

/** As a query has it: whatever is there is true, but for these. @see apimachinery `Convert_Slice_string_To_bool` */
export const isTrue = (text: string | undefined): boolean => text !== undefined && text !== "0" && text.toLowerCase() !== "false";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

const refused = (refusal: Refusal): Incoming => ({ kind: "answered", answer: { code: refusal.code, body: statusBody(refusal) } });

/** Encodings that only know their types: a real server reads them. */
const binary = /^application\/(vnd\.kubernetes\.protobuf|cbor)$/;
const readable = ["application/json", "application/yaml"];

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
    incoming.on("close", () => reject(new Lost()));
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
