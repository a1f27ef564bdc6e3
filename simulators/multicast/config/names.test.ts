import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parsePlace } from "../names.ts";
import { parseHosts } from "./hosts.ts";
import { HostReader } from "./names.ts";
import { nodeAt } from "../../core/config/node.ts";
import { documentFor, scenarioIn } from "./testing.ts";

const topology = { pods: 3, leavesPerPod: 2, hostsPerLeaf: 4, spinesPerPod: 2, coresPerSpine: 1 };
const head = `"topology": ${JSON.stringify(topology)}`;

/** Reads `list` with `names` and says hosts and troubles. */
function read(list: readonly (string | number)[], names: object = {}) {
  const { root } = documentFor("json", JSON.stringify({ hosts: names, list }));
  const { hosts, troubles } = new HostReader(topology, nodeAt(root, ["hosts"])).list(nodeAt(root, ["list"]), ["list"]);
  return { hosts, troubles: troubles.map(({ message, mended }) => (mended === undefined ? message : `${message} => ${mended}`)) };
}

const good = [
  { name: "one host", list: ["p1.l0.h2"], hosts: [10] },
  { name: "a number, also as a text", list: [3, "0"], hosts: [0, 3] },
  { name: "ranges", list: ["p0-1.l1.h2-3"], hosts: [6, 7, 14, 15] },
  { name: "stars", list: ["p2.l*.h0"], hosts: [16, 20] },
  { name: "a name for several", list: ["lb"], names: { lb: ["p0.l0.h1", 0] }, hosts: [0, 1] },
  { name: "names that use names", list: ["all", 5], names: { all: ["a", "b"], a: 2, b: ["a2"], a2: "p0.l0.h0" }, hosts: [0, 2, 5] },
];
for (const { name, list, names, hosts } of good) {
  test(`hosts: ${name}`, () => assert.deepEqual(read(list, names), { hosts, troubles: [] }));
}

const bad = [
  { name: "a pod too many", list: ["p3.l0.h0"], trouble: "`p3.l0.h0` names no host of the fabric: pods are numbered 0 to 2 => p2.l0.h0" },
  {
    name: "a range too long",
    list: ["p0.l0.h2-9"],
    trouble: "`p0.l0.h2-9` names no host of the fabric: the hosts of a leaf are numbered 0 to 3 => p0.l0.h2-3",
  },
  {
    name: "a range that goes down",
    list: ["p0.l1-0.h0"],
    trouble: "`p0.l1-0.h0` names no host: the range of the leaves of a pod goes down => p0.l0-1.h0",
  },
  { name: "far off", list: ["p0.l99.h0"], trouble: "`p0.l99.h0` names no host of the fabric: the leaves of a pod are numbered 0 to 1" },
  { name: "a number too large", list: [24], trouble: "24 is no host of the fabric: hosts are numbered 0 to 23" },
  {
    name: "a leaf",
    list: ["p0.l1"],
    trouble:
      "`p0.l1` is no host: write `p0.l3.h7` with numbers, ranges `2-5` or `*`, a name from `hosts`, or the number of a host => p0.l1.h*",
  },
  { name: "a pod", list: ["p1"], trouble: "`p1` is no name in `hosts`; did you mean `p1.l*.h*`? => p1.l*.h*" },
  {
    name: "capitals and blanks",
    list: [" P0.L1.H2"],
    trouble:
      "` P0.L1.H2` is no host: write `p0.l3.h7` with numbers, ranges `2-5` or `*`, a name from `hosts`, or the number of a host => p0.l1.h2",
  },
  {
    name: "a misspelt name",
    list: ["balancres"],
    names: { balancers: 1 },
    trouble: "`balancres` is no name in `hosts`; did you mean `balancers`? => balancers",
  },
  { name: "a name that stands for itself", list: ["a"], names: { a: ["b"], b: ["c"], c: ["b"] }, trouble: undefined },
  { name: "the same twice", list: ["p0.l0.h1", 1], trouble: "`1` is listed twice: `p0.l0.h1` has it already" },
  { name: "the same text twice", list: ["p0.l0.h1", "p0.l0.h1"], trouble: "`p0.l0.h1` is listed twice" },
  {
    name: "in a name already",
    list: ["lb", "p0.l0.h1"],
    names: { lb: "p0.l0.h*" },
    trouble: "`p0.l0.h1` is listed twice: `lb` has it already",
  },
  {
    name: "ranges that meet",
    list: ["p0.l0.h0-2", "p0.l0.h2-3"],
    trouble: "A host of `p0.l0.h2-3` is listed twice: `p0.l0.h2` is in `p0.l0.h0-2` too",
  },
];
for (const { name, list, names, trouble } of bad) {
  test(`hosts, wrong: ${name}`, () => assert.deepEqual(read(list, names).troubles, trouble === undefined ? [] : [trouble]));
}

test("hosts: a cycle of names is told once, where it closes", () => {
  const text = `{ ${head}, "hosts": { "a": ["b"], "b": ["c"], "c": ["b"] }, "groups": [{ "name": "g", "tenant": 1, "address": "239.1.1.1", "receivers": ["a"] }] }`;
  const [problem, ...others] = scenarioIn(text).findings;
  assert.deepEqual(others, []);
  assert.equal(problem?.message, "The name `b` stands for itself: b → c → b");
  assert.deepEqual(
    problem.related.map(({ message }) => message),
    ["Group `g` uses `c`"],
  );
});

test("hosts: any pattern stands for what counting through all hosts finds", () => {
  const place = (letter: string) =>
    fc
      .oneof(
        fc.nat(5).map(String),
        fc.tuple(fc.nat(4), fc.nat(4)).map(([a, b]) => `${a}-${b}`),
        fc.constant("*"),
      )
      .map((text) => letter + text);
  const counts = new Map([
    ["p", topology.pods],
    ["l", topology.leavesPerPod],
    ["h", topology.hostsPerLeaf],
  ]);
  const fits = (text: string, number: number) => {
    const [first = 0, last = first] = text.slice(1).split("-").map(Number);
    return text.endsWith("*") ? number < (counts.get(text.charAt(0)) ?? 0) : first <= number && number <= last;
  };
  fc.assert(
    fc.property(place("p"), place("l"), place("h"), (pod, leaf, host) => {
      const text = `${pod}.${leaf}.${host}`;
      const expected: number[] = [];
      for (let p = 0; p < 6; p++) {
        for (let l = 0; l < 6; l++) {
          for (let h = 0; h < 6; h++) {
            if (!fits(pod, p) || !fits(leaf, l) || !fits(host, h)) continue;
            const node = parsePlace(topology, `p${p}.l${l}.h${h}`);
            // One host that is not there makes the whole expression wrong.
            expected.push(node?.id ?? -1);
          }
        }
      }
      const expression = parseHosts(topology, text);
      const isGood = expected.length > 0 && !expected.includes(-1);
      assert.equal(expression.kind, isGood ? "pattern" : "bad", text);
      if (isGood)
        assert.deepEqual(
          read([text]).hosts,
          expected.sort((a, b) => a - b),
        );
    }),
    { numRuns: 1000 },
  );
});

test("hosts: lists are sets in ascending order, whatever is repeated", () => {
  const names = { a: ["p0.l0.h0-1", 5], b: ["a", "p2.l1.h*"] };
  const expressions = fc.constantFrom<string | number>("a", "b", 0, 5, 9, "p1.l*.h2", "p0-2.l0.h3", "p0.l0.h1");
  fc.assert(
    fc.property(fc.array(expressions, { maxLength: 6 }), (list) => {
      const all = list.flatMap((expression) => read([expression], names).hosts);
      const { hosts, troubles } = read(list, names);
      assert.deepEqual(
        hosts,
        [...new Set(all)].sort((a, b) => a - b),
      );
      assert.equal(troubles.length === 0, new Set(all).size === all.length, "a repeated host is told");
    }),
  );
});

const large = '"topology": { "pods": 64, "leavesPerPod": 128, "hostsPerLeaf": 128, "spinesPerPod": 2, "coresPerSpine": 2 }';
const everybody = (index: number) =>
  `{ "name": "g${index}", "tenant": 1, "address": "239.1.${index >> 8}.${index & 255}", "receivers": ["p*.l*.h*"], "senders": [0] }`;

test("hosts: a group of all 1,048,576 hosts is fine", () => {
  const scenario = scenarioIn(`{ ${large}, "groups": [${everybody(0)}] }`);
  assert.deepEqual(scenario.findings, []);
  assert.equal(scenario.notRun, undefined);
});

test("hosts: ten thousand such groups are refused at the first that is too much", () => {
  const scenario = scenarioIn(`{ ${large}, "groups": [\n${Array.from({ length: 10_000 }, (_, index) => everybody(index)).join(",\n")}] }`);
  const [problem] = scenario.findings;
  assert.equal(problem?.message, "The members of this file are more than 10,000,000 hosts together, which is too much to check");
  assert.equal(problem.range.start.line, 10);
  assert.equal(scenario.notRun?.code, "FL3000");
});

test("hosts: names that use names ten thousand deep are an answer", () => {
  const names = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`n${index}`, index === 0 ? 0 : `n${index - 1}`]));
  const text = `{ ${head}, "hosts": ${JSON.stringify(names)}, "groups": [{ "name": "g", "tenant": 1, "address": "239.1.1.1", "receivers": ["n9999"] }] }`;
  assert.match(scenarioIn(text).findings[0]?.message ?? "", /more than 100 deep/);
});
