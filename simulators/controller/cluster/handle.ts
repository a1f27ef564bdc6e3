import { bind } from "./binding.ts";
import { create } from "./create.ts";
import { remove } from "./delete.ts";
import { discover } from "./discovery.ts";
import { evict } from "./eviction.ts";
import { finalizeRules, removeNamespace } from "./namespaces.ts";
import { patch } from "./patching.ts";
import { get, list, removeCollection } from "./read.ts";
import type { Call } from "./request.ts";
import type { Resource } from "./resources.ts";
import { findRoute } from "./route.ts";
import { scale } from "./scale.ts";
import { badRequest, methodNotAllowed, noSuchResource, notFound, Refusal, statusBody } from "./status.ts";
import type { UpdateStrategy } from "./strategy.ts";
import type { Cluster, Handle, Handled } from "./types.ts";
import { update } from "./update.ts";

/** The API server: see `Handle`. */
export const handle: Handle = (cluster, request, environment) => {
  const route = findRoute(cluster, request.path);
  switch (route.kind) {
    case "discovery": {
      const body = discover(cluster, request.path);
      return body === undefined ? plainNotFound(cluster) : { cluster, answer: { code: 200, body }, changes: [] };
    }
    case "none":
      return plainNotFound(cluster);
    case "unknown":
      return route.isCustom ? plainNotFound(cluster) : refused(cluster, noSuchResource());
    case "resource": {
      const call = { cluster, request, environment, resource: route.resource, namespace: route.namespace, name: route.name };
      const done = dispatch(call, route.subresource);
      return done instanceof Refusal ? refused(cluster, done) : done;
    }
  }
};

const plainNotFound = (cluster: Cluster): Handled => ({ cluster, answer: { code: 404, text: "404 page not found\n" }, changes: [] });

const refused = (cluster: Cluster, refusal: Refusal): Handled => ({
  cluster,
  answer: { code: refusal.code, body: statusBody(refusal) },
  changes: [],
});

function dispatch(call: Call, subresource: string): Handled | Refusal {
  if (subresource !== "") return onSubresource(call, subresource);
  return call.name === "" ? onCollection(call) : onObject(call);
}

function onCollection(call: Call): Handled | Refusal {
  const { resource, namespace } = call;
  const isScoped = !resource.isNamespaced || namespace !== "";
  // Over all namespaces custom resources know lists alone.
  if (!isScoped && resource.isCustom && ["POST", "DELETE"].includes(call.request.method)) return plainNotFound(call.cluster);
  switch (call.request.method) {
    case "GET":
      return list(call);
    case "POST":
      return isScoped ? create(call) : methodNotAllowed();
    case "DELETE":
      return isScoped && resource.strategy.deletion?.hasNoCollection !== true ? removeCollection(call) : methodNotAllowed();
    case "PUT":
    case "PATCH":
      // The paths of custom resources are not told apart by method: the name is missed later.
      return resource.isCustom ? badRequest("name must be provided") : methodNotAllowed();
  }
}

function onObject(call: Call): Handled | Refusal {
  switch (call.request.method) {
    case "GET":
      return get(call);
    case "PUT":
      return update(call, call.resource.strategy);
    case "PATCH":
      return patch(call, call.resource.strategy, true);
    case "DELETE":
      return isNamespaces(call.resource) ? removeNamespace(call) : remove(call);
    case "POST":
      return call.resource.isCustom ? create(call) : methodNotAllowed();
  }
}

const isNamespaces = ({ group, plural }: Resource): boolean => group === "" && plural === "namespaces";

function onSubresource(call: Call, subresource: string): Handled | Refusal {
  const { resource } = call;
  if (!resource.subresources.some((known) => known === subresource)) {
    return resource.isCustom ? notFound(resource, call.name) : noSuchResource();
  }
  switch (subresource) {
    case "scale":
      return resource.scale === undefined ? noSuchResource() : scale(call, resource.scale);
    case "binding":
      return bind(call);
    case "eviction":
      return evict(call);
    case "finalize":
      return call.request.method === "PUT" ? update(call, finalizeRules) : methodNotAllowed();
    default:
      return onStatus(call, resource.strategy.status);
  }
}

function onStatus(call: Call, rules: UpdateStrategy | undefined): Handled | Refusal {
  if (rules === undefined) return noSuchResource();
  switch (call.request.method) {
    case "GET":
      return get(call);
    case "PUT":
      return update(call, rules);
    case "PATCH":
      return patch(call, rules, false);
    case "POST":
    case "DELETE":
      return methodNotAllowed();
  }
}
