import { isUndici, newName } from "./generation.ts";
import { ApiException, RequiredError } from "./errors.ts";
import {
  answerHeaders,
  type Configuration,
  headerOf,
  HttpInfo,
  type Middleware,
  request,
  RequestContext,
  ResponseContext,
  server,
  textOf,
  unanswered,
} from "./http.ts";
import type { Observable } from "./observable.ts";
import { deserialise, serialise } from "./serialise.ts";

/** A call from 1.0 on: parameters by name, then options; the body, and with `WithHttpInfo` all of the answer. */
export function callNow(api: NowApi, apiName: string, method: ApiMethod, args: readonly unknown[]): Promise<HttpInfo> {
  const parameters = method.now ?? [];
  // Without an object where one is needed this throws at once, as the client does.
  const given = (args[0] === undefined && !parameters.some(({ isRequired }) => isRequired) ? {} : args[0]) as Record<string, unknown>;
  const values = parameters.map(({ name }) => {
    const renamed = newName(method, name);
    // Where nothing says which generation it is, either name will do.
    if (renamed === undefined || $client() === 1) return given[name];
    return isUndici ? given[renamed] : (given[renamed] ?? given[name]);
  });
  return send(api, apiName, method, parameters, values, args[1] as Configuration | undefined);
}

export interface NowApi {
  readonly configuration?: Configuration | undefined;
}

async function send(
  { configuration }: NowApi,
  apiName: string,
  method: ApiMethod,
  parameters: readonly ApiParameter[],
  values: readonly unknown[],
  options: Configuration | undefined,
): Promise<HttpInfo> {
  for (let at = 0; at < parameters.length; at += 1) {
    const { name, isRequired } = parameters[at] as ApiParameter;
    if (!isRequired || (values[at] !== null && values[at] !== undefined)) continue;
    throw new RequiredError(apiName, method.name, isUndici ? (newName(method, name) ?? name) : name);
  }
  return perform(contextOf(method, parameters, values), middlewareOf(configuration, options), method.result ?? "any");
}

function contextOf(method: ApiMethod, parameters: readonly ApiParameter[], values: readonly unknown[]): RequestContext {
  let { path } = method;
  for (let at = 0; at < parameters.length; at += 1) {
    const { name, query } = parameters[at] as ApiParameter;
    if (query === undefined && name !== "body") path = path.replace(`{${name}}`, encodeURIComponent(String(values[at])));
  }
  const context = new RequestContext(server + path, method.verb);
  context.setHeaderParam("Accept", "application/json, */*;q=0.8");
  for (let at = 0; at < parameters.length; at += 1) {
    const { name, query } = parameters[at] as ApiParameter;
    const value = values[at];
    if (query !== undefined && value !== undefined) context.setQueryParam(query, value);
    if (name === "body") {
      // Of the types that the API offers for a patch, the first that is like JSON.
      context.setHeaderParam("Content-Type", method.isPatch ? "application/json-patch+json" : "application/json");
      context.setBody(JSON.stringify(serialise(value, method.nowBody ?? "any", 1)));
    }
  }
  return context;
}

/** Options take the place of the configuration's middleware unless they say otherwise. */
function middlewareOf(configuration: Configuration = {}, options: Configuration = {}): readonly Middleware[] {
  const { middleware: own = [] } = configuration;
  const more = [...(options.middleware ?? []), ...(options.promiseMiddleware ?? [])];
  if (more.length === 0) return own;
  if (options.middlewareMergeStrategy === "append") return [...own, ...more];
  if (options.middlewareMergeStrategy === "prepend") return [...more, ...own];
  return more;
}

/** Sends what middleware makes of a request, and reads what it makes of the answer. */
export async function perform(
  first: RequestContext,
  middleware: readonly Middleware[],
  type: string | ((body: unknown) => unknown),
): Promise<HttpInfo> {
  let context = first;
  // Middleware takes its time: then nothing tells any more who has asked.
  const here = middleware.length === 0 ? undefined : $here();
  for (const one of middleware) context = await settled(one.pre(context));
  const headers = context.getHeaders();
  const sent = context.getBody();
  const contentType = headerOf(headers, "content-type");
  const answer = await request(
    {
      method: context.getHttpMethod(),
      ...RequestContext.partsOf(context),
      type: sent === undefined ? undefined : contentType,
      body: sent === undefined ? undefined : parsed(sent),
      agent: isUndici ? "undici" : "node-fetch",
    },
    here,
  );
  if (answer === undefined) throw unanswered(context.getUrl());
  let response = responseOf(answer.code, answer.body);
  for (const one of [...middleware].reverse()) response = await settled(one.post(response));
  return read(response, type);
}

const settled = <T>(value: Observable<T> | Promise<T>): Promise<T> => ("toPromise" in value ? value.toPromise() : value);

/** What is no JSON goes as it is. */
function parsed(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return String(body);
  }
}

function responseOf(code: number, body: unknown): ResponseContext {
  const text = textOf(body);
  return new ResponseContext(code, answerHeaders(body), { text: () => Promise.resolve(text), binary: () => Promise.resolve(text) });
}

async function read(response: ResponseContext, type: string | ((body: unknown) => unknown)): Promise<HttpInfo> {
  const { httpStatusCode: code, headers, body } = response;
  if (code === 401) throw new ApiException(code, "Unauthorized", undefined, headers);
  if (code < 200 || code > 299) throw new ApiException(code, "Unknown API Status Code!", await response.getBodyAsAny(), headers);
  const text = await body.text();
  const value: unknown = headers["content-type"]?.includes("json") === true ? JSON.parse(text) : text;
  return new HttpInfo(code, headers, body, typeof type === "string" ? deserialise(value, type, 1) : type(value));
}
