import assert from "node:assert/strict";
import { test } from "node:test";
import type { Trace } from "../../../../protocol/trace.ts";
import { bigFabric } from "../../test-data/big-fabric.ts";
import { afterFailure } from "../../test-data/failure.ts";
import { overDelivery } from "../../test-data/multicast.ts";
import { copyTable } from "./copies.ts";
import { describeBox, describePicture, walkOrder } from "./describe.ts";
import { summariseFabric } from "./fabric.ts";
import { layoutFabric } from "./layout.ts";

function drawn(trace: Trace) {
  const { picture } = trace;
  assert.ok(picture?.kind === "topology");
  const table = copyTable(picture);
  const fabric = summariseFabric(picture, table);
  const { nodes } = layoutFabric(fabric, table, { width: 900, unfolded: new Set() });
  const words = nodes.map((box) => describeBox(picture, fabric, table, box));
  return { picture, table, fabric, nodes, words };
}

test("a box says its name and what the packet does there", () => {
  const { words } = drawn(overDelivery());
  for (const wanted of [
    "leaf p4.l40: sends 4 copies by the default rule, 2 unasked, at step 9",
    "core s1.c5: sends 2 copies by its upstream part, at step 5",
    "host p0.l3.h7: the sender",
    "host p4.l40.h0: never asked, got one copy by default",
    "host p0.l9.h1: asked, got one copy by rule 1",
    "spine p0.s0: the packet does not pass here",
    "46 more leaves in pod 0, which the packet does not touch",
  ]) {
    assert.ok(words.includes(wanted), `${wanted}\n${words.join("\n")}`);
  }
});

test("after a failure: what is down, who gets nothing, who gets too much", () => {
  const { words } = drawn(afterFailure());
  for (const wanted of [
    "spine p9.s1: down",
    "host p9.l2.h5: asked and got nothing",
    "host p9.l2.h9: asked, but no live path leads there",
    "host p4.l12.h0: asked, got 2 copies by default",
  ]) {
    assert.ok(words.includes(wanted), `${wanted}\n${words.join("\n")}`);
  }
});

test("a sum says how many it stands for", () => {
  const { words } = drawn(bigFabric(6000));
  assert.ok(words.some((text) => /^84 leaves of pod 0, \d+ of them send copies nobody asked for; zoom in to see each$/.test(text)));
  assert.ok(words.some((text) => /^\d+ hosts of pod 1: asked and got it$/.test(text)));
});

test("the keys go from node to node as the packet does, beginning with the sender", () => {
  const { table, nodes, words } = drawn(overDelivery());
  const walk = walkOrder(table, nodes).map((index) => words[index]?.split(":")[0]);
  assert.deepEqual(walk.slice(0, 8), [
    "host p0.l3.h7",
    "leaf p0.l3",
    "host p0.l3.h8",
    "spine p0.s1",
    "core s1.c5",
    "spine p4.s1",
    "leaf p4.l12",
    "host p4.l12.h0",
  ]);
  assert.equal(new Set(walk).size, walk.length);
});

test("the picture in one sentence", () => {
  const { picture, fabric } = drawn(overDelivery());
  assert.equal(
    describePicture(picture, fabric),
    "Paths of one packet from p0.l3.h7 through pods 0, 4 and 9: 25 links. Up and down go from node to node.",
  );
});
