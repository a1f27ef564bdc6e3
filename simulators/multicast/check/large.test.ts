import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf } from "./test-support.ts";

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** A header that names every port of every switch of a large fabric: millions of copies of one packet. */
test("a header written by hand that floods a large fabric is reported, without a list of its copies", () => {
  const topology = { pods: 8, leavesPerPod: 32, hostsPerLeaf: 32, spinesPerPod: 8, coresPerSpine: 8 };
  const config = {
    topology,
    groups: [{ name: "flood", tenant: 1, address: "239.1.1.1", receivers: ["p1.l0.h0"], senders: ["p0.l0.h0"] }],
    installed: {
      headers: [
        {
          group: "flood",
          from: "p0.l0.h0",
          leaf: { up: range(8) },
          spine: { leaves: [], up: range(8) },
          pods: range(8),
          podDefault: range(32),
          leafDefault: range(32),
        },
      ],
    },
  };
  const { result, problems } = findingsOf("flood.multicast.json", JSON.stringify(config));
  assert.equal(result.verdict, "violated");
  const codes = problems.map(({ code }) => code);
  for (const code of ["FL3005", "FL3007", "FL3008"]) assert.ok(codes.includes(code as (typeof codes)[number]), code);
  assert.deepEqual(result.traces, []);
});
