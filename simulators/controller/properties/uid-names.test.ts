import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { check } from "../world/check.ts";
import { createSecret, owned, readSecret, resourceOf, thing } from "../world/testing/examples.ts";
import { FakeProcess, type FakeReconcile } from "../world/testing/fake-process.ts";
import { smallPlatform } from "../world/testing/small-platform.ts";

/** What is made of a resource's uid is another one when the resource is made again: that is no difference. */
const parts: Readonly<Record<string, (uid: string) => string>> = {
  "all of it": (uid) => uid,
  "five digits": (uid) => uid.slice(0, 5),
  "two groups": (uid) => uid.slice(0, 13),
  "a group and a half": (uid) => uid.slice(0, 11),
  "the last group": (uid) => uid.split("-").at(-1) ?? "",
  "all, without hyphens": (uid) => uid.replaceAll("-", ""),
  "ten digits, without hyphens": (uid) => uid.replaceAll("-", "").slice(0, 10),
};

const naming = (part: (uid: string) => string, isWritten: (uid: string) => boolean = () => true): FakeReconcile =>
  function* (input) {
    const { uid } = resourceOf(input)["metadata"] as { readonly uid: string };
    const name = `a-${part(uid)}-data`;
    if ((yield* readSecret(name)) !== undefined) return;
    // Another object refers to the first one by name.
    yield* createSecret(owned(input, name, { data: { self: part(uid) } }));
    if (isWritten(uid)) yield* createSecret(owned(input, `b-${part(uid)}`));
  };

const findings = (reconcile: FakeReconcile): readonly string[] =>
  check(new FakeProcess(reconcile), thing, unlimited({ maxStates: 50_000 }), undefined, smallPlatform()).findings.map(
    ({ property }) => property,
  );

for (const [name, part] of Object.entries(parts)) {
  test(`ends are the same but for uids: ${name}`, () => {
    assert.deepEqual(findings(naming(part, () => false)), []);
  });
}

test("what a crash leaves out is found all the same", () => {
  assert.deepEqual(findings(naming((uid) => uid)), ["confluent"]);
});
