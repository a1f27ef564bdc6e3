import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isFromPanel, isPanelState, isToPanel } from "./panel-guards.ts";
import type { FromPanel, ToPanel } from "./panel.ts";
import type { OpenTraceResult, ScenarioStatus } from "./requests.ts";

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
const ref = { kind: "result", uri: "file:///w/load.multicast.json", scenario: "load", trace: 0 } as const;
const status: ScenarioStatus = { uri: ref.uri, scenario: "load", simulator: "multicast", range, phase: "running" };
const opened: OpenTraceResult = {
  head: {
    schema: "faultline-trace/1",
    simulator: "multicast",
    scenario: "load",
    path: "load.multicast.json",
    inputs: "sha256:00",
    title: "A packet",
    lanes: [{ id: "leaf:0", title: "leaf p0.l0" }],
    initial: {},
    subject: null,
  },
  key: "k",
  steps: 3,
  marks: [{ step: 1, kind: "harm" }],
  about: {
    verdict: "violated",
    codes: [{ code: "FL3005", title: "over-delivery" }],
    bounds: ["3 groups"],
    milliseconds: 4,
    isObsolete: false,
    reproduce: "faultline check",
    ref,
  },
};

const fromPanel: readonly FromPanel[] = [
  { kind: "ready" },
  { kind: "ready", state: { version: 1, ref, step: 2, folded: ["hosts"], unfoldedPods: [0] } },
  { kind: "want-window", key: "k", from: 0, to: 200 },
  { kind: "selected", step: 1, at: { path: "a", range } },
  { kind: "reveal", at: { path: "a", range } },
  { kind: "replay" },
  { kind: "run", status },
  { kind: "stop" },
  { kind: "export" },
  { kind: "create-test" },
  { kind: "explain", code: "FL3005" },
  { kind: "copy", text: "faultline check" },
  { kind: "show-output" },
];

const toPanel: readonly ToPanel[] = [
  { kind: "show", opened, step: 1 },
  {
    kind: "window",
    key: "k",
    window: { from: 0, steps: [{ lane: "leaf:0", action: "read", message: "reads UL", changes: [] }], state: {} },
  },
  { kind: "select", step: 0 },
  { kind: "move", to: "next-event" },
  { kind: "phase", phase: "obsolete", status },
  { kind: "replayed", text: "Fails again", isGood: false },
  { kind: "empty", scenarios: [status] },
  { kind: "failed", message: "no such file" },
];

for (const message of fromPanel) test(`isFromPanel: takes ${message.kind}`, () => assert.ok(isFromPanel(structuredClone(message))));
for (const message of toPanel) test(`isToPanel: takes ${message.kind}`, () => assert.ok(isToPanel(structuredClone(message))));

const wrong: readonly { readonly name: string; readonly message: unknown }[] = [
  { name: "an unknown kind", message: { kind: "eval", text: "1" } },
  { name: "a negative step", message: { kind: "selected", step: -1 } },
  { name: "a broken span", message: { kind: "reveal", at: { path: "a", range: { start: { line: 0 } } } } },
  { name: "a window that ends before it starts", message: { kind: "want-window", key: "k", from: 5, to: 2 } },
  { name: "a code that is a path", message: { kind: "explain", code: "../../FL3005" } },
  { name: "a state of another version", message: { kind: "ready", state: { version: 2 } } },
];

for (const { name, message } of wrong) test(`isFromPanel: refuses ${name}`, () => assert.ok(!isFromPanel(message)));

test("guards: any value at all is answered, never thrown on", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const guard of [isFromPanel, isToPanel, isPanelState]) assert.equal(typeof guard(value), "boolean");
    }),
  );
});

test("guards: a message without one of its fields is refused", () => {
  const needed = ([...fromPanel, ...toPanel] as readonly { readonly kind: string }[]).flatMap((message) =>
    Object.keys(message)
      .filter((key) => !["state", "at", "status", "step"].includes(key) || message.kind === "select" || message.kind === "reveal")
      .map((key) => ({ message, key })),
  );
  for (const { message, key } of needed) {
    const { [key]: _, ...rest } = message as { [name: string]: unknown };
    assert.ok(!isFromPanel(rest) && !isToPanel(rest), `${message.kind} without ${key}`);
  }
});
