/**
 * `@kubernetes/client-node` inside the machine, 0.x and 1.x in one: the same classes and functions, whose calls become requests of the process.
 * API classes, models and what is not modelled are added from the tables (tools/controller-modules.mjs).
 */
export * from "./config.ts";
export * from "./errors.ts";
export { HttpInfo, HttpMethod, RequestContext, ResponseContext, SelfDecodingBody, ServerConfiguration } from "./http.ts";
export * from "./informer.ts";
export { V1MicroTime } from "./micro-time.ts";
export { KubernetesObjectApi } from "./object-api.ts";
export { Observable } from "./observable.ts";
export * from "./patch.ts";
