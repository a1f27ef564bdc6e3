import assert from "node:assert/strict";
import { test } from "node:test";
import { overDelivery } from "../../test-data/multicast.ts";
import { gotWords, hostRows, hostSummary } from "./hosts.ts";

const picture = overDelivery().picture;
assert.ok(picture?.kind === "topology");

test("hosts of a leaf with the same outcome share a row, those that asked first", () => {
  assert.deepEqual(
    hostRows(picture).map((row) => `${row.name} ${row.asked ? "yes" : "no"} ${gotWords(row)} ${row.by}`),
    [
      "p0.l3.h8 yes 1 UL",
      "p0.l9.h1 yes 1 rule 1",
      "p4.l12.h0 h1 yes 1 each default",
      "p4.l12.h3 h20 no 1 each default",
      "p4.l13.h0 h1 yes 1 each default",
      "p4.l13.h3 h20 no 1 each default",
      "p4.l40.h3 h20 yes 1 each default",
      "p4.l40.h0 h1 no 1 each default",
      "p9.l2.h5 yes 1 rule 2",
    ],
  );
});

test("the summary counts receivers, what harms, and links", () => {
  assert.deepEqual(hostSummary(picture), [
    { text: "9 of 9 receivers", isBad: false },
    { text: "6 unasked", isBad: true },
    { text: "25 links", isBad: false },
  ]);
});

test("missing, unreachable and doubled receivers are told apart", () => {
  const hosts = [
    { host: 1, wanted: true, copies: 0, by: "" },
    { host: 2, wanted: true, copies: 0, by: "", unreachable: true },
    { host: 3, wanted: true, copies: 2, by: "rule 1" },
  ];
  assert.deepEqual(
    hostRows({ ...picture, hosts }).map(({ outcome }) => outcome),
    ["missing", "unreachable", "duplicate"],
  );
  assert.deepEqual(
    hostSummary({ ...picture, hosts, copies: [] }).map(({ text }) => text),
    ["1 of 3 receivers", "1 missing", "1 without a live path", "1 more than once", "0 links"],
  );
});
