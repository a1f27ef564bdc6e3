import assert from "node:assert/strict";
import { test } from "node:test";
import type { Trace } from "../../protocol/trace.ts";
import { readTraceValue } from "./trace.ts";

const trace: Trace = {
  schema: "faultline-trace/1",
  simulator: "critical-section",
  scenario: "withdraw",
  path: "src/withdraw.ts",
  inputs: "sha256:1",
  title: "",
  lanes: [{ id: "cpu0", title: "CPU 0" }],
  initial: {},
  steps: [
    {
      lane: "cpu0",
      action: "write",
      message: "",
      changes: [{ location: ["balance", 0], before: 1, expected: 2 }],
      mark: "wait",
      revertedBy: 1,
    },
    { lane: "cpu0", action: "revert", message: "", changes: [], mark: "revert" },
  ],
  subject: {},
  sections: [{ lane: "cpu0", from: 0, to: 1, thread: "atm", outcome: "reverted", try: 1 }],
  links: [{ from: 0, to: 1, kind: "stale" }],
  held: [{ lane: "cpu0", from: 0, to: 1, what: "lock" }],
  waits: [{ lane: "cpu0", from: 1, to: 1, thread: "atm", what: "waits" }],
  upcalls: [
    {
      from: 1,
      to: 1,
      handler: "onInterrupt",
      lane: "cpu0",
      thread: "atm",
      event: { kind: "timer", sequence: 1 },
      cpu: { cpu: 0, locals: [{ name: "seen", value: null }], pending: [{ location: "balance", before: 100 }] },
      inSection: true,
      did: [],
    },
  ],
  differs: 1,
};

const [section] = trace.sections ?? [];
const [upcall] = trace.upcalls ?? [];

test("a trace with sections, links, locks, waits and upcalls is read", () => assert.deepEqual(readTraceValue(trace), { trace }));

const wrongs: readonly { readonly name: string; readonly more: object; readonly says: RegExp }[] = [
  { name: "an outcome that is none", more: { sections: [{ ...section, outcome: "lost" }] }, says: /sections\[0\]\.outcome/ },
  { name: "a section beyond the run", more: { sections: [{ ...section, to: 2 }] }, says: /sections\[0\]\.to: there is no step 2/ },
  { name: "a link without a kind", more: { links: [{ from: 0, to: 1 }] }, says: /links\[0\]\.kind/ },
  { name: "an upcall without its second item", more: { upcalls: [{ ...upcall, event: undefined }] }, says: /upcalls\[0\]\.event/ },
  { name: "a lock that is held by nobody's lane", more: { held: [{ from: 0, to: 1, what: "lock" }] }, says: /held\[0\]\.lane/ },
  { name: "a first difference beyond the run", more: { differs: 7 }, says: /differs: there is no step 7/ },
  {
    name: "a step that is taken back by none",
    more: { steps: [{ ...trace.steps[0], revertedBy: 9 }, trace.steps[1]] },
    says: /steps\[0\]\.revertedBy: there is no step 9/,
  },
];

for (const { name, more, says } of wrongs) {
  test(`a trace is refused: ${name}`, () => {
    const read = readTraceValue({ ...trace, ...more });
    assert.match("wrong" in read ? read.wrong : "", says);
  });
}
