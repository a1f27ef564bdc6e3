import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeContinue, encodeContinue } from "./continue-token.ts";

const key = fc.stringMatching(/^[a-z0-9-]{1,20}(\/[a-z0-9.-]{1,20})?$/);

test("continue token: it is read as it was written", () => {
  fc.assert(
    fc.property(fc.nat(), key, (version, after) =>
      assert.deepEqual(decodeContinue(encodeContinue({ version: String(version), after })), { version: String(version), after }),
    ),
  );
});

test("continue token: it is what a real server makes", () => {
  fc.assert(
    fc.property(fc.nat(), key, (rv, after) => {
      const text = JSON.stringify({ v: "meta.k8s.io/v1", rv, start: `${after}\u0000` });
      assert.equal(encodeContinue({ version: String(rv), after }), Buffer.from(text).toString("base64url"));
    }),
  );
});

for (const token of [
  "not-a-token",
  "%%%",
  "",
  Buffer.from("{}").toString("base64url"),
  Buffer.from('{"v":"meta.k8s.io/v1","rv":1,"start":"a"}').toString("base64url"),
]) {
  test(`continue token: "${token}" is none`, () => assert.equal(decodeContinue(token), undefined));
}
