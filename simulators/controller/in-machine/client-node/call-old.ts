import { HttpError } from "./errors.ts";
import { answerHeaders, headerOf, request } from "./http.ts";
import { deserialise, serialise } from "./serialise.ts";

/** What an API object of 0.x keeps. */
export interface OldApi {
  readonly _defaultHeaders?: Readonly<Record<string, string>>;
  readonly interceptors?: readonly ((options: OldOptions) => unknown)[];
}

interface OldOptions {
  readonly method: string;
  readonly uri: string;
  readonly qs: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
  readonly json: true;
  readonly body: unknown;
}

/** A call of 0.x: positional parameters, at last the options; `{ response, body }`. */
export async function callOld(api: OldApi, method: ApiMethod, args: readonly unknown[]): Promise<unknown> {
  const parameters = method.old ?? [];
  const options = (args[parameters.length] ?? {}) as { readonly headers?: Record<string, unknown> };
  let path = method.path;
  let body: unknown;
  const qs: Record<string, unknown> = {};
  for (const [at, { name, isRequired, query }] of parameters.entries()) {
    const value = args[at];
    if (isRequired && (value === null || value === undefined)) {
      throw new Error(`Required parameter ${name} was null or undefined when calling ${method.name}.`);
    }
    if (name === "body") body = serialise(value, method.oldBody ?? "any", 0);
    else if (query === undefined) path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
    else if (value !== undefined) qs[query] = value;
  }
  const headers = { ...api._defaultHeaders, Accept: "application/json", ...options.headers };
  return sendOld(api, { method: method.verb, uri: path, qs, headers, json: true, body }, (answer) =>
    deserialise(answer, method.result ?? "any", 0),
  );
}

/** Sends what interceptors make of a request. Of a body nothing but its JSON is sent, as JSON unless a header says otherwise. */
export async function sendOld(
  api: OldApi,
  options: OldOptions,
  read: (body: unknown) => unknown,
): Promise<{ response: unknown; body: unknown }> {
  const here = (api.interceptors ?? []).length === 0 ? undefined : $here();
  for (const interceptor of api.interceptors ?? []) await interceptor(options);
  const { method, uri, qs, headers, body: sent } = options;
  const query = Object.fromEntries(Object.entries(qs).map(([key, value]) => [key, String(value)]));
  const type = headerOf(headers, "content-type") ?? (sent === undefined ? undefined : "application/json");
  const answer = await request({ method, path: decodeURIComponent(uri), query, type, body: sent }, here);
  if (answer === undefined) throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  const { code, body } = answer;
  const response = { statusCode: code, statusMessage: "", headers: answerHeaders(body), body };
  if (code < 200 || code > 299) throw new HttpError(response, body, code);
  return { response, body: read(body) };
}
