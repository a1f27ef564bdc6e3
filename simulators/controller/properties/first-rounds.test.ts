import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { check, replay } from "../world/check.ts";
import { createSecret, listing, owned, readSecret, resourceOf, thing } from "../world/testing/examples.ts";
import { bodyOf, call, FakeProcess, type FakeReconcile } from "../world/testing/fake-process.ts";
import { smallPlatform } from "../world/testing/small-platform.ts";
import type { Finding } from "./types.ts";

/** The only finding, which a replay shows again. */
function findingOf(reconcile: FakeReconcile): Finding {
  const process = new FakeProcess(reconcile);
  const { findings } = check(process, thing, unlimited({ maxStates: 50_000 }), undefined, smallPlatform());
  const [finding] = findings;
  assert.ok(finding && findings.length === 1, findings.map(({ property }) => property).join());
  const choices = finding.run.steps.map(({ choice }) => choice);
  const request = { world: finding.run.world, choices, property: finding.property };
  const again = replay(new FakeProcess(reconcile), thing, unlimited(), request, smallPlatform());
  assert.equal(again.kind === "run" && again.finding?.property, finding.property);
  return finding;
}

const starts = ({ run }: Finding): number => run.steps.filter(({ action }) => action.kind === "start").length;

test("a run that grows is told by its first three reconciles", () => {
  const finding = findingOf(function* (input) {
    const list = yield* listing("/api/v1/namespaces/ns/secrets");
    yield* createSecret(owned(input, `secret-${((list?.["items"] ?? []) as readonly unknown[]).length}`));
  });
  assert.equal(finding.detail.kind, "growth");
  assert.equal(starts(finding), 3);
});

test("growth that begins later is told where it begins", () => {
  const finding = findingOf(function* (input) {
    const list = yield* listing("/api/v1/namespaces/ns/secrets");
    const count = ((list?.["items"] ?? []) as readonly unknown[]).length;
    const first = yield* readSecret("secret-0");
    const data = (first?.["data"] ?? {}) as { readonly n?: string };
    // Eight writes that leave as much as there was, then ever more.
    if (first !== undefined && Number(data.n ?? "1") < 9) {
      const body = { ...first, data: { n: String(Number(data.n ?? "1") + 1) } };
      bodyOf(yield* call({ method: "PUT", path: "/api/v1/namespaces/ns/secrets/secret-0", body }));
    } else yield* createSecret(owned(input, `secret-${count}`, count === 0 ? { data: { n: "1" } } : {}));
  });
  assert.equal(finding.detail.kind, "growth");
  const made = finding.run.steps.filter(({ changes }) => changes.some(({ before }) => before === undefined)).length;
  assert.ok(2 <= made && made <= 5, `${made} were made`);
});

test("what comes back with other numbers is told by the first round", () => {
  const finding = findingOf(function* (input) {
    const { name, namespace } = resourceOf(input)["metadata"] as { readonly name: string; readonly namespace: string };
    const path = `/apis/g/v1/namespaces/${namespace}/things/${name}`;
    const live = yield* listing(path);
    const size = (live?.["spec"] as { readonly size: number } | undefined)?.size;
    if (live !== undefined) bodyOf(yield* call({ method: "PUT", path, body: { ...live, spec: { size: size === 1 ? 2 : 1 } } }));
  });
  assert.deepEqual([finding.property, finding.detail.kind], ["converges", "rounds"]);
  assert.ok(finding.detail.kind === "rounds");
  const writes = finding.run.steps.slice(-finding.detail.steps).filter(({ changes }) => changes.length > 0);
  assert.equal(writes.length, 2);
  assert.ok(starts(finding) <= 4, `${starts(finding)} reconciles`);
});
