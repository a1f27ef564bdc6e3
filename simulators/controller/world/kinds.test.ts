import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { freeDefinition } from "../cluster/free.ts";
import { check } from "./check.ts";
import type { Setup } from "./setup.ts";
import { standardPlatform } from "./standard-platform.ts";
import { thing } from "./testing/examples.ts";
import { call, FakeProcess } from "./testing/fake-process.ts";

const redis: Setup = {
  ...thing,
  resource: { apiVersion: "cache.io/v1", kind: "Redis" },
  sample: { ...thing.sample, apiVersion: "cache.io/v1", kind: "Redis" },
};

const told = (path: string, setup: Setup): readonly string[] => {
  const reads = new FakeProcess(function* () {
    yield* call({ method: "GET", path });
  });
  const { passedOver } = check(reads, setup, unlimited(), undefined, standardPlatform);
  return passedOver.map(({ message }) => message);
};

test("a plural of the resource's group that is not served is told, and what it was taken to be", () => {
  const path = "/apis/cache.io/v1/namespaces/ns/redis/a";
  assert.deepEqual(told(path, redis), [
    "`redis` of cache.io is asked for, which the cluster does not serve: Redis, which has no definition, is taken to be `redises`; a definition (`@crd`) says what it is",
  ]);
  const { metadata: _, ...definition } = freeDefinition("cache.io/v1", "Redis");
  assert.deepEqual(told(path, { ...redis, definitions: [{ ...definition, metadata: { name: "redises.cache.io" } }] }), []);
});

test("what is not there, and kinds of other groups, are asked for without a word", () => {
  for (const path of ["/apis/cache.io/v1/namespaces/ns/redises/b", "/apis/monitoring.io/v1/namespaces/ns/probes/a"])
    assert.deepEqual(told(path, redis), []);
});
