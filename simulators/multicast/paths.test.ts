import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scenarioOf } from "./check/test-support.ts";
import { payloadOf } from "./config/index.ts";
import { pathsAnswer, pathsJson } from "./paths.ts";

declare const __ROOT__: string;

const folder = join(__ROOT__, "test", "vectors", "multicast");

interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly topology: object;
  readonly limits: { readonly [name: string]: number };
  readonly group?: { readonly tenant: number; readonly address: string; readonly receivers: readonly number[] };
  readonly senders?: readonly number[];
  readonly failures?: { readonly spines: readonly number[]; readonly [kind: string]: readonly unknown[] };
  readonly variants?: unknown;
  readonly expect: { readonly perSender?: readonly { readonly [name: string]: unknown }[] };
}

const vectors = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Vector)
  .filter(({ kind, group, variants }) => kind === "controller" && group && !variants);

for (const vector of vectors) {
  test(`paths: ${vector.id} as the vector has it`, () => {
    const { fabric } = payloadOf(scenarioOf("vector.multicast.json", JSON.stringify(configOf(vector))));
    for (const expected of vector.expect.perSender ?? []) {
      const failure = hasFailure(vector) ? { failure: 0 } : {};
      const result = pathsAnswer(fabric, { group: "vector", from: String(expected["sender"]), ...failure });
      assert.ok(result.kind === "answer");
      const { answer } = result;
      for (const name of ["spurious", "unreachable"] as const) if (expected[name]) assert.deepEqual(answer[name], expected[name]);
      if (Array.isArray(expected["delivered"])) assert.deepEqual(answer.delivered, expected["delivered"]);
      const links = expected["links"] as { ideal?: object; unicast?: number } | undefined;
      if (links?.ideal) assert.deepEqual(answer.links.ideal, links.ideal);
      if (links?.unicast !== undefined) assert.equal(answer.links.unicast, links.unicast);
      if (typeof expected["canonicalHex"] === "string") assert.equal(answer.headers[0]?.hex, expected["canonicalHex"]);
      assert.deepEqual(answer.missing, []);
      assert.equal(answer.hops.length, answer.links.elmo);
      const bytes = answer.hops.reduce((sum, hop) => sum + hop.frameBytes, 0);
      assert.equal(answer.bytesOnWire.multicast, bytes);
      assert.deepEqual(pathsJson(answer), structuredClone(pathsJson(answer)));
    }
  });
}

const hasFailure = ({ failures }: Vector): boolean => (failures?.spines.length ?? 0) > 0;

function configOf({ topology, limits, group, senders, failures }: Vector): object {
  const { leafPRules, podPRules, leafSRules, podSRules, headerBytes, idsPerRule, redundancy } = limits;
  return {
    topology,
    limits: {
      headerBytes,
      idsPerRule,
      redundancy,
      leafRules: leafPRules,
      spineRules: podPRules,
      leafTable: leafSRules,
      spineTable: podSRules,
    },
    groups: [{ name: "vector", ...group, receivers: group?.receivers, senders }],
    ...(failures && failures.spines.length > 0
      ? { failures: [{ at: failures.spines.map((spine) => `spine:p${Math.floor(spine / 2)}.s${spine % 2}`) }] }
      : {}),
  };
}

const small = {
  topology: { pods: 2, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 1 },
  groups: [{ name: "g", tenant: 7, address: "239.0.0.1", receivers: ["p0.l1.h0", "p1.l0.h1"], senders: ["p0.l0.h0"] }],
  failures: [{ at: "spine:p1.s0", reaction: "none" }, { every: "single" }],
};
const smallFabric = () => payloadOf(scenarioOf("small.multicast.json", JSON.stringify(small))).fabric;

test("paths: the fields of the specification, in its order", () => {
  const result = pathsAnswer(smallFabric(), { group: "7/239.0.0.1", from: "p0.l0.h0" });
  assert.ok(result.kind === "answer");
  const first = "schema group tenant address from delivered spurious unreachable missing";
  const second = "copies headers rules hops links bytesOnWire events";
  assert.deepEqual(Object.keys(result.answer), `${first} ${second}`.split(" "));
  assert.deepEqual(result.answer.copies, { "2": 1, "5": 1 });
  const [header] = result.answer.headers;
  assert.deepEqual(result.answer.hops[0], {
    header: 0,
    from: "host:0",
    to: "leaf:0",
    link: "hostUp",
    headerBits: header?.headerBits.hostUp,
    frameBytes: 50 + (header?.hex.length ?? 0) / 2 + 100,
    rule: "upstream",
    out: result.answer.hops[0]?.out,
  });
});

test("paths: before the update a copy may be lost at a dead spine, or not", () => {
  const result = pathsAnswer(smallFabric(), { group: "g", from: "0", failure: 0 });
  assert.ok(result.kind === "answer");
  const { missing, events } = result.answer;
  assert.deepEqual(
    missing.length > 0,
    events.some(({ kind }) => kind === "black-hole"),
  );
  assert.deepEqual(
    missing.length > 0,
    events.some(({ kind }) => kind === "drop"),
  );
});

for (const [question, message] of [
  [{ group: "nobody", from: "0" }, /no group nobody; there are: g/],
  [{ group: "g", from: "p9.l0.h0" }, /no host/],
  [{ group: "g", from: "0", failure: 2 }, /no failure entry 2/],
  [{ group: "g", from: "0", failure: 1 }, /many cases/],
] as const) {
  test(`paths: ${JSON.stringify(question)} is answered with what to do`, () => {
    const result = pathsAnswer(smallFabric(), question);
    assert.ok(result.kind === "unknown");
    assert.match(result.message, message);
  });
}
