import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { writeReport } from "../../server/export/report.ts";
import { reportFrom } from "../../cli/check/report.ts";
import { checkText } from "./in-process.ts";

/** A good configuration with every part that a reader has to know. */
const good = `{
  // A small fabric.
  "topology": { "pods": 2, "leavesPerPod": 2, "hostsPerLeaf": 4, "spinesPerPod": 2, "coresPerSpine": 2, "linkGbps": { "host": 10 } },
  "limits": { "headerBytes": 64, "leafRules": 4, "redundancy": 1, "occupied": { "leaf:p0.l1": 3 } },
  "hosts": { "lb": ["p0.l0.h0", "p1.l1.h2-3"] },
  "groups": [
    { "name": "cpu-load", "tenant": 1, "address": "239.1.1.1", "receivers": ["lb"], "senders": ["p1.l0.h*"], "expectSpurious": 0 },
    { "name": "disk-load", "tenant": 7, "address": "239.1.1.1", "receivers": ["p0.l*.h1", 9] },
  ],
  "streams": [{ "group": "cpu-load", "intervalMs": 25, "bytes": 120, "maxAgeMs": 50 }, { "group": "7/239.1.1.1", "intervalMs": 100 }],
  "failures": [{ "at": ["spine:p0.s0"] }, { "every": "single", "kinds": ["core"], "reaction": "none" }],
  "churn": { "eventsPerSecond": 10, "events": 20 }
}
`;

/** Characters that make JSON something else, and some that no editor shows. */
const piece = fc.oneof(
  fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "//",
    "/*",
    "\\",
    "\0",
    "\ufeff",
    "-",
    "1e999",
    "999999999999",
    "null",
    "p0",
    "é",
    "\ud800",
  ),
  fc.string({ maxLength: 3 }),
);

const mutation = fc.oneof(
  fc.record({ at: fc.nat(good.length), length: fc.constant(good.length), text: fc.constant("") }),
  fc.record({ at: fc.nat(good.length), length: fc.nat(6), text: piece }),
);

test("broken configurations: cut or changed anywhere, there is an answer or a problem at a place in the file, and every report can be written", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const text = mutations.reduce((left, { at, length, text: inserted }) => left.slice(0, at) + inserted + left.slice(at + length), good);
      const { results, problems } = await checkText("net.multicast.json", text);
      assert.ok(results.length + problems.length > 0, "something is said");
      for (const result of results)
        assert.ok(result.verdict !== "not-run" || result.problems.length > 0, "what was not run says why, at a place");
      const lines = text.split(/\r\n|\n|\r/);
      for (const { range, message, code } of [...problems, ...results.flatMap((result) => result.problems)]) {
        assert.notEqual(message, "");
        assert.notEqual(code, "FL0001", message);
        for (const { line, character } of [range.start, range.end])
          assert.ok(character <= (lines[line] ?? "").length && line < lines.length, `${message} at ${line}:${character}`);
      }
      const report = reportFrom({ version: "1.2.3", seed: 1, problems, results });
      for (const format of ["pretty", "json", "sarif", "junit"] as const)
        assert.notEqual(writeReport(report, format, { sourceOf: () => text }), "");
    }),
    { numRuns: 2000, seed: 20_261_123 },
  );
});
