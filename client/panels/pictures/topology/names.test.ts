import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nodeCode, nodeName, numberOf, parseElement, parseNode, podOf, portTo, shortName, type Tier, tierOf } from "./names.ts";

const fabric = { pods: 12, leavesPerPod: 48, hostsPerLeaf: 48, spinesPerPod: 4, coresPerSpine: 12 };

const names = [
  { tier: "host", number: 151, name: "p0.l3.h7", short: "h7", pod: 0 },
  { tier: "leaf", number: 232, name: "p4.l40", short: "l40", pod: 4 },
  { tier: "spine", number: 17, name: "p4.s1", short: "s1", pod: 4 },
  { tier: "core", number: 17, name: "s1.c5", short: "s1.c5", pod: undefined },
] as const;
for (const { tier, number, name, short, pod } of names) {
  test(`${tier} ${number} is ${name}`, () => {
    const code = parseNode(`${tier}:${number}`);
    assert.ok(code !== undefined);
    assert.equal(nodeName(fabric, code), name);
    assert.equal(shortName(fabric, code), short);
    assert.equal(podOf(fabric, code), pod);
  });
}

test("names of failed elements are read back, links as both their ends", () => {
  for (const { tier, number, name } of names) assert.deepEqual(parseElement(fabric, `${tier}:${name}`), { node: nodeCode(tier, number) });
  assert.deepEqual(parseElement(fabric, "link:p4.s1-s1.c5"), { ends: [nodeCode("spine", 17), nodeCode("core", 17)] });
  assert.equal(parseElement(fabric, "link:p4.s1-somewhere"), undefined);
  assert.equal(parseElement(fabric, "weather"), undefined);
});

test("parseNode: other lanes are no nodes", () => {
  assert.equal(parseNode("controller"), undefined);
  assert.equal(parseNode("leaf:x"), undefined);
});

test("portTo: position of the neighbour in the switch's bitmap", () => {
  assert.equal(portTo(fabric, nodeCode("leaf", 232), nodeCode("host", 232 * 48 + 20)), 20);
  assert.equal(portTo(fabric, nodeCode("leaf", 232), nodeCode("spine", 17)), 1);
  assert.equal(portTo(fabric, nodeCode("spine", 17), nodeCode("leaf", 232)), 40);
  assert.equal(portTo(fabric, nodeCode("spine", 17), nodeCode("core", 17)), 5);
  assert.equal(portTo(fabric, nodeCode("core", 17), nodeCode("spine", 17)), 4);
});

test("a code keeps tier and number, up to the largest fabric", () => {
  fc.assert(
    fc.property(fc.constantFrom<Tier>("host", "leaf", "spine", "core"), fc.nat(1_048_575), (tier, number) => {
      const code = nodeCode(tier, number);
      assert.equal(tierOf(code), tier);
      assert.equal(numberOf(code), number);
    }),
  );
});
