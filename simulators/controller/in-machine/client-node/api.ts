import { callNow } from "./call-now.ts";
import { callOld } from "./call-old.ts";
import { generationOf } from "./generation.ts";
import type { Configuration } from "./http.ts";

/** What all API classes have, of both generations. */
export class BaseApi {
  configuration: Configuration | undefined;
  basePath: string;
  _defaultHeaders: Record<string, string> = {};
  interceptors: ((options: never) => unknown)[] = [];

  /** @param first the server's address in 0.x, the configuration from 1.0 on. */
  constructor(first?: unknown) {
    this.basePath = typeof first === "string" ? first : "";
    this.configuration = typeof first === "object" && first !== null ? first : undefined;
  }
  set defaultHeaders(headers: Record<string, string>) {
    this._defaultHeaders = headers;
  }
  get defaultHeaders(): Record<string, string> {
    return this._defaultHeaders;
  }
  setDefaultAuthentication(): void {}
  setApiKey(): void {}
  addInterceptor(interceptor: (options: never) => unknown): void {
    this.interceptors.push(interceptor);
  }
}

/** An API class with all its methods, by the table. */
export function defineApi(name: string): typeof BaseApi {
  const Api = class extends BaseApi {};
  Object.defineProperty(Api, "name", { value: name, configurable: true });
  Object.setPrototypeOf(Api.prototype, $apiPrototype(name, BaseApi.prototype));
  return Api;
}

/** A call of a method of an API class. */
function callApi(api: BaseApi, apiClass: string, name: string, args: readonly unknown[]): Promise<unknown> {
  const method = $apiMethod(apiClass, name);
  // With `WithHttpInfo` behind the name all of the answer is given.
  const isWhole = method === undefined;
  const found = method ?? $apiMethod(apiClass, name.slice(0, -12));
  if (found === undefined) throw new TypeError(`${apiClass} has no method ${name}`);
  if (!isWhole && generationOf(found, args) === 0) return callOld(api as never, found, args);
  const called = callNow(api, apiClass, found, args);
  return isWhole ? called : called.then(({ data }) => data);
}
$register("callApi", callApi);
