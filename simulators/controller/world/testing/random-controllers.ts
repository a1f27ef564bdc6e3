import fc from "fast-check";
import type { JsonObject } from "../../../../protocol/json.ts";
import { defineBuiltinOf } from "../../builtin/types.ts";
import type { CallAnswer, ReconcileInput } from "../../process/types.ts";
import type { Setup } from "../setup.ts";
import { thing } from "./examples.ts";
import { bodyOf, call, type FakeCall, type FakeReconcile } from "./fake-process.ts";

/** One instruction of a random controller of Things, which own Secrets, and Services that a built-in controller makes ready. */
export interface Instruction {
  readonly does: "create" | "create-if-missing" | "delete" | "stop-if-there" | "stop-if-missing" | "stop-if-small" | "stop-if-not-ready";
  readonly kind: "Secret" | "Service";
  readonly isCached: boolean;
}

export const randomProgram = fc.array(
  fc.record<Instruction>({
    does: fc.constantFrom(
      "create",
      "create-if-missing",
      "delete",
      "stop-if-there",
      "stop-if-missing",
      "stop-if-small",
      "stop-if-not-ready",
    ),
    kind: fc.constantFrom("Secret", "Service"),
    isCached: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);

type Calls<Value> = Generator<FakeCall, Value, readonly CallAnswer[]>;

export const collectionOf = (kind: Instruction["kind"]): string => `/api/v1/namespaces/ns/${kind.toLowerCase()}s`;
const thingPath = "/apis/g/v1/namespaces/ns/things/a";

function* get(path: string, cached: boolean): Calls<JsonObject | undefined> {
  return bodyOf(yield* call({ method: "GET", path, ...(cached ? { cached } : {}) })) as JsonObject | undefined;
}

/** Tagged code knows the resource by its parameter, the other reads it from its cache. */
function* resourceFor(input: ReconcileInput): Calls<JsonObject | undefined> {
  return input.kind === "tagged" ? input.resource : yield* get(thingPath, true);
}

export function reconcileOf(instructions: readonly Instruction[], hasCache: boolean): FakeReconcile {
  return function* (input) {
    const resource = yield* resourceFor(input);
    if (resource === undefined) return;
    const { metadata, spec } = resource as { readonly metadata: { readonly uid: string }; readonly spec: { readonly size: number } };
    const owner = { apiVersion: "g/v1", kind: "Thing", name: "a", uid: metadata.uid, controller: true };
    for (const { does, kind, isCached } of instructions) {
      const path = `${collectionOf(kind)}/one`;
      const look = (): Calls<JsonObject | undefined> => get(path, hasCache && isCached);
      const body = { apiVersion: "v1", kind, metadata: { name: "one", namespace: "ns", ownerReferences: [owner] } };
      const isThere = does.includes("if-") && does !== "stop-if-small" ? yield* look() : undefined;
      if (does === "create" || (does === "create-if-missing" && isThere === undefined)) {
        bodyOf(yield* call({ method: "POST", path: collectionOf(kind), body }));
      } else if (does === "delete") bodyOf(yield* call({ method: "DELETE", path }));
      else if (does === "stop-if-there" && isThere !== undefined) return;
      else if (does === "stop-if-missing" && isThere === undefined) return;
      else if (does === "stop-if-small" && spec.size === 0) return;
      else if (does === "stop-if-not-ready" && isThere?.["status"] === undefined) return;
    }
  };
}

/** Makes Services ready. */
export const readiness = defineBuiltinOf("readiness", ["/services"], function* (cluster) {
  for (const { metadata, ...rest } of cluster.list("/services")) {
    if (rest["status"] !== undefined) continue;
    const body = { ...rest, metadata, status: { isReady: true } } as JsonObject;
    yield { method: "PUT", path: `${collectionOf("Service")}/${metadata.name}/status`, body };
  }
});

export const tagged: Setup = {
  ...thing,
  owns: [...thing.owns, { apiVersion: "v1", kind: "Service" }],
  edits: [{ kind: "value", path: ["spec", "size"], value: 0 }],
};
export const framework: Setup = { ...tagged, style: "framework" };
