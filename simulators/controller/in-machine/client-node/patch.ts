import { type Configuration, type Middleware, type RequestContext, type ResponseContext } from "./http.ts";
import { type Observable, of } from "./observable.ts";

/** From 1.0 on. */
export const PatchStrategy = {
  JsonPatch: "application/json-patch+json",
  MergePatch: "application/merge-patch+json",
  StrategicMergePatch: "application/strategic-merge-patch+json",
  ServerSideApply: "application/apply-patch+yaml",
} as const;

/** Of 0.x. */
export class PatchUtils {
  static PATCH_FORMAT_JSON_PATCH = "application/json-patch+json";
  static PATCH_FORMAT_JSON_MERGE_PATCH = "application/merge-patch+json";
  static PATCH_FORMAT_STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";
  static PATCH_FORMAT_APPLY_YAML = "application/apply-patch+yaml";
}

export function setHeaderMiddleware(key: string, value: string): Middleware {
  return {
    pre(request: RequestContext): Observable<RequestContext> {
      request.setHeaderParam(key, value);
      return of(request);
    },
    post: (response: ResponseContext): Observable<ResponseContext> => of(response),
  };
}

export function setHeaderOptions(key: string, value: string, options?: Configuration): Configuration {
  const middleware = [...(options?.middleware ?? []), setHeaderMiddleware(key, value)];
  return { ...options, middleware, middlewareMergeStrategy: "append" };
}
