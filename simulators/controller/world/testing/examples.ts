import type { JsonObject } from "../../../../protocol/json.ts";
import type { CallAnswer, ReconcileInput } from "../../process/types.ts";
import type { Setup } from "../setup.ts";
import { bodyOf, call, type FakeCall, type FakeReconcile } from "./fake-process.ts";

/** A resource `g/v1 Thing`, called `ns/a`, that owns Secrets. */
export const thing: Setup = {
  style: "tagged",
  takesEvent: false,
  resource: { apiVersion: "g/v1", kind: "Thing" },
  owns: [{ apiVersion: "v1", kind: "Secret" }],
  watches: [],
  manages: [],
  retains: [],
  definitions: [],
  sample: { apiVersion: "g/v1", kind: "Thing", metadata: { name: "a", namespace: "ns" }, spec: { size: 1 } },
  world: [],
  edits: [],
  hasDesired: false,
  invariants: [],
  external: [],
  replicas: 1,
  requeue: true,
};

type Calls<Value> = Generator<FakeCall, Value, readonly CallAnswer[]>;

export const resourceOf = (input: ReconcileInput): JsonObject => (input.kind === "tagged" ? input.resource : {});
export const specOf = (input: ReconcileInput): JsonObject => resourceOf(input)["spec"] as JsonObject;

export function owned(input: ReconcileInput, name: string, more: JsonObject = {}): JsonObject {
  const { apiVersion, kind, metadata } = resourceOf(input);
  const { uid, name: owner } = metadata as { readonly uid: string; readonly name: string };
  const ownerReferences = [{ apiVersion: apiVersion as string, kind: kind as string, name: owner, uid, controller: true }];
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "ns", ownerReferences }, ...more };
}

const secrets = "/api/v1/namespaces/ns/secrets";

export function* readSecret(name: string): Calls<JsonObject | undefined> {
  return bodyOf(yield* call({ method: "GET", path: `${secrets}/${name}` })) as JsonObject | undefined;
}

export function* createSecret(body: JsonObject): Calls<void> {
  bodyOf(yield* call({ method: "POST", path: secrets, body }));
}

export function* deleteSecret(name: string): Calls<void> {
  bodyOf(yield* call({ method: "DELETE", path: `${secrets}/${name}` }));
}

/** Makes both secrets if the first one is missing: a crash between them leaves the second one out for ever. */
export const twinSecretsBug: FakeReconcile = function* (input) {
  if ((yield* readSecret("one")) !== undefined) return;
  yield* createSecret(owned(input, "one"));
  yield* createSecret(owned(input, "two"));
};

/** Makes each secret that is missing. */
export const twinSecrets: FakeReconcile = function* (input) {
  for (const name of ["one", "two"]) if ((yield* readSecret(name)) === undefined) yield* createSecret(owned(input, name));
};

/** Any read: an object, or a list. */
export function* listing(path: string): Calls<JsonObject | undefined> {
  return bodyOf(yield* call({ method: "GET", path })) as JsonObject | undefined;
}

/** Reads the resource and writes its status anew. */
export function* updateStatus(input: ReconcileInput, next: (status: JsonObject) => JsonObject): Calls<void> {
  const { namespace, name } = resourceOf(input)["metadata"] as { readonly namespace: string; readonly name: string };
  const path = `/apis/g/v1/namespaces/${namespace}/things/${name}`;
  const live = yield* listing(path);
  if (live === undefined) return;
  bodyOf(yield* call({ method: "PUT", path: `${path}/status`, body: { ...live, status: next((live["status"] ?? {}) as JsonObject) } }));
}
