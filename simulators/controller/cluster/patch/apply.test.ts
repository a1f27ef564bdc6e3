import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../../../protocol/json.ts";
import { atomic, int32, list, map, mapList, pointer, setList, string, struct } from "../kinds/schema.ts";
import { Refusal } from "../status.ts";
import { apply } from "./apply.ts";
import { trackUpdate } from "./managed-fields.ts";

const type = struct({
  apiVersion: string,
  kind: string,
  metadata: struct({ name: string, uid: string, labels: map(string), finalizers: setList(string), managedFields: list(map(string)) }),
  spec: struct({
    replicas: pointer(int32),
    selector: pointer(atomic(struct({ matchLabels: map(string) }))),
    ports: mapList(struct({ port: int32, name: string }), "port"),
  }),
});

const apiVersion = "v1";

const body = (spec: JsonObject, labels?: JsonObject): JsonObject => ({
  apiVersion,
  kind: "Thing",
  metadata: { name: "a", ...(labels === undefined ? {} : { labels }) },
  spec,
});

const by = (live: JsonObject | undefined, manager: string, config: JsonObject, force = false): JsonObject | Refusal =>
  apply(live, config, { manager, apiVersion, type, now: "2026-01-01T00:00:00Z", force });

const must = (answer: JsonObject | Refusal): JsonObject => {
  if (answer instanceof Refusal) throw new Error(answer.message);
  return { ...answer, metadata: { ...(answer["metadata"] as JsonObject), uid: "u1" } };
};

const update = (live: JsonObject, next: JsonObject, manager = "editor"): JsonObject =>
  trackUpdate(live, next, { manager, apiVersion, type, now: "2026-01-01T00:00:01Z" });

interface Entry {
  readonly manager: string;
  readonly operation: string;
  readonly fieldsV1: JsonObject;
}

const ownersOf = (object: JsonObject): Readonly<Record<string, unknown>> => {
  const { managedFields = [] } = object["metadata"] as { readonly managedFields?: readonly Entry[] };
  return Object.fromEntries(managedFields.map(({ manager, operation, fieldsV1 }) => [`${manager} ${operation}`, fieldsV1]));
};

const causesOf = (answer: JsonObject | Refusal): unknown => {
  assert.ok(answer instanceof Refusal);
  assert.equal(answer.code, 409);
  return ((answer.details ?? {})["causes"] as readonly JsonObject[]).map(({ field }) => field);
};

test("apply: creates, and owns what it named", () => {
  const made = must(by(undefined, "m1", body({ replicas: 1, ports: [{ port: 80 }] }, { a: "1" })));
  assert.deepEqual(ownersOf(made), {
    "m1 Apply": {
      "f:metadata": { "f:labels": { "f:a": {} } },
      "f:spec": { "f:ports": { 'k:{"port":80}': { ".": {}, "f:port": {} } }, "f:replicas": {} },
    },
  });
});

test("apply: a field of somebody else's with another value is a conflict that names field and manager", () => {
  const live = must(by(undefined, "m1", body({ replicas: 1 })));
  const answer = by(live, "m2", body({ replicas: 2 }));
  assert.deepEqual(causesOf(answer), [".spec.replicas"]);
  assert.equal((answer as Refusal).message, 'Apply failed with 1 conflict: conflict with "m1": .spec.replicas');
});

test("apply: the same value is shared, force takes another one over", () => {
  const live = must(by(undefined, "m1", body({ replicas: 1 })));
  const shared = must(by(live, "m2", body({ replicas: 1 })));
  assert.deepEqual(Object.keys(ownersOf(shared)).sort(), ["m1 Apply", "m2 Apply"]);
  const forced = must(by(shared, "m2", body({ replicas: 3 }), true));
  assert.deepEqual(ownersOf(forced), { "m2 Apply": { "f:spec": { "f:replicas": {} } } });
});

test("apply: what is no longer applied goes, unless somebody else owns it", () => {
  const live = must(by(undefined, "m1", body({ replicas: 1, ports: [{ port: 80 }, { port: 81 }] })));
  const shared = must(by(live, "m2", body({ ports: [{ port: 81 }] })));
  const less = must(by(shared, "m1", body({ replicas: 1 })));
  assert.deepEqual((less["spec"] as JsonObject)["ports"], [{ port: 81 }]);
});

test("apply: a map that loses all its members becomes null, as the library has it", () => {
  const live = must(by(undefined, "m1", body({ replicas: 1 })));
  assert.equal(must(by(live, "m1", body({})))["spec"], null);
});

test("apply: nothing changes, nothing is written", () => {
  const config = body({ replicas: 1, selector: { matchLabels: { a: "1" } } }, { a: "1" });
  const live = must(by(undefined, "m1", config));
  assert.deepEqual(must(by(live, "m1", config)), live);
});

test("apply: an atomic field is owned as a whole", () => {
  const live = must(by(undefined, "m1", body({ selector: { matchLabels: { a: "1" } } })));
  assert.deepEqual(causesOf(by(live, "m2", body({ selector: { matchLabels: { b: "1" } } }))), [".spec.selector"]);
});

test("apply: an object that nobody has applied is owned by the one before the first apply", () => {
  const live = { ...body({ replicas: 1 }), metadata: { name: "a", uid: "u1" } };
  const answer = by(live, "m1", body({ replicas: 2 }));
  assert.equal((answer as Refusal).message, 'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .spec.replicas');
});

test("apply: an update takes what it changes, keeps out of the rest, and conflicts later", () => {
  const live = must(by(undefined, "m1", body({ replicas: 1 }, { a: "1" })));
  const next = update(live, { ...live, spec: { replicas: 5 } });
  assert.deepEqual(ownersOf(next), {
    "m1 Apply": { "f:metadata": { "f:labels": { "f:a": {} } } },
    "editor Update": { "f:spec": { "f:replicas": {} } },
  });
  assert.deepEqual(causesOf(by(next, "m1", body({ replicas: 1 }, { a: "1" }))), [".spec.replicas"]);
});

const wrong: readonly { readonly name: string; readonly config: JsonObject; readonly code: number; readonly message: RegExp }[] = [
  { name: "without version", config: { kind: "Thing" }, code: 400, message: /^Incorrect version specified in apply patch/ },
  {
    name: "with managedFields",
    config: { ...body({}), metadata: { name: "a", managedFields: [] } },
    code: 400,
    message: /^metadata.managedFields must be nil$/,
  },
  { name: "with an unknown field", config: body({ bogus: 1 }), code: 500, message: /\.spec\.bogus: field not declared in schema$/ },
  { name: "with an item twice", config: body({ ports: [{ port: 1 }, { port: 1 }] }), code: 500, message: /duplicate entries for key/ },
];

for (const { name, config, code, message } of wrong) {
  test(`apply: refuses a body ${name}`, () => {
    const answer = by(undefined, "m1", config);
    assert.ok(answer instanceof Refusal);
    assert.equal(answer.code, code);
    assert.match(answer.message, message);
  });
}

test("apply: refuses an object in which items cannot be told apart, and leaves it as it is", () => {
  const live = { ...body({ ports: [{ port: 1 }, { port: 1 }] }), metadata: { name: "a", uid: "u1" } };
  const answer = by(live, "m1", body({ replicas: 2 }));
  assert.ok(answer instanceof Refusal);
  assert.deepEqual([answer.code, /duplicate entries for key/.test(answer.message)], [500, true]);
});

test("apply: after any series of applies, all that somebody applied last and nobody forced away is there, and all else is gone", () => {
  const config = fc.record({ labels: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constant("1"), { minKeys: 1 }) });
  const steps = fc.array(fc.tuple(fc.constantFrom("m1", "m2"), config), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(steps, (series) => {
      let live = must(by(undefined, "m0", body({ replicas: 1 })));
      const last = new Map<string, JsonObject>();
      for (const [manager, { labels }] of series) {
        live = must(by(live, manager, body({ replicas: 1 }, labels)));
        last.set(manager, labels);
      }
      const want = Object.assign({}, ...last.values()) as JsonObject;
      assert.deepEqual({ ...((live["metadata"] as JsonObject)["labels"] as JsonObject) }, want);
    }),
  );
});
