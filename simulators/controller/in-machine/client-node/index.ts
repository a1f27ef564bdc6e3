/**
 * `@kubernetes/client-node` inside the machine, 0.x and 1.x in one: the same classes and functions, whose calls become requests of the process.
 * API classes, models, `V1MicroTime` and what is not modelled are added by tools/controller-modules.mjs.
 */
export * from "./config.ts";
export * from "./errors.ts";
export { HttpInfo, HttpMethod, RequestContext, ResponseContext, SelfDecodingBody, ServerConfiguration } from "./http.ts";
export * from "./informer.ts";
export { KubernetesObjectApi } from "./object-api.ts";
export { Observable } from "./observable.ts";
export * from "./patch.ts";
export * from "./yaml.ts";
