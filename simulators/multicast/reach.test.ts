import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { elementText, failuresOf, parseElement } from "./elements.ts";
import type { Topology } from "./model.ts";
import { cutOf, reachability } from "./reach.ts";
import { situations } from "./testing/fabrics.ts";
import { hostsByGraphSearch } from "./testing/graph.ts";
import { hostCount } from "./topology.ts";

test("reachable is what a graph search reaches", () => {
  fc.assert(
    fc.property(situations, ({ topology, failures, sender }) => {
      const hosts = Array.from({ length: hostCount(topology) }, (_, host) => host);
      const graph = hostsByGraphSearch(topology, failures, sender);
      const { reachable, unreachable } = reachability(topology, failures, sender, hosts);
      assert.deepEqual(
        reachable,
        hosts.filter((host) => graph.has(host)),
      );
      assert.deepEqual(
        unreachable,
        hosts.filter((host) => host !== sender && !graph.has(host)),
      );
    }),
    { numRuns: 500 },
  );
});

test("a cut cuts, and nothing can be left out of it", () => {
  let cuts = 0;
  fc.assert(
    fc.property(situations, ({ topology, failures, sender, receivers }) => {
      for (const receiver of receivers) {
        if (receiver === sender) continue;
        const isCutBy = (elements: Parameters<typeof failuresOf>[0]) =>
          !hostsByGraphSearch(topology, failuresOf(elements), sender).has(receiver);
        const cut = cutOf(topology, failures, sender, receiver);
        assert.equal(cut.length > 0, !hostsByGraphSearch(topology, failures, sender).has(receiver));
        if (cut.length === 0) continue;
        cuts++;
        assert.ok(isCutBy(cut));
        for (const element of cut) assert.ok(!isCutBy(cut.filter((other) => other !== element)));
      }
    }),
    { numRuns: 400 },
  );
  assert.ok(cuts > 0);
});

const topology: Topology = { pods: 3, leavesPerPod: 3, hostsPerLeaf: 3, spinesPerPod: 2, coresPerSpine: 2 };

test("both spines of a pod are the cut, not the link that is down as well", () => {
  const texts = ["spine:p2.s0", "spine:p2.s1", "link:p2.l1-p2.s0", "core:s0.c0"];
  const failures = failuresOf(texts.map((text) => parseElement(topology, text) ?? assert.fail(text)));
  assert.deepEqual(
    cutOf(topology, failures, 0, 22).map((element) => elementText(topology, element)),
    ["spine:p2.s0", "spine:p2.s1"],
  );
});
