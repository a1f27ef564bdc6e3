import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { explore } from "../../core/explore/explore.ts";
import type { PlacementOrder } from "../config/model.ts";
import { Snapshots } from "../search/testing/snapshots.ts";
import { enumerate } from "./testing/litmus.ts";
import { connectedPair, requestOf } from "./testing/pairs.ts";
import { peek } from "./adapter.ts";
import { post } from "./post.ts";
import { isRefused, registerBuffer } from "./adapter.ts";
import { apply, choices, type Choice } from "./step.ts";
import type { Verbs } from "./state.ts";

/** What memory can look like while one message of ones is written over zeros: each word as a digit. */
function patterns(address: number, words: number, inOrder: PlacementOrder): readonly string[] {
  const { verbs, qpn, rkey, target } = connectedPair({ fragments: 31, inOrder });
  const bytes = new Uint8Array(words * 8).fill(1);
  const buffer = registerBuffer(verbs, 0, { length: bytes.length, access: 0, bytes });
  const posted = post(buffer.verbs, qpn, requestOf("WRITE", address, bytes.length, rkey, buffer.lkey));
  assert.ok(!isRefused(posted));
  const seen = new Set<string>();
  const system = new Snapshots<Verbs, Choice>({ start: posted.verbs, choices, apply: (state, choice) => apply(state, choice).verbs });
  explore(system, { bound: Infinity, keepEdges: false }, unlimited(), {
    arrive: () => {
      const memory = peek(system.state, target, address, bytes.length);
      const digits = Array.from({ length: words }, (_, word) => memory.subarray(word * 8, word * 8 + 8).join(""));
      assert.ok(
        digits.every((digit) => digit === "00000000" || digit === "11111111"),
        "no word is torn",
      );
      seen.add(digits.map((digit) => digit[0]).join(""));
      return "expand";
    },
  });
  return [...seen].sort();
}

test("tearing: any part first without a promise: every mix of old and new words", () => {
  assert.equal(patterns(0, 5, "none").length, 2 ** 5);
});

test("tearing: in order of the message: prefixes alone", () => {
  assert.deepEqual(patterns(0, 4, "message"), ["0000", "1000", "1100", "1110", "1111"]);
});

test("tearing: in order inside blocks of 128 bytes: a prefix of each block, and each mix of these", () => {
  // From address 112 two words lie in the first block, three in the second.
  const want = ["00", "10", "11"].flatMap((first) => ["000", "100", "110", "111"].map((second) => first + second));
  assert.deepEqual(patterns(112, 5, "128"), want.sort());
});

test("tearing: a reader of two words sees every mix, a reader of one word never one", () => {
  const threads = [
    [{ opcode: "WRITE" as const, channel: 0, at: 0, words: [7n, 7n] }],
    [{ opcode: "READ" as const, channel: 0, at: 0, count: 2, into: "both" }],
  ];
  assert.deepEqual(enumerate({ threads }).outcomes, ["both=0,0", "both=0,7", "both=7,0", "both=7,7"]);
  const one = [threads[0] ?? [], [{ opcode: "READ" as const, channel: 0, at: 1, into: "one" }]];
  assert.deepEqual(enumerate({ threads: one }).outcomes, ["one=0", "one=7"]);
});
