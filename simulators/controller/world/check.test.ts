import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../protocol/json.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import type { ReconcileInput } from "../process/types.ts";
import { unlimited } from "../../core/budget.ts";
import { check, replay } from "./check.ts";
import type { Setup } from "./setup.ts";
import {
  createSecret,
  deleteSecret,
  listing,
  owned,
  readSecret,
  specOf,
  thing,
  twinSecrets,
  twinSecretsBug,
  updateStatus,
} from "./testing/examples.ts";
import { bodyOf, call, FakeProcess, type FakeReconcile } from "./testing/fake-process.ts";
import { smallPlatform } from "./testing/small-platform.ts";

function violated(reconcile: FakeReconcile, setup: Setup = thing): readonly string[] {
  const checked = check(new FakeProcess(reconcile), setup, unlimited({ maxStates: 50_000 }), undefined, smallPlatform());
  assert.equal(checked.limit, undefined);
  return checked.findings.map(({ property }) => property);
}

const sized: Setup = { ...thing, edits: [{ kind: "value", path: ["spec", "size"], value: 0 }] };
const resized: Setup = { ...sized, edits: [...sized.edits, { kind: "value", path: ["spec", "size"], value: 1 }] };

/** One secret if the size is not 0: trusts its parameter. */
const trusting: FakeReconcile = function* (input) {
  const secret = yield* readSecret("one");
  const isWanted = specOf(input)["size"] !== 0;
  if (isWanted && secret === undefined) yield* createSecret(owned(input, "one"));
  if (!isWanted && secret !== undefined) yield* deleteSecret("one");
};

/** The same, but it asks the server before it deletes. */
const asking: FakeReconcile = function* (input) {
  const secret = yield* readSecret("one");
  if (specOf(input)["size"] !== 0) {
    if (secret === undefined) yield* createSecret(owned(input, "one"));
    return;
  }
  const live = yield* listing("/apis/g/v1/namespaces/ns/things/a");
  if (secret !== undefined && (live?.["spec"] as { readonly size?: number } | undefined)?.size === 0) yield* deleteSecret("one");
};

/** Makes the secret of this size, larger or smaller. */
function* sizedSecret(input: ReconcileInput, spec: JsonObject) {
  const secret = yield* readSecret("one");
  if (secret === undefined) yield* createSecret(owned(input, "one", { data: { size: JSON.stringify(spec["size"]) } }));
  else if ((secret["data"] as JsonObject)["size"] !== JSON.stringify(spec["size"])) {
    const body = { ...secret, data: { size: JSON.stringify(spec["size"]) } };
    bodyOf(yield* call({ method: "PUT", path: "/api/v1/namespaces/ns/secrets/one", body }));
  }
}

/** Writes the generation that the server has now. */
function* observe(input: ReconcileInput) {
  const live = yield* listing("/apis/g/v1/namespaces/ns/things/a");
  const generation = (live?.["metadata"] as { readonly generation: number } | undefined)?.generation;
  if (generation !== undefined) yield* updateStatus(input, () => ({ observedGeneration: generation }));
}

const cases: readonly {
  readonly name: string;
  readonly reconcile: FakeReconcile;
  readonly setup?: Setup;
  readonly want: readonly string[];
}[] = [
  { name: "each secret that is missing is made", reconcile: twinSecrets, want: [] },
  { name: "both secrets are made if the first is missing: a crash leaves one out", reconcile: twinSecretsBug, want: ["confluent"] },
  { name: "an outdated parameter decides over a deletion", reconcile: trusting, setup: resized, want: ["stale-safe"] },
  { name: "the server is asked before a deletion", reconcile: asking, setup: resized, want: [] },
  {
    name: "a secret without an owner stays behind",
    reconcile: function* (input) {
      const { metadata: _metadata, ...rest } = owned(input, "one");
      if ((yield* readSecret("one")) === undefined) yield* createSecret({ ...rest, metadata: { name: "one", namespace: "ns" } });
    },
    want: ["no-leak"],
  },
  {
    name: "a secret of another namespace that names its owner is its own",
    reconcile: function* (input) {
      const path = "/api/v1/namespaces/other/secrets";
      const secret = yield* listing(`${path}/one`);
      const data = { size: JSON.stringify(specOf(input)["size"]) };
      const { metadata, ...rest } = owned(input, "one", { data });
      const body = { ...rest, metadata: { ...(metadata as JsonObject), namespace: "other" } };
      if (secret === undefined) bodyOf(yield* call({ method: "POST", path, body }));
      else if ((secret["data"] as JsonObject)["size"] !== data.size)
        bodyOf(yield* call({ method: "PUT", path: `${path}/one`, body: { ...secret, data } }));
    },
    setup: { ...sized, world: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "two", namespace: "other" } }] },
    want: [],
  },
  {
    name: "every secret is deleted, whoever made it",
    reconcile: function* () {
      const list = yield* listing("/api/v1/namespaces/ns/secrets");
      for (const { metadata } of (list?.["items"] ?? []) as readonly { readonly metadata: { readonly name: string } }[])
        yield* deleteSecret(metadata.name);
    },
    setup: { ...thing, world: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "other", namespace: "ns" } }] },
    want: ["confluent", "owned-only"],
  },
  {
    name: "the status counts the reconciles: it never comes to rest",
    reconcile: function* (input) {
      yield* updateStatus(input, (status) => ({
        count: Number(status["count"] ?? 0) + 1,
        list: [...((status["list"] ?? []) as number[]), 1],
      }));
    },
    want: ["bounded"],
  },
  {
    name: "made and deleted in turns",
    reconcile: function* (input) {
      if ((yield* readSecret("one")) === undefined) yield* createSecret(owned(input, "one"));
      else yield* deleteSecret("one");
    },
    want: ["converges"],
  },
  {
    name: "the secret is made by the parameter, the generation is that of a later look",
    reconcile: function* (input) {
      yield* sizedSecret(input, specOf(input));
      yield* observe(input);
    },
    setup: sized,
    want: ["status-honest"],
  },
  {
    name: "the secret is made by the parameter, and so is the generation",
    reconcile: function* (input) {
      const live = yield* listing("/apis/g/v1/namespaces/ns/things/a");
      if (live === undefined) return;
      yield* sizedSecret({ ...input, resource: live } as ReconcileInput, live["spec"] as JsonObject);
      yield* updateStatus(input, () => ({ observedGeneration: (live["metadata"] as { readonly generation: number }).generation }));
    },
    setup: sized,
    want: [],
  },
  {
    name: "an error is swallowed, and nobody tries again",
    reconcile: function* (input) {
      try {
        yield* twinSecrets(input);
      } catch {
        return;
      }
    },
    want: ["confluent", "errors-retried", "quiescent"],
  },
];

for (const { name, reconcile, setup, want } of cases) {
  test(`check: ${name}`, () => assert.deepEqual([...violated(reconcile, setup)].sort(), want));
}

test("check: code that does not do the same again is undecided, at its line", () => {
  const at = { path: "main.ts", range: { start: { line: 3, character: 2 }, end: { line: 3, character: 9 } } };
  const failure = { code: "FL0003", message: "it does something else", at } as const;
  class Moody extends FakeProcess {
    override audit(): ProcessFailure | undefined {
      return this.stats.runs > 0 ? failure : undefined;
    }
  }
  const checked = check(new Moody(asking), sized, unlimited(), undefined, smallPlatform());
  assert.deepEqual([checked.failure, checked.stats.complete], [failure, false]);
  assert.deepEqual(checked.bounds.completed, ["happy", "owned", "single"]);
  assert.ok(checked.properties.every(({ verdict }) => verdict === "undecided"));
  const calm = check(new FakeProcess(asking), sized, unlimited(), undefined, smallPlatform());
  assert.deepEqual([calm.failure, calm.stats.complete], [undefined, true]);
});

test("check: a limit that strikes while code is run once more is that limit", () => {
  class Slow extends FakeProcess {
    override audit(): never {
      throw new ProcessStopped({ code: "FL0003", message: "too late", limit: "time" });
    }
  }
  const checked = check(new Slow(asking), sized, unlimited(), undefined, smallPlatform());
  assert.deepEqual([checked.limit, checked.failure, checked.stats.complete], ["time", undefined, false]);
});

test("check: the same bytes each time", () => {
  const run = (): string => JSON.stringify(check(new FakeProcess(twinSecretsBug), thing, unlimited(), undefined, smallPlatform()));
  assert.equal(run(), run());
});

test("replay: a finding shows again, and is gone with the bug", () => {
  const { findings } = check(new FakeProcess(twinSecretsBug), thing, unlimited(), undefined, smallPlatform());
  const [finding] = findings;
  assert.ok(finding);
  const choices = finding.run.steps.map(({ choice }) => choice);
  const request = { world: finding.run.world, choices, property: finding.property };
  const again = replay(new FakeProcess(twinSecretsBug), thing, unlimited(), request, smallPlatform());
  assert.ok(again.kind === "run" && again.finding?.property === "confluent");
  const mended = replay(new FakeProcess(twinSecrets), thing, unlimited(), request, smallPlatform());
  assert.ok(mended.kind === "does-not-fit" || mended.finding === undefined);
  assert.equal(
    replay(new FakeProcess(twinSecretsBug), thing, unlimited(), { ...request, choices: [9999] }, smallPlatform()).kind,
    "does-not-fit",
  );
});
