import type { JsonObject } from "../../../protocol/json.ts";
import { jsonBody } from "./body.ts";
import { removeObject } from "./delete.ts";
import { numberAt, objectAt, objectsAt, textAt } from "./kinds/read.ts";
import { isEmptySelector, selectorMatches } from "./kinds/selectors.ts";
import { isObject } from "./metadata.ts";
import { type DeleteOptions, deleteOptions, writeOptions } from "./options.ts";
import { answered, type Call, metadataOf, served, storedAt } from "./request.ts";
import { apiVersionOf, type Resource, storageName } from "./resources.ts";
import { findRoute } from "./route.ts";
import { badRequest, forbidden, methodNotAllowed, notFound, Refusal, statusBody } from "./status.ts";
import { storeUpdate } from "./store.ts";
import type { Handled, StoredObject } from "./types.ts";

/**
 * `POST` on `/eviction` of a pod: a deletion that a PodDisruptionBudget may refuse, with 429.
 *
 * A pod that does not run, or is on its way out, is deleted whatever the budgets say; one that is not ready costs nothing while enough others are.
 *
 * @see k8s.io/kubernetes/pkg/registry/core/pod/storage/eviction.go
 */
export function evict(call: Call): Handled | Refusal {
  if (call.request.method !== "POST") return methodNotAllowed();
  const options = requestedDeletion(call);
  if (options instanceof Refusal) return options;
  const pod = storedAt(call);
  if (pod === undefined) return notFound(call.resource, call.name);
  const budgets = isSpared(pod) ? [] : budgetsOf(call, pod);
  const [budget] = budgets;
  if (budget === undefined) return removed(call, options);
  if (budgets.length > 1)
    return new Refusal(500, "", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
  const status = objectAt(budget.object, "status");
  const [healthy, desired] = [numberAt(status, "currentHealthy") ?? 0, numberAt(status, "desiredHealthy") ?? 0];
  if (!isReady(pod) && desired > 0 && healthy >= desired) return removed(call, options);
  const refused = refusalOf(budget.object);
  if (refused !== undefined) return refused;
  return options.isDryRun ? removed(call, options) : removedAtCost(call, options, budget);
}

/** One disruption less is allowed from now on. The pod may be kept all the same, by a precondition: its budget has paid then. */
function removedAtCost(call: Call, options: DeleteOptions, { resource, object }: Budget): Handled {
  const status = objectAt(object, "status") ?? {};
  const disruptedPods = { ...objectAt(status, "disruptedPods"), [call.name]: call.environment.mint.now() };
  const disruptionsAllowed = (numberAt(status, "disruptionsAllowed") ?? 0) - 1;
  const next = { ...object, status: { ...status, disruptedPods, disruptionsAllowed } };
  const paid = storeUpdate({ ...call, resource, name: object.metadata.name }, next, object);
  const done = removed({ ...call, cluster: paid.cluster }, options);
  if (done instanceof Refusal) return answered(paid.cluster, done.code, statusBody(done), paid.changes);
  return { ...done, changes: [...paid.changes, ...done.changes] };
}

function removed(call: Call, options: DeleteOptions): Handled | Refusal {
  const done = removeObject(call, options);
  const body = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
  return done instanceof Refusal ? done : { ...done, answer: { code: 201, body } };
}

/** The options in the body; a dry run may be asked for there or in the query. */
function requestedDeletion(call: Call): DeleteOptions | Refusal {
  const created = writeOptions(call.request, "CreateOptions");
  if (created instanceof Refusal) return created;
  const body = jsonBody(call.request);
  if (!isObject(body)) return badRequest('Eviction in version "v1beta1" cannot be handled as a Eviction');
  const { kind = "Eviction" } = body;
  if (kind !== "Eviction") return badRequest(`${JSON.stringify(kind)} cannot be handled as a Eviction`);
  if ((isObject(body["metadata"]) ? textAt(body["metadata"], "name") : "") !== call.name)
    return badRequest("name in URL does not match name in Eviction object");
  const given = body["deleteOptions"];
  const asked = deleteOptions({ ...call.request, query: {} }, given === undefined || given === null ? {} : given);
  if (asked instanceof Refusal) return asked;
  return { ...asked, isDryRun: asked.isDryRun || created.isDryRun };
}

/** Its end disturbs nothing that a budget protects. */
function isSpared(pod: StoredObject): boolean {
  const phase = textAt(objectAt(pod, "status"), "phase");
  return phase === "Succeeded" || phase === "Failed" || phase === "Pending" || pod.metadata.deletionTimestamp !== undefined;
}

const isReady = (pod: StoredObject): boolean =>
  objectsAt(objectAt(pod, "status"), "conditions").some((each) => textAt(each, "type") === "Ready" && textAt(each, "status") === "True");

interface Budget {
  readonly resource: Resource;
  readonly object: StoredObject;
}

/** The budgets whose selector fits the pod. An empty selector fits all pods in `policy/v1`, and none in `policy/v1beta1`. */
function budgetsOf(call: Call, pod: StoredObject): readonly Budget[] {
  const route = findRoute(call.cluster, `/apis/policy/v1beta1/namespaces/${call.namespace}/poddisruptionbudgets`);
  const { labels = {} } = metadataOf(pod);
  if (route.kind !== "resource" || Object.keys(labels).length === 0) return [];
  const { resource } = route;
  return call.cluster
    .list(storageName(resource))
    .filter((object) => object.metadata.namespace === call.namespace)
    .filter((object) => {
      const selector = objectAt(object, "spec", "selector");
      if (selector === undefined || (isEmptySelector(selector) && object.apiVersion === apiVersionOf(resource))) return false;
      return selectorMatches(selector, labels);
    })
    .map((object) => ({ resource, object: served(resource, object) }));
}

/** Why the budget lets no pod go. */
function refusalOf(budget: StoredObject): Refusal | undefined {
  const status = objectAt(budget, "status");
  const { name, generation = 0 } = budget.metadata;
  if ((numberAt(status, "observedGeneration") ?? 0) < generation)
    return tooMany(`The disruption budget ${name} is still being processed by the server.`);
  const allowed = numberAt(status, "disruptionsAllowed") ?? 0;
  if (allowed < 0) return forbidden({ group: "policy", plural: "poddisruptionbudget" }, name, "pdb disruptions allowed is negative");
  if (allowed > 0) return undefined;
  const [healthy, desired] = [numberAt(status, "currentHealthy") ?? 0, numberAt(status, "desiredHealthy") ?? 0];
  return tooMany(`The disruption budget ${name} needs ${desired} healthy pods and has ${healthy} currently`);
}

function tooMany(message: string): Refusal {
  const details: JsonObject = { causes: [{ reason: "DisruptionBudget", message }] };
  return new Refusal(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", details);
}
