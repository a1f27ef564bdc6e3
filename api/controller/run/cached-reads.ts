import type { KubeAnswer, KubeRequest, KubeTarget, Transport } from "../kube.ts";
import { matchesLabels } from "../selectors.ts";
import { type Cache, type Cached, keyOf } from "./cache.ts";

/**
 * Reads that may come from a cache do; everything else goes to the server.
 *
 * @param cacheOf The cache in which everything that this request is about would be; undefined: there is none.
 */
export function withCachedReads(server: Transport, cacheOf: (target: KubeTarget) => Cache | undefined): Transport {
  return (request, target) => {
    const cache = request.cached === true ? cacheOf(target) : undefined;
    const answer = cache === undefined ? undefined : answerFrom(cache, request, target);
    return answer === undefined ? server(request, target) : Promise.resolve(answer);
  };
}

function answerFrom(cache: Cache, { query, path }: KubeRequest, target: KubeTarget): KubeAnswer | undefined {
  if (target.name !== undefined) {
    // The namespace that a cluster-wide kind is given by mistake is not in its path either.
    const namespace = path.includes("/namespaces/") ? target.namespace : undefined;
    const object = cache.get(keyOf({ namespace, name: target.name }));
    return object === undefined ? notFound(target) : { code: 200, body: structuredClone(object) };
  }
  const { labelSelector = "", fieldSelector = "" } = query;
  const fields = fieldsOf(fieldSelector);
  if (fields === undefined) return undefined;
  const found = [...cache.all()].filter(
    (object) =>
      (!path.includes("/namespaces/") || object.metadata.namespace === target.namespace) &&
      matchesLabels(labelSelector, object.metadata.labels) &&
      fields.every((fits) => fits(object)),
  );
  return { code: 200, body: { items: structuredClone(found), metadata: {} } };
}

/** Selections that every kind has; undefined: only the server knows the others. */
function fieldsOf(selector: string): readonly ((object: Cached) => boolean)[] | undefined {
  const fields: ((object: Cached) => boolean)[] = [];
  for (const part of selector.split(",").filter((text) => text !== "")) {
    const [, field, operator, value] = /^metadata\.(name|namespace)(==?|!=)(.*)$/.exec(part) ?? [];
    if (field === undefined) return undefined;
    fields.push(({ metadata }) => ((field === "name" ? metadata.name : (metadata.namespace ?? "")) === value) === (operator !== "!="));
  }
  return fields;
}

function notFound({ kind, name = "" }: KubeTarget): KubeAnswer {
  const message = `${kind} "${name}" not found`;
  return { code: 404, body: { kind: "Status", status: "Failure", reason: "NotFound", code: 404, message, details: { name } } };
}
