import assert from "node:assert/strict";
import { test } from "node:test";
import type { ControllerDefinition, KindRef, ObjectMeta } from "../types.ts";
import type { Cached } from "./cache.ts";
import { requestsOf, watchedKinds } from "./causes.ts";

const resource = { apiVersion: "example.com/v1", kind: "Cache" };
const pods = { apiVersion: "v1", kind: "Pod" };
const secrets = { apiVersion: "v1", kind: "Secret" };
const definition: ControllerDefinition = {
  name: "c",
  resource,
  owns: [pods, secrets],
  watches: [{ ...secrets, requests: ({ metadata }) => [{ namespace: "shop", name: `of-${metadata.name}` }] }],
  reconcile: () => Promise.resolve(),
};

const object = (kind: KindRef, name: string, metadata: ObjectMeta = {}): Cached => ({
  ...kind,
  metadata: { namespace: "shop", uid: "u", resourceVersion: "1", name, ...metadata },
});
const owner = (name: string, more: object = {}) => ({ ...resource, name, uid: "x", controller: true, ...more });
const fail = (error: unknown): never => assert.fail(String(error));
const causes = (kind: KindRef, before: Cached | undefined, after: Cached | undefined, isNamespaced = true) =>
  requestsOf(definition, kind, { ...(before && { before }), ...(after && { after }) }, isNamespaced, fail).map(
    ({ namespace = "", name }) => `${namespace}/${name}`,
  );

const cases: readonly { readonly name: string; readonly found: readonly string[]; readonly want: readonly string[] }[] = [
  {
    name: "the resource causes itself, also when it has gone",
    found: causes(resource, object(resource, "a"), undefined),
    want: ["shop/a"],
  },
  {
    name: "a child causes its controlling owner",
    found: causes(pods, undefined, object(pods, "p", { ownerReferences: [owner("a")] })),
    want: ["shop/a"],
  },
  {
    name: "a child that changes hands causes both owners",
    found: causes(pods, object(pods, "p", { ownerReferences: [owner("a")] }), object(pods, "p", { ownerReferences: [owner("b")] })),
    want: ["shop/a", "shop/b"],
  },
  {
    name: "another version of the owner's group is the same owner",
    found: causes(pods, undefined, object(pods, "p", { ownerReferences: [owner("a", { apiVersion: "example.com/v1beta1" })] })),
    want: ["shop/a"],
  },
  {
    name: "owners of other kinds and groups, and those that do not control, are not concerned",
    found: causes(
      pods,
      undefined,
      object(pods, "p", {
        ownerReferences: [owner("a", { controller: false }), owner("b", { kind: "Other" }), owner("c", { apiVersion: "other.com/v1" })],
      }),
    ),
    want: [],
  },
  {
    name: "an owner without a namespace",
    found: causes(pods, undefined, object(pods, "p", { ownerReferences: [owner("a")] }), false),
    want: ["/a"],
  },
  {
    name: "a kind that is owned and watched causes both",
    found: causes(secrets, undefined, object(secrets, "s", { ownerReferences: [owner("a")] })),
    want: ["shop/a", "shop/of-s"],
  },
];
for (const { name, found, want } of cases) test(`causes: ${name}`, () => assert.deepEqual(found, want));

test("causes: each kind is watched once", () => assert.deepEqual(watchedKinds(definition), [resource, pods, secrets]));

test("causes: `requests` gets a copy, and its mistakes are told", () => {
  const stored = object(secrets, "s");
  const told: unknown[] = [];
  const watching = (requests: () => never): ControllerDefinition => ({ ...definition, owns: [], watches: [{ ...secrets, requests }] });
  const bad = watching(() => {
    throw new Error("oops");
  });
  assert.deepEqual(
    requestsOf(bad, secrets, { after: stored }, true, (error) => told.push(error)),
    [],
  );
  assert.match(String(told), /oops/);
  const greedy: ControllerDefinition = {
    ...definition,
    watches: [{ ...secrets, requests: ({ metadata }) => [{ name: (metadata.name = "changed") }] }],
  };
  requestsOf(greedy, secrets, { after: stored }, true, fail);
  assert.equal(stored.metadata.name, "s");
});
