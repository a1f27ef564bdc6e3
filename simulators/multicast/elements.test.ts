import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  countSingleFailures,
  type Element,
  elementsOf,
  elementText,
  failuresOf,
  isIntact,
  noFailures,
  parseElement,
  singleFailures,
} from "./elements.ts";
import type { ElementKind, Topology } from "./model.ts";
import { nodeText, parseNode, parsePlace } from "./names.ts";
import { failuresIn, topologies } from "./testing/fabrics.ts";
import { idWidth } from "./topology.ts";

const topology: Topology = { pods: 3, leavesPerPod: 4, hostsPerLeaf: 5, spinesPerPod: 2, coresPerSpine: 2 };
const kinds: readonly ElementKind[] = ["leaf", "spine", "core", "link", "host"];

test("every single element: each once, read back from its own text", () => {
  fc.assert(
    fc.property(topologies, fc.subarray([...kinds]), (fabric, some) => {
      const elements = [...singleFailures(fabric, some)];
      const texts = elements.map((element) => elementText(fabric, element));
      assert.equal(new Set(texts).size, countSingleFailures(fabric, some));
      assert.equal(texts.length, countSingleFailures(fabric, some));
      assert.deepEqual(
        texts.map((text) => parseElement(fabric, text)),
        elements,
      );
    }),
  );
});

test("a set of failures gives its elements back", () => {
  fc.assert(
    fc.property(
      topologies.chain((fabric) => failuresIn(fabric)),
      (failures) => assert.deepEqual(failuresOf(elementsOf(failures)), failures),
    ),
  );
});

test("nothing failed", () => {
  assert.ok(isIntact(noFailures));
  assert.ok(!isIntact(failuresOf([{ kind: "core", id: 0 }])));
});

const texts: readonly { text: string; want: Element | undefined }[] = [
  { text: "leaf:p1.l2", want: { kind: "leaf", id: 6 } },
  { text: "spine:p2.s1", want: { kind: "spine", id: 5 } },
  { text: "core:s1.c0", want: { kind: "core", id: 2 } },
  { text: "host:p0.l1.h2", want: { kind: "host", id: 7 } },
  { text: "link:p1.l2-p1.s1", want: { kind: "leafSpineLink", leaf: 6, spine: 3 } },
  { text: "link:p1.s1-p1.l2", want: { kind: "leafSpineLink", leaf: 6, spine: 3 } },
  { text: "link:p0.s1-s1.c0", want: { kind: "spineCoreLink", spine: 1, core: 2 } },
  { text: "link:p1.l2-p0.s1", want: undefined },
  { text: "link:p0.s0-s1.c0", want: undefined },
  { text: "link:p0.l0-s1.c0", want: undefined },
  { text: "link:p0.l0", want: undefined },
  { text: "link:p0.l0-p0.s0-s0.c0", want: undefined },
  { text: "leaf:p3.l0", want: undefined },
  { text: "leaf:p0.l4", want: undefined },
  { text: "leaf:p0.s0", want: undefined },
  { text: "spine:p0.s2", want: undefined },
  { text: "core:s0.c2", want: undefined },
  { text: "host:p0.l0.h5", want: undefined },
  { text: "pod:p0", want: undefined },
  { text: "leaf:", want: undefined },
  { text: "", want: undefined },
];

for (const { text, want } of texts) test(`parseElement: "${text}"`, () => assert.deepEqual(parseElement(topology, text), want));

test("names of nodes", () => {
  assert.equal(nodeText(topology, "leaf:6"), "leaf p1.l2");
  assert.equal(nodeText(topology, "host:7"), "host p0.l1.h2");
  assert.equal(nodeText(topology, "spine:5"), "spine p2.s1");
  assert.equal(nodeText(topology, "core:2"), "core s1.c0");
  assert.equal(nodeText(topology, "controller"), "controller");
  assert.equal(parseNode(topology, "leaf:12"), undefined);
  assert.equal(parsePlace(topology, "p0.l0.h0.x"), undefined);
});

test("id widths", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 64, 65, 576, 8192].map(idWidth), [1, 1, 2, 2, 3, 6, 7, 10, 13]);
});
