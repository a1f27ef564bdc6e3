import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenTraceResult, TraceWindow } from "../../../protocol/requests.ts";
import type { Step } from "../../../protocol/trace.ts";
import { findStep, type Scan, stepContains } from "./scan.ts";
import { TraceSource } from "./source.ts";

const total = 1300;
const stepOf = (index: number): Step => ({
  lane: `cpu${index % 2}`,
  action: "a",
  message: index % 400 === 399 ? "takes the `lock`" : `reads ${index}`,
  changes: [],
});

/** A source whose other side answers later, one range at a time, as an editor does. */
function slowSource(): { readonly source: TraceSource; readonly asked: string[] } {
  const asked: string[] = [];
  const source: TraceSource = new TraceSource({ steps: total } as OpenTraceResult, ({ from, to }) => {
    asked.push(`${from}-${to}`);
    const window: TraceWindow = { from, steps: Array.from({ length: to - from }, (_, i) => stepOf(from + i)), state: {} };
    setTimeout(() => source.take(window), 1);
  });
  return { source, asked };
}

const scanOf = (source: TraceSource, more: Partial<Scan>): Scan => ({
  from: 0,
  direction: 1,
  steps: total,
  wraps: true,
  load: (index) => source.load(index),
  matches: stepContains("LOCK", (lane) => lane),
  signal: new AbortController().signal,
  ...more,
});

test("findStep: forward, backward and round the end, asking only for what it passes", async () => {
  const { source, asked } = slowSource();
  assert.equal(await findStep(scanOf(source, {})), 399);
  assert.deepEqual(asked, ["0-500"]);
  assert.equal(await findStep(scanOf(source, { from: 399 })), 799);
  assert.equal(await findStep(scanOf(source, { from: 1200 })), 399);
  assert.equal(await findStep(scanOf(source, { from: 398, direction: -1 })), 1199);
});

test("findStep: without a match the search ends after one round", async () => {
  const { source } = slowSource();
  assert.equal(await findStep(scanOf(source, { matches: () => false })), undefined);
  assert.equal(await findStep(scanOf(source, { from: 1200, wraps: false })), undefined);
});

test("findStep: a search that is given up finds nothing", async () => {
  const { source } = slowSource();
  const abort = new AbortController();
  const found = findStep(scanOf(source, { signal: abort.signal }));
  abort.abort();
  assert.equal(await found, undefined);
});

test("stepContains: looks at lane and message, without back-ticks", () => {
  const step = stepOf(399);
  assert.ok(stepContains("the lock", () => "CPU 1")(step));
  assert.ok(stepContains("cpu 1 takes", () => "CPU 1")(step));
  assert.ok(!stepContains("unlock", () => "CPU 1")(step));
});
