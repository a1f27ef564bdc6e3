import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { allChoices } from "../choices.ts";
import { elementText, failuresOf, noFailures, singleFailures } from "../elements.ts";
import { hostCount } from "../topology.ts";
import type { Fabric } from "../model.ts";
import { Collector } from "./collector.ts";
import { addCopies, type Copies } from "./delivery.ts";
import { branchMaps } from "./deviations.ts";
import { elementsOfOrbit, orbitsNear } from "./orbits.ts";
import { tryPacket } from "./packet.ts";
import { frameOf, framesUnder } from "./packets.ts";
import { placesOf, singleOutcome } from "./single.ts";
import { stateOf, type State } from "./state.ts";
import { anyFabric } from "./test-fabrics.ts";

const everyKind = ["leaf", "spine", "core", "link", "host"] as const;

test("one failed element: the short answer is that of walking every choice", () => {
  fc.assert(
    fc.property(anyFabric({ groups: 1 }), (fabric) => {
      const state = stateOf(fabric);
      for (const sender of fabric.groups[0]?.senders ?? []) {
        if (!isExactIntact(state, sender)) continue;
        for (const element of singleFailures(fabric.topology, everyKind)) compare(state, sender, element);
      }
    }),
    { numRuns: 80 },
  );
});

function compare(state: State, sender: number, element: Parameters<typeof singleOutcome>[3]): void {
  const { topology, groups } = state.fabric;
  const group = groups[0];
  assert.ok(group);
  const short = singleOutcome(topology, placesOf(topology, group.receivers), sender, element);
  const failures = failuresOf([element]);
  const where = `${elementText(topology, element)} from ${sender}`;
  for (const reaction of ["none", "update"] as const) {
    const answer = framesUnder(state, group, sender, failures, reaction);
    assert.equal(answer.unreachable.length, short.unreachable, `unreachable: ${where}`);
    assert.ok(answer.minHeaders <= 1, `one header is enough: ${where}`);
    const lost = mostLost(state, answer, failures);
    assert.equal(lost, reaction === "none" ? short.lost : 0, `lost, ${reaction}: ${where}`);
  }
}

/** Reachable receivers without exactly one copy, at the worst of all choices. */
function mostLost(state: State, { frames, wanted }: ReturnType<typeof framesUnder>, failures: typeof noFailures): number {
  assert.ok(frames.length <= 1);
  const [frame] = frames;
  if (!frame) return wanted.length;
  const { choices, isComplete } = allChoices(state.fabric.topology, frame.packet, failures);
  assert.ok(isComplete);
  return Math.max(
    ...choices.map((choice) => {
      const copies: Copies = new Map();
      addCopies(copies, state.walker.walk(frame.packet, failures, choice));
      return wanted.filter((host) => copies.get(host) !== 1).length;
    }),
  );
}

function isExactIntact(state: State, sender: number): boolean {
  const group = state.fabric.groups[0];
  assert.ok(group);
  const wanted = group.receivers.filter((host) => host !== sender);
  const branches = branchMaps(state.fabric.topology, group.receivers);
  const trial = { group, sender, frames: [frameOf(state, group, sender)], failures: noFailures, wanted, branches };
  return tryPacket(state, trial, new Collector()).isExact;
}

test("orbits: all elements of one do the same, and elements in none do nothing", () => {
  fc.assert(
    fc.property(anyFabric({ groups: 1 }), (fabric: Fabric) => {
      const { topology } = fabric;
      const group = fabric.groups[0];
      assert.ok(group);
      const state = stateOf(fabric);
      const orbits = orbitsNear(topology, everyKind, group);
      const near = new Set<string>();
      for (const orbit of orbits) {
        const elements = elementsOfOrbit(topology, orbit);
        assert.equal(elements.length, orbit.size);
        for (const element of elements) near.add(elementText(topology, element));
        for (const sender of group.senders) {
          if (!isExactIntact(state, sender)) continue;
          const outcomes: unknown[] = elements.map((element) =>
            singleOutcome(topology, placesOf(topology, group.receivers), sender, element),
          );
          for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0]);
        }
      }
      for (const element of singleFailures(topology, everyKind)) {
        if (near.has(elementText(topology, element))) continue;
        for (const sender of group.senders) {
          if (isExactIntact(state, sender)) compare(state, sender, element);
          assert.deepEqual(singleOutcome(topology, placesOf(topology, group.receivers), sender, element), { unreachable: 0, lost: 0 });
        }
      }
      assert.ok(hostCount(topology) > 0);
    }),
    { numRuns: 40 },
  );
});
