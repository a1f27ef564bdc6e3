import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeHeader } from "../header.ts";
import { noFailures } from "../elements.ts";
import { byHash } from "../walk.ts";
import { branchMaps, deviationsOf, isByDefaultRule } from "./deviations.ts";
import { tell } from "./packet.ts";
import { frameOf, rulesOf } from "./packets.ts";
import { hasOwnTables, stateOf } from "./state.ts";
import { anyFabric } from "./test-fabrics.ts";

test("who sends copies astray can be told from the rules alone, where the tables hold nothing foreign", () => {
  let astray = 0;
  fc.assert(
    fc.property(anyFabric({ groups: 1 }), (fabric) => {
      const { topology, limits, groups } = fabric;
      const [group] = groups;
      assert.ok(group);
      const state = stateOf(fabric);
      assert.ok(hasOwnTables(state, group));
      const branches = branchMaps(topology, group.receivers);
      for (const sender of group.senders) {
        const frame = frameOf(state, group, sender);
        const decoded = decodeHeader(topology, frame.encoded.bytes, frame.encoded.bits);
        assert.ok(decoded.kind === "header");
        const { ds: pods, dl: leaves } = decoded.header;
        const [told] = tell(state, { frames: [frame], failures: noFailures }, [byHash]);
        const deviations = deviationsOf({ topology, branches, sender, redundancy: limits.redundancy, pods, leaves }, told?.hops ?? []);
        for (const { host, isByDefault, isExplained } of deviations) {
          astray++;
          assert.ok(isExplained, `nothing explains the copy of host ${host}`);
          assert.equal(isByDefaultRule(topology, rulesOf(state, group), branches, host), isByDefault);
        }
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(astray > 50, `only ${astray} copies went astray`);
});
