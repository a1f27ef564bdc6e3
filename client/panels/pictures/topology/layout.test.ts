import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bigFabric } from "../../test-data/big-fabric.ts";
import { overDelivery } from "../../test-data/multicast.ts";
import type { TopologyPicture } from "../../../../protocol/picture.ts";
import type { Trace } from "../../../../protocol/trace.ts";
import { copyTable } from "./copies.ts";
import { summariseFabric } from "./fabric.ts";
import { type FabricLayout, layoutFabric } from "./layout.ts";
import { naturalWidth } from "./layout-columns.ts";
import { nodeCode, parseNode } from "./names.ts";

const pictureOf = (trace: Trace): TopologyPicture => {
  assert.ok(trace.picture?.kind === "topology");
  return trace.picture;
};
function layout(picture: TopologyPicture, width: number, unfolded: readonly number[] = []): FabricLayout {
  const table = copyTable(picture);
  return layoutFabric(summariseFabric(picture, table), table, { width, unfolded: new Set(unfolded) });
}

const small = pictureOf(overDelivery());

test("pods that the packet touches are open, the others are narrow columns", () => {
  const { pods } = layout(small, 868);
  assert.deepEqual(
    pods.filter(({ kind }) => kind === "open").map(({ first }) => first),
    [0, 4, 9],
  );
  assert.equal(pods.length, 12);
  assert.equal(pods[1]?.title, "pod 1 · 48 leaves");
});

test("everything that the packet touches has its name, and the leaves left out are counted", () => {
  const { nodes, isReduced } = layout(small, 868);
  assert.ok(!isReduced);
  const labels = nodes.map(({ label }) => label);
  for (const name of ["s1.c5", "l3", "l9", "l12", "l13", "l40", "l2", "h7", "h8", "h20", "+46", "+47"])
    assert.ok(labels.includes(name), name);
  const harm = nodes.filter(({ tone }) => tone === "bad").map(({ label }) => label);
  assert.deepEqual(harm, ["l12", "h3", "h20", "l13", "h3", "h20", "l40", "h0", "h1"]);
});

test("each copy is a line between the boxes of its ends, in the colour of the pod it leads to", () => {
  const { edges, edgeOfCopy } = layout(small, 868);
  assert.equal(edges.length, small.copies.length);
  for (const [index, copy] of small.copies.entries()) {
    const edge = edges[edgeOfCopy[index] ?? -1];
    assert.equal(edge?.firstStep, copy.step);
    assert.equal(edge?.isDashed, copy.kind === "unasked");
  }
  assert.deepEqual(new Set(edges.map(({ tone }) => tone)), new Set(["up", "bad", 0, 1, 2]));
});

test("an unfolded pod shows all its leaves", () => {
  const { nodes } = layout(small, 868, [4, 5]);
  assert.equal(nodes.filter(({ tier, pod }) => tier === "leaf" && pod === 4).length, 48);
  assert.equal(nodes.filter(({ tier, pod }) => tier === "leaf" && pod === 5).length, 48);
});

test("the largest fabric with thousands of hosts touched: sums, few lines, more detail when zoomed", () => {
  const picture = pictureOf(bigFabric(6000));
  const fitted = layout(picture, 1400);
  assert.ok(fitted.isReduced);
  assert.ok(fitted.edges.length < 3000, `${fitted.edges.length} lines`);
  assert.ok(fitted.nodes.length < 4000, `${fitted.nodes.length} boxes`);
  const zoomed = layout(picture, naturalWidth(summariseFabric(picture, copyTable(picture)), new Set()));
  assert.ok(zoomed.nodes.length > fitted.nodes.length);
  assert.equal(zoomed.nodes.filter(({ tier, codes }) => tier === "host" && codes.length > 1).length, 0);
});

test("at any width every touched node has exactly one box, inside its pod and inside the picture", () => {
  const pictures = [small, pictureOf(bigFabric(300)), pictureOf(bigFabric(3000))];
  fc.assert(
    fc.property(
      fc.nat(pictures.length - 1),
      fc.integer({ min: 300, max: 4000 }),
      fc.array(fc.nat(11), { maxLength: 3 }),
      (pick, width, unfolded) => {
        const picture = pictures[pick] ?? small;
        const { nodes, pods, boxOf } = layout(picture, width, unfolded);
        for (const copy of picture.copies) {
          for (const end of [copy.from, copy.to]) {
            const box = nodes[boxOf.get(parseNode(end) ?? -1) ?? -1];
            assert.ok(box, `${end} has a box`);
            assert.ok(box.x >= -1 && box.x <= width + 1, `${end} at ${box.x} of ${width}`);
            const pod = pods.find(({ first, kind }) => kind === "open" && first === box.pod);
            if (pod) assert.ok(pod.x - 1 <= box.x && box.x <= pod.x + pod.width + 1, `${end} at ${box.x} in pod ${pod.x}+${pod.width}`);
          }
        }
        const right = Math.max(...pods.map((pod) => pod.x + pod.width));
        assert.ok(right <= width + 1, `${right} of ${width}`);
      },
    ),
    { numRuns: 40 },
  );
});

test("what is down is drawn as such, and a receiver without a copy as missing", () => {
  const first = small.hosts[0];
  assert.ok(first);
  const picture = { ...small, failed: ["spine:p0.s0", "link:p4.s1-s1.c5", "leaf:p5.l2"], hosts: [{ ...first, copies: 0, by: "" }] };
  const table = copyTable(picture);
  const fabric = summariseFabric(picture, table);
  const { nodes, boxOf, pods } = layoutFabric(fabric, table, { width: 900, unfolded: new Set() });
  assert.equal(nodes[boxOf.get(nodeCode("spine", 0)) ?? -1]?.shape, "failed");
  assert.equal(nodes[boxOf.get(nodeCode("leaf", 242)) ?? -1]?.shape, "failed");
  assert.equal(nodes[boxOf.get(nodeCode("host", first.host)) ?? -1]?.shape, "missing");
  assert.ok(pods.some(({ first: pod, kind }) => pod === 5 && kind === "open"));
  assert.deepEqual(fabric.failedLinks, [[nodeCode("spine", 17), nodeCode("core", 17)]]);
});
