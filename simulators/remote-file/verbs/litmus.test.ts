import assert from "node:assert/strict";
import { test } from "node:test";
import { enumerate, type Instruction, type Litmus } from "./testing/litmus.ts";

type Extra = Partial<Instruction>;
const write = (at: number, word: bigint, extra: Extra = {}): Instruction => ({ opcode: "WRITE", channel: 0, at, words: [word], ...extra });
const read = (at: number, into: string, extra: Extra = {}): Instruction => ({ opcode: "READ", channel: 0, at, into, ...extra });
const second: Extra = { channel: 1 };
const awaited: Extra = { isAwaited: true };
const [x, y] = [0, 1];

/** Reader that waits for each of its reads, in the order flag, payload. */
const flagThenPayload = [read(y, "flag", awaited), read(x, "payload", awaited)];

/** Everything that comes out, and nothing else. Sources: the RDMA-TSO litmus tests (OOPSLA 2024, doi 10.1145/3689781), in our rules of order. */
const tests: readonly (Litmus & { readonly name: string; readonly want: readonly string[] })[] = [
  {
    name: "message passing, one channel, not awaited: the flag is never before the payload",
    threads: [[write(x, 1n), write(y, 1n)], flagThenPayload],
    want: ["flag=0 payload=0", "flag=0 payload=1", "flag=1 payload=1"],
  },
  {
    name: "message passing, two channels, not awaited: everything happens",
    threads: [[write(x, 1n), write(y, 1n, second)], flagThenPayload],
    want: ["flag=0 payload=0", "flag=0 payload=1", "flag=1 payload=0", "flag=1 payload=1"],
  },
  {
    name: "message passing, two channels, payload awaited at delivery: order is kept",
    threads: [[write(x, 1n, awaited), write(y, 1n, second)], flagThenPayload],
    want: ["flag=0 payload=0", "flag=0 payload=1", "flag=1 payload=1"],
  },
  {
    name: "message passing, two channels, payload awaited at transmit: the flag may come first",
    completion: "transmit",
    threads: [[write(x, 1n, awaited), write(y, 1n, second)], flagThenPayload],
    want: ["flag=0 payload=0", "flag=0 payload=1", "flag=1 payload=0", "flag=1 payload=1"],
  },
  {
    name: "message passing, two channels, at transmit, the payload read again before the flag: order is kept",
    completion: "transmit",
    threads: [[write(x, 1n, awaited), read(x, "seen", awaited), write(y, 1n, second)], flagThenPayload],
    want: ["flag=0 payload=0 seen=1", "flag=0 payload=1 seen=1", "flag=1 payload=1 seen=1"],
  },
  {
    name: "message passing, two channels, at transmit, flushed before the flag: order is kept",
    completion: "transmit",
    threads: [[write(x, 1n), { opcode: "FLUSH", channel: 0, at: 0, isAwaited: true }, write(y, 1n, second)], flagThenPayload],
    want: ["flag=0 payload=0", "flag=0 payload=1", "flag=1 payload=1"],
  },
  {
    name: "message passing, one channel, at transmit: order is kept",
    completion: "transmit",
    threads: [[write(x, 1n, awaited), write(y, 1n)], flagThenPayload],
    want: ["flag=0 payload=0", "flag=0 payload=1", "flag=1 payload=1"],
  },
  {
    name: "store buffering, one channel each, not awaited: somebody sees a write",
    threads: [
      [write(x, 1n), read(y, "a")],
      [write(y, 1n), read(x, "b")],
    ],
    want: ["a=0 b=1", "a=1 b=0", "a=1 b=1"],
  },
  {
    name: "store buffering, two channels each, not awaited: both may see nothing",
    threads: [
      [write(x, 1n), read(y, "a", second)],
      [write(y, 1n), read(x, "b", second)],
    ],
    want: ["a=0 b=0", "a=0 b=1", "a=1 b=0", "a=1 b=1"],
  },
  {
    name: "store buffering, two channels each, writes awaited at delivery: somebody sees a write",
    threads: [
      [write(x, 1n, awaited), read(y, "a", second)],
      [write(y, 1n, awaited), read(x, "b", second)],
    ],
    want: ["a=0 b=1", "a=1 b=0", "a=1 b=1"],
  },
  {
    name: "store buffering, two channels each, writes awaited at transmit: both may see nothing",
    completion: "transmit",
    threads: [
      [write(x, 1n, awaited), read(y, "a", second)],
      [write(y, 1n, awaited), read(x, "b", second)],
    ],
    want: ["a=0 b=0", "a=0 b=1", "a=1 b=0", "a=1 b=1"],
  },
  {
    name: "load buffering, one channel each, not awaited: not both",
    threads: [
      [read(x, "a"), write(y, 1n)],
      [read(y, "b"), write(x, 1n)],
    ],
    want: ["a=0 b=0", "a=0 b=1", "a=1 b=0"],
  },
  {
    name: "load buffering, two channels each, not awaited: both may see the other's write",
    threads: [
      [read(x, "a"), write(y, 1n, second)],
      [read(y, "b"), write(x, 1n, second)],
    ],
    want: ["a=0 b=0", "a=0 b=1", "a=1 b=0", "a=1 b=1"],
  },
  {
    name: "load buffering, two channels each, reads awaited: not both",
    threads: [
      [read(x, "a", awaited), write(y, 1n, second)],
      [read(y, "b", awaited), write(x, 1n, second)],
    ],
    want: ["a=0 b=0", "a=0 b=1", "a=1 b=0"],
  },
  {
    name: "reads of one word, one channel: the newer value is not forgotten",
    threads: [[write(x, 1n)], [read(x, "a"), read(x, "b")]],
    want: ["a=0 b=0", "a=0 b=1", "a=1 b=1"],
  },
  {
    name: "reads of one word, two channels, not awaited: the later one may be the older",
    threads: [[write(x, 1n)], [read(x, "a"), read(x, "b", second)]],
    want: ["a=0 b=0", "a=0 b=1", "a=1 b=0", "a=1 b=1"],
  },
  {
    name: "a read after a write on one channel sees it, at transmit too",
    completion: "transmit",
    threads: [[write(x, 7n), read(x, "a")]],
    want: ["a=7"],
  },
  {
    name: "a plain write between the two halves of an atomic is lost",
    threads: [[write(x, 5n)], [{ opcode: "FAA", channel: 0, at: x, words: [1n] }]],
    final: [x],
    want: ["[0]=1", "[0]=5", "[0]=6"],
  },
  {
    name: "atomics never lose one another",
    threads: [
      [{ opcode: "FAA", channel: 0, at: x, words: [1n], into: "a" }],
      [{ opcode: "FAA", channel: 0, at: x, words: [1n], into: "b" }],
    ],
    final: [x],
    want: ["a=0 b=1 [0]=2", "a=1 b=0 [0]=2"],
  },
  {
    name: "one compare-and-swap of two wins",
    threads: [
      [{ opcode: "CAS", channel: 0, at: x, words: [0n, 7n], into: "a" }],
      [{ opcode: "CAS", channel: 0, at: x, words: [0n, 8n], into: "b" }],
    ],
    final: [x],
    want: ["a=0 b=7 [0]=7", "a=8 b=0 [0]=8"],
  },
  {
    name: "the greater word stays",
    threads: [[{ opcode: "MAX", channel: 0, at: x, words: [3n] }], [{ opcode: "MAX", channel: 0, at: x, words: [9n] }]],
    final: [x],
    want: ["[0]=9"],
  },
];

for (const { name, want, ...litmus } of tests) {
  test(`litmus: ${name}`, () => assert.deepEqual(enumerate(litmus).outcomes, want));
}

/** Two writers, two readers that read in opposite orders. */
const independent = (extra: Extra): Litmus["threads"] => [
  [write(x, 1n)],
  [write(y, 1n)],
  [read(x, "a", awaited), read(y, "b", extra)],
  [read(y, "c", awaited), read(x, "d", extra)],
];

test("litmus: independent reads of independent writes, awaited: readers agree on the order", () => {
  for (const completion of ["delivery", "transmit"] as const) {
    const { outcomes } = enumerate({ completion, threads: independent({ ...awaited, ...second }) });
    assert.equal(outcomes.length, 15);
    assert.ok(!outcomes.includes("a=1 b=0 c=1 d=0"));
  }
});

test("litmus: independent reads of independent writes, not awaited on two channels: readers may disagree", () => {
  const threads = independent(second).map((thread) => thread.map((instruction) => ({ ...instruction, isAwaited: false })));
  assert.ok(enumerate({ threads }).outcomes.includes("a=1 b=0 c=1 d=0"));
});
