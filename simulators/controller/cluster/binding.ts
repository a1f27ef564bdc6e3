import type { JsonObject } from "../../../protocol/json.ts";
import { checkNamespace } from "./admission.ts";
import { jsonBody } from "./body.ts";
import { isObject, itemsOf, textOf } from "./metadata.ts";
import { writeOptions } from "./options.ts";
import { answered, type Call, metadataOf, storedAt, withMetadata } from "./request.ts";
import { badRequest, conflict, methodNotAllowed, notFound, Refusal, unknownError } from "./status.ts";
import { storeUpdate } from "./store.ts";
import type { Handled } from "./types.ts";

const bindings = { group: "", plural: "pods/binding" };

/**
 * `POST` on `/binding` of a pod: what a scheduler does.
 *
 * @see k8s.io/kubernetes/pkg/registry/core/pod/storage/storage.go (BindingREST)
 */
export function bind(call: Call): Handled | Refusal {
  if (call.request.method !== "POST") return methodNotAllowed();
  const options = writeOptions(call.request, "CreateOptions");
  if (options instanceof Refusal) return options;
  const binding = jsonBody(call.request);
  if (!isObject(binding) || !isObject(binding["metadata"])) return badRequest('Binding in version "v1" cannot be handled as a Binding');
  const refused = checkNamespace(call, binding, "create");
  if (refused !== undefined) return refused;
  if (textOf(binding["metadata"]["name"]) !== call.name) return badRequest("name in URL does not match name in Binding object");
  const target = isObject(binding["target"]) ? binding["target"] : {};
  if (textOf(target["name"]) === "") return unknownError("target.name: Required value");
  const pod = storedAt(call);
  if (pod === undefined) return notFound(call.resource, call.name);
  if (pod.metadata.deletionTimestamp !== undefined)
    return conflict(bindings, call.name, `pod ${call.name} is being deleted, cannot be assigned to a host`);
  const spec = isObject(pod["spec"]) ? pod["spec"] : {};
  const node = textOf(spec["nodeName"]);
  if (node !== "") return conflict(bindings, call.name, `pod ${call.name} is already assigned to node ${JSON.stringify(node)}`);
  const annotations = metadataOf(binding).annotations;
  const merged = annotations === undefined ? {} : { annotations: { ...pod.metadata.annotations, ...annotations } };
  const status = withScheduled(isObject(pod["status"]) ? pod["status"] : {}, call.environment.mint.now());
  const next = withMetadata({ ...pod, spec: { ...spec, nodeName: textOf(target["name"]) }, status }, merged);
  const body = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
  if (options.isDryRun) return answered(call.cluster, 201, body);
  const written = storeUpdate(call, next, pod);
  return answered(written.cluster, 201, body, written.changes);
}

function withScheduled(status: JsonObject, now: string): JsonObject {
  const conditions = itemsOf(status["conditions"]).filter(isObject);
  const scheduled = { type: "PodScheduled", status: "True", lastProbeTime: null, lastTransitionTime: now };
  const others = conditions.filter((condition) => condition["type"] !== "PodScheduled");
  return { ...status, conditions: [...others, scheduled] };
}
