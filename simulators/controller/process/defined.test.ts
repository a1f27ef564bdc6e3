import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject } from "../../../protocol/json.ts";
import { load, processOf } from "./testing/bundle.ts";
import type { CallAnswer, Strand, WorldData } from "./types.ts";

const program = (fields: string, before = ""): string =>
  `import { addFinalizer, defineController, externalSystem, isConflict, KubeError, removeFinalizer, runController } from "faultline/controller";
${before}
const controller = defineController({
  name: "cache",
  resource: { apiVersion: "x.example.com/v1", kind: "Cache" },
  ${fields}
});
export default controller;
await runController(controller);`;

const sketch = { style: "defined" } as const;
const input = { kind: "framework", namespace: "n", name: "a" } as const;
const answer = (body: Json, code = 200): CallAnswer => ({ kind: "answer", code, body });
const shown = ({ pending }: Strand): readonly Json[] =>
  pending.map(({ target }) =>
    target.kind === "api" ? `${target.request.method} ${target.request.path}` : (target as unknown as JsonObject),
  );
const cr: JsonObject = {
  apiVersion: "x.example.com/v1",
  kind: "Cache",
  metadata: { name: "a", namespace: "n", uid: "u", resourceVersion: "1" },
  spec: { size: 1 },
};
const texts = ({ events }: Strand): readonly string[] => events.map((event) => (event.kind === "log" ? event.text : event.kind));

const full = program(
  `owns: [{ apiVersion: "v1", kind: "Pod" }],
  watches: [{ apiVersion: "v1", kind: "Node", requests: (node) => [{ name: node.metadata.name, namespace: "n" }] }],
  sample: { apiVersion: "x.example.com/v1", kind: "Cache", metadata: { name: "a" }, spec: { size: 1, none: undefined } },
  crd: "./crd.yaml",
  edits: [(cr) => { cr.spec.size = 3; }, (cr) => { delete cr.spec.size; }],
  world: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "s" } }],
  manages: [{ apiVersion: "v1", kind: "Namespace" }],
  retains: [{ apiVersion: "v1", kind: "PersistentVolumeClaim" }],
  desired: (cr, world) => world.list("v1", "Pod", { namespace: "n", labelSelector: { app: cr.metadata.name }, ownedBy: cr }).length === cr.spec.size,
  invariants: {
    neverShrinks: (before, after) => before.list("v1", "Pod").length <= after.list("v1", "Pod").length,
    throws() { throw new TypeError("no"); },
    reads: (_, after) => after.get("v1", "Pod", { namespace: "n", name: "p" })?.metadata.uid === "p" && after.external("broker").topics === 2,
  },
  external: {
    broker: externalSystem({
      initial: { topics: 0, names: [] },
      operations: {
        add(state, name) { state.topics += 1; state.names.push(name); return state.topics; },
        find: (state, name) => state.names.find((other) => other === name),
        fail() { throw new RangeError("full"); },
      },
      progress: (state) => { state.topics = Math.min(state.topics + 1, 3); },
    }),
  },
  replicas: 2,
  async reconcile(request, kube, { broker }) {
    const first = await broker.add(request.name);
    console.log(first, await broker.find("x"));
    try { await broker.fail(); } catch (error) { console.log(error.message); }
    return { requeueAfterSeconds: 30 };
  },`,
);

test("definition: all data of it", async () => {
  const { definition } = await processOf(full, sketch);
  assert.deepEqual(definition, {
    name: "cache",
    resource: { apiVersion: "x.example.com/v1", kind: "Cache" },
    owns: [{ apiVersion: "v1", kind: "Pod" }],
    watches: [{ apiVersion: "v1", kind: "Node" }],
    sample: { apiVersion: "x.example.com/v1", kind: "Cache", metadata: { name: "a" }, spec: { size: 1 } },
    crd: "./crd.yaml",
    edits: 2,
    world: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "s" } }],
    manages: [{ apiVersion: "v1", kind: "Namespace" }],
    retains: [{ apiVersion: "v1", kind: "PersistentVolumeClaim" }],
    hasDesired: true,
    invariants: ["neverShrinks", "throws", "reads"],
    external: [{ name: "broker", initial: { topics: 0, names: [] }, operations: ["add", "find", "fail"], hasProgress: true }],
    replicas: 2,
  });
});

test("definition: external systems are asked, and answer values, undefined and errors", async () => {
  const process = await processOf(full, sketch);
  const first = process.start(input);
  assert.deepEqual(shown(first), [{ kind: "external", system: "broker", operation: "add", args: ["a"] }]);
  const second = process.answer(first, 0, answer(7));
  const third = process.answer(second, 0, answer(null, 204));
  assert.deepEqual(texts(third), ["7 undefined"]);
  const end = process.answer(third, 0, answer({ message: "full" }, 500));
  assert.deepEqual([texts(end), end.ending], [["full"], { kind: "returned", requeueAfterSeconds: 30 }]);
  assert.deepEqual(texts(process.answer(third, 0, { kind: "lost" })), ["no answer came from broker.fail"]);
});

test("definition: its functions are called with data", async () => {
  const process = await processOf(full, sketch);
  const state = { topics: 1, names: ["t"] };
  assert.deepEqual(process.evaluate("operations/broker/add", [state, "u"]), {
    kind: "value",
    value: 2,
    args: [{ topics: 2, names: ["t", "u"] }, "u"],
  });
  assert.deepEqual(process.evaluate("operations/broker/find", [state, "x"]), {
    kind: "value",
    value: null,
    isUndefined: true,
    args: [state, "x"],
  });
  const failed = process.evaluate("operations/broker/fail", [state]);
  assert.deepEqual([failed.kind, failed.kind === "threw" && failed.message], ["threw", "RangeError: full"]);
  assert.deepEqual(process.evaluate("progress/broker", [state]), {
    kind: "value",
    value: null,
    isUndefined: true,
    args: [{ topics: 2, names: ["t"] }],
  });
  const edited = process.evaluate("edits/1", [cr]);
  assert.deepEqual(edited.kind === "value" && edited.args, [{ ...cr, spec: {} }]);
  assert.deepEqual(process.evaluate("watches/0", [{ metadata: { name: "w" } }]), {
    kind: "value",
    value: [{ name: "w", namespace: "n" }],
    args: [{ metadata: { name: "w" } }],
  });
  assert.equal(process.evaluate("edits/1", [cr]), edited);
});

test("definition: desired and invariants see worlds", async () => {
  const process = await processOf(full, sketch);
  const pod = (name: string, labels: JsonObject, uid: string): JsonObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "n", uid: name, labels, ownerReferences: [{ apiVersion: "x", kind: "Cache", name: "a", uid }] },
  });
  const world = (...objects: readonly JsonObject[]): WorldData => ({ objects, external: { broker: { topics: 2 } } });
  const value = (name: string, ...args: readonly Json[]): unknown => {
    const result = process.evaluate(name, args);
    return result.kind === "value" ? result.value : result.message;
  };
  const [own, foreign, other] = [pod("p", { app: "a" }, "u"), pod("q", { app: "a" }, "v"), pod("r", { app: "b" }, "u")];
  assert.equal(value("desired", cr, world(own, foreign, other)), true);
  assert.equal(value("desired", cr, world(foreign)), false);
  assert.equal(value("invariants/neverShrinks", world(own), world(own, other)), true);
  assert.equal(value("invariants/neverShrinks", world(own), world()), false);
  assert.equal(value("invariants/reads", world(), world(own)), true);
  assert.equal(value("invariants/throws", world(), world()), "TypeError: no");
});

test("definition: helpers of the framework make their calls where the user's code stands", async () => {
  const process = await processOf(
    program(`async reconcile(request, kube) {
    const cr = await kube.get("x.example.com/v1", "Cache", request);
    await addFinalizer(kube, cr, "f");
  },`),
    sketch,
  );
  const strand = process.answer(process.start(input), 0, answer(cr));
  assert.deepEqual(shown(strand), ["PATCH /apis/x.example.com/v1/namespaces/n/caches/a"]);
  assert.equal(strand.pending[0]?.at[0]?.range.start.line, 7);
  const conflict = process.answer(strand, 0, answer({ kind: "Status", reason: "Conflict", message: "changed", code: 409 }, 409));
  assert.deepEqual(conflict.ending?.kind === "threw" && [conflict.ending.code, conflict.ending.at?.range.start.line], [409, 7]);
});

test("definition: reads of watched kinds may come from the cache", async () => {
  const process = await processOf(
    program(`owns: [{ apiVersion: "v1", kind: "Pod" }],
    async reconcile(request, kube) {
      await Promise.all([kube.list("v1", "Pod"), kube.list("v1", "Pod", { fresh: true }), kube.get("v1", "Secret", request)]);
    },`),
    sketch,
  );
  assert.deepEqual(
    process.start(input).pending.map(({ target }) => target.kind === "api" && target.request.cached),
    [true, undefined, undefined],
  );
});

test("definition: a result that is none is an error", async () => {
  for (const result of ["{ requeueAfterSeconds: -1 }", "{ requeueAfterSeconds: Number.NaN }", "5"]) {
    const { ending } = (await processOf(program(`reconcile: () => Promise.resolve(${result}),`), sketch)).start(input);
    assert.equal(ending?.kind, "threw", result);
  }
  const { ending } = (await processOf(program(`reconcile: () => Promise.resolve({}),`), sketch)).start(input);
  assert.deepEqual(ending, { kind: "returned" });
});

test("definition: a state that is no plain data is refused", async () => {
  const process = await processOf(
    program(
      `external: { e: externalSystem({ initial: {}, operations: { make(state) { state.map = new Map(); } } }) }, reconcile: async () => {},`,
    ),
    sketch,
  );
  assert.throws(() => process.evaluate("operations/e/make", [{}]), /operations\.e\.make.*map is no plain data/);
});

test("definition: functions of it leave module state alone", async () => {
  const process = await processOf(
    program(`desired: () => { count += 1; return count === 1; }, reconcile: async () => { console.log(count); },`, "let count = 0;"),
    sketch,
  );
  const world: WorldData = { objects: [], external: {} };
  for (const name of ["a", "b"]) {
    const result = process.evaluate("desired", [{ name }, world]);
    assert.equal(result.kind === "value" && result.value, true);
  }
  assert.deepEqual(texts(process.start(input)), ["0"]);
  assert.equal(process.hasSharedState, false);
});

const wrong = [
  { name: "no reconcile", fields: "", message: /`reconcile` must be a function/ },
  { name: "replicas", fields: "replicas: 3, reconcile: async () => {},", message: /`replicas` must be 1 or 2/ },
  { name: "a kind without its version", fields: `owns: [{ kind: "Pod" }], reconcile: async () => {},`, message: /`owns` must name/ },
  { name: "an edit that is none", fields: "edits: [5], reconcile: async () => {},", message: /`edits` must be functions/ },
  {
    name: "a sample with a Map",
    fields: "sample: { spec: new Map() }, reconcile: async () => {},",
    message: /`sample`: a map is no plain data/,
  },
  {
    name: "no initial state",
    fields: "external: { e: { operations: {} } }, reconcile: async () => {},",
    message: /`external\.e\.initial` is missing/,
  },
];

for (const { name, fields, message } of wrong) {
  test(`definition, wrong: ${name}`, async () => {
    const loaded = await load(program(fields), sketch);
    assert.ok(loaded.kind === "failed");
    assert.equal(loaded.failure.code, "FL0002");
    assert.match(loaded.failure.message, message);
  });
}
