import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Outcome } from "../../core/simulator.ts";
import { type Budget, unlimited } from "../../core/budget.ts";
import { multicast } from "../index.ts";
import { checkFabric } from "./check.ts";
import { checkedCodes } from "./codes.ts";
import { forgetExaminations } from "./examine.ts";
import { anyConfig, anyMembers, type Config } from "./test-configs.ts";
import { scenarioOf } from "./test-support.ts";

const check = (config: Config, budget: Budget = unlimited()): Outcome =>
  checkFabric(scenarioOf("c.multicast.json", JSON.stringify(config, null, 1)), budget);

test("the same configuration gives the same bytes, and everything survives being sent", () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      const scenario = scenarioOf("c.multicast.json", JSON.stringify(config));
      const first = checkFabric(scenario, unlimited());
      forgetExaminations();
      const second = checkFabric(structuredClone(scenario), unlimited());
      assert.equal(JSON.stringify(second), JSON.stringify(first));
      assert.deepEqual(structuredClone(first), first);
    }),
    { numRuns: 40 },
  );
});

test("what is remembered never changes an answer", () => {
  const anyEdit = fc.record({ group: fc.nat(3), receivers: anyMembers, redundancy: fc.constantFrom(0, 1, 2, 6) });
  fc.assert(
    fc.property(anyConfig, fc.array(anyEdit, { minLength: 1, maxLength: 6 }), (config, edits) => {
      let current = config;
      for (const { group, receivers, redundancy } of edits) {
        const groups = current.groups.map((one, index) => (index === group ? { ...one, receivers } : one));
        current = { ...current, groups, limits: { ...current.limits, redundancy } };
        const remembered = check(current);
        forgetExaminations();
        assert.equal(JSON.stringify(remembered), JSON.stringify(check(current)));
      }
    }),
    { numRuns: 15 },
  );
});

test("what is remembered of the texts before never changes an answer either", () => {
  // Long enough for the reader of texts to remember it.
  const padding = `// ${"long ".repeat(2000)}\n`;
  const anyEdit = fc.record({ group: fc.nat(3), receivers: anyMembers, comment: fc.constantFrom("", "// a comment\n", "\n") });
  let fresh = 0;
  fc.assert(
    fc.property(anyConfig, fc.array(anyEdit, { minLength: 1, maxLength: 6 }), (config, edits) => {
      let current = config;
      for (const { group, receivers, comment } of edits) {
        current = { ...current, groups: current.groups.map((one, index) => (index === group ? { ...one, receivers } : one)) };
        const text = padding + comment + JSON.stringify(current, null, 1);
        const remembered = checkFabric(scenarioOf("c.multicast.json", text), unlimited());
        const sent = checkFabric(structuredClone(scenarioOf("c.multicast.json", text)), unlimited());
        forgetExaminations();
        const name = `fresh-${(fresh += 1)}`;
        const anew = checkFabric(scenarioOf(`${name}.multicast.json`, text), unlimited());
        const want = JSON.stringify(anew).replaceAll(name, "c");
        assert.equal(JSON.stringify(remembered), want);
        assert.equal(JSON.stringify(sent), want);
      }
    }),
    { numRuns: 15 },
  );
});

test("stopped at any moment: undecided or violated, never holds", () => {
  fc.assert(
    fc.property(anyConfig, fc.nat(60), (config, polls) => {
      forgetExaminations();
      let left = polls;
      const outcome = check(config, { ...unlimited(), stop: () => (left-- > 0 ? undefined : "cancelled") });
      if (left >= 0) return;
      assert.notEqual(outcome.verdict, "holds");
      assert.equal(outcome.reason?.limit, "cancelled");
      assert.equal(outcome.stats.complete, false);
      assert.ok(outcome.properties.every(({ verdict }) => verdict !== "holds"));
      assert.equal(outcome.witness, undefined);
    }),
    { numRuns: 60 },
  );
});

test("a limit of packets ends the run at the same group, remembered or not", () => {
  fc.assert(
    fc.property(anyConfig, fc.nat(40), (config, maxStates) => {
      forgetExaminations();
      const anew = check(config, unlimited({ maxStates }));
      check(config);
      assert.equal(JSON.stringify(check(config, unlimited({ maxStates }))), JSON.stringify(anew));
      assert.ok(anew.stats.states <= maxStates);
    }),
    { numRuns: 30 },
  );
});

test("every problem of a packet has a trace that fails again, every property a verdict", () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      const scenario = scenarioOf("c.multicast.json", JSON.stringify(config));
      const outcome = checkFabric(scenario, unlimited());
      assert.deepEqual(
        outcome.properties.map(({ id }) => id),
        checkedCodes,
      );
      for (const trace of outcome.traces) {
        const replay = multicast.replay(scenario, structuredClone(trace), unlimited());
        assert.ok(!(replay instanceof Promise));
        assert.deepEqual(replay, { kind: trace.property ? "fails-again" : "no-longer-fails", trace });
      }
      for (const problem of outcome.problems) {
        const isShown = problem.trace !== undefined && outcome.traces[problem.trace]?.property === problem.code;
        const isOfPacket = !["FL3003", "FL3013", "FL3017"].includes(problem.code) && !problem.message.includes("nobody gets it unasked");
        assert.ok(isShown || !isOfPacket, `${problem.code} ${problem.message}`);
      }
    }),
    { numRuns: 40 },
  );
});

test("holds comes with a packet that reaches everybody", () => {
  const config = {
    topology: { pods: 2, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 1 },
    limits: {},
    groups: [{ name: "g", tenant: 1, address: "239.1.1.1", receivers: ["p0.l0.h0", "p1.l1.h1"] }],
    failures: [{ every: "single" }],
  };
  const outcome = check(config);
  assert.equal(outcome.verdict, "holds");
  const witness = outcome.traces[outcome.witness ?? -1];
  assert.equal(witness?.title, "The receiver of g gets a packet of p0.l0.h0");
  assert.equal(witness?.harm, undefined);
  assert.deepEqual(outcome.bounds, { groups: 1, senders: 2, choices: 2, failureCases: 4 + 2 + 12 });
  assert.deepEqual(
    outcome.notes?.filter(({ kind }) => kind === "lens").map(({ text }) => text),
    ["2 receivers · 5 B header · 0 spurious", "18 of 18 cases reach everyone"],
  );
});
