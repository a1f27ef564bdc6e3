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
export const PatchUtils = {
  PATCH_FORMAT_JSON_PATCH: PatchStrategy.JsonPatch,
  PATCH_FORMAT_JSON_MERGE_PATCH: PatchStrategy.MergePatch,
  PATCH_FORMAT_STRATEGIC_MERGE_PATCH: PatchStrategy.StrategicMergePatch,
  PATCH_FORMAT_APPLY_YAML: PatchStrategy.ServerSideApply,
} as const;

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
