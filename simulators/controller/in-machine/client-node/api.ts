import { callNow } from "./call-now.ts";
import { callOld } from "./call-old.ts";
import { generation, generationOf } from "./generation.ts";
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
  for (const method of $methods(name)) {
    define(Api.prototype, method.name, function (args) {
      if (generationOf(method, args) === 0) return callOld(this as never, method, args);
      return callNow(this, name, method, args).then(({ data }) => data);
    });
    if (generation === 0 || method.now === undefined) continue;
    define(Api.prototype, `${method.name}WithHttpInfo`, function (args) {
      return callNow(this, name, method, args);
    });
  }
  return Api;
}

function define(prototype: BaseApi, name: string, call: (this: BaseApi, args: readonly unknown[]) => Promise<unknown>): void {
  const { [name]: value } = {
    [name](this: BaseApi, ...args: readonly unknown[]) {
      return call.call(this, args);
    },
  };
  Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}
