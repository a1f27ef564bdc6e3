import assert from "node:assert/strict";
import { test } from "node:test";
import { defineController } from "./index.ts";
import type { Clients } from "./types.ts";

const broker = {
  initial: { topics: ["orders"] },
  operations: {
    create: (state: { topics: string[] }, name: string) => void state.topics.push(name),
    remove(state: { topics: string[] }, name: string) {
      state.topics = state.topics.filter((topic) => topic !== name);
    },
    find: (state: { readonly topics: readonly string[] }, name: string) => state.topics.find((topic) => topic === name),
  },
};

/** As real clients are written. That this compiles is the test. */
const real: Clients<{ readonly broker: typeof broker }> = {
  broker: {
    async create(name: string): Promise<void> {
      broker.operations.create(broker.initial, name);
    },
    async remove(name: string): Promise<void> {
      broker.operations.remove(broker.initial, name);
    },
    async find(name: string): Promise<string | undefined> {
      return broker.operations.find(broker.initial, name);
    },
  },
};

test("clients: an operation without an answer is met by a client of type Promise<void>", async () => {
  const { reconcile } = defineController({
    name: "topics",
    resource: { apiVersion: "mq.example.com/v1", kind: "Topic" },
    external: { broker },
    async reconcile(request, _kube, { broker: client }) {
      const found: string | undefined = await client.find(request.name);
      if (found === undefined) await client.create(request.name);
    },
  });
  await reconcile({ name: "invoices" }, undefined as never, real);
  assert.deepEqual(broker.initial.topics, ["orders", "invoices"]);
});
