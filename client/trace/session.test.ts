import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OpenTraceResult } from "../../protocol/requests.ts";
import { TraceSession, windowAround, windowLimit } from "./session.ts";

function opened(steps: number, harm?: number): OpenTraceResult {
  return {
    head: {
      schema: "faultline-trace/1",
      simulator: "toy",
      scenario: "toy",
      path: "toy.ts",
      inputs: "sha256:00",
      title: "A toy",
      lanes: [{ id: "a", title: "a" }],
      initial: {},
      subject: null,
      ...(harm === undefined ? {} : { harm }),
    },
    key: "k",
    steps,
    marks: [],
    about: {
      verdict: "violated",
      codes: [],
      bounds: [],
      milliseconds: 0,
      isObsolete: false,
      reproduce: "",
      ref: { kind: "file", uri: "file:///t.fltrace.json" },
    },
  };
}

function server(calls: string[] = []) {
  return async (key: string, from: number, to: number) => {
    calls.push(`${key} ${from}-${to}`);
    return {
      from,
      steps: Array.from({ length: to - from }, (_, i) => ({ lane: "a", action: "go", message: `${from + i}`, changes: [] })),
      state: {},
    };
  };
}

test("session: opens on the step that harms, on the step asked for, else on the first", () => {
  assert.equal(new TraceSession(opened(9, 4), server(), undefined).step, 4);
  assert.equal(new TraceSession(opened(9, 4), server(), 2).step, 2);
  assert.equal(new TraceSession(opened(9), server(), undefined).step, 0);
  assert.equal(new TraceSession(opened(9), server(), 99).step, 8, "a step of an older, longer trace");
  assert.equal(new TraceSession(opened(0), server(), undefined).step, 0);
});

test("session: a short trace is fetched once, whole", async () => {
  const calls: string[] = [];
  const session = new TraceSession(opened(30), server(calls), 3);
  assert.equal((await session.nearby()).length, 30);
  session.moveTo(29);
  assert.equal((await session.current())?.message, "29");
  assert.deepEqual(calls, ["k 0-30"]);
});

test("session: a long trace is held by window", async () => {
  const calls: string[] = [];
  const session = new TraceSession(opened(100_000), server(calls), 50_000);
  assert.equal((await session.current())?.message, "50000");
  session.moveTo(50_500);
  assert.equal((await session.current())?.message, "50500");
  session.moveTo(99_999);
  assert.equal((await session.current())?.message, "99999");
  assert.deepEqual(calls, ["k 49000-51000", "k 98000-100000"]);
});

test("session: a failed fetch is tried again", async () => {
  let isDown = true;
  const fetch = server();
  const session = new TraceSession(
    opened(3),
    async (key, from, to) => {
      if (isDown) throw new Error("server restarts");
      return fetch(key, from, to);
    },
    0,
  );
  await assert.rejects(session.current(), /restarts/);
  isDown = false;
  assert.equal((await session.current())?.message, "0");
});

test("windowAround: holds the step, lies in the trace, keeps to the limit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200_000 }), fc.nat(200_000), (steps, any) => {
      const step = any % steps;
      const { from, to } = windowAround(step, steps);
      assert.ok(0 <= from && from <= step && step < to && to <= steps && to - from <= windowLimit);
    }),
  );
});
