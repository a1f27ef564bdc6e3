import assert from "node:assert/strict";
import { test } from "node:test";
import { overDelivery } from "../../test-data/multicast.ts";
import { topologyText } from "./text.ts";

const picture = overDelivery().picture;
assert.ok(picture?.kind === "topology");
const text = topologyText(picture);
const lines = Array.from({ length: text.count }, (_, index) => text.line(index));
const all = lines.map((line) => line.text).join("\n");

test("the text names every copy with its step, and marks the ones that harm", () => {
  const copies = lines.filter(({ step }) => step !== undefined);
  assert.equal(copies.length, picture.copies.length);
  assert.equal(copies.filter(({ isBad }) => isBad).length, 6);
  assert.match(all, / {2}9 {2}leaf p4\.l40 → host p4\.l40\.h0 .*unasked/);
});

test("the text holds what header, hosts and load show", () => {
  for (const wanted of [
    "sender p0.l3.h7",
    "spine → leaf     29 B  DS popped",
    "default   any leaf         h0 h1 h3 h20",
    "p4.l12.h3 h20",
    "9 of 9 receivers, 6 unasked, 25 links",
    "46.20 of 40 Gbit/s",
  ]) {
    assert.ok(all.includes(wanted), wanted);
  }
});
