import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { hexOf } from "./bits.ts";
import { bitmapOf } from "./bitmap.ts";
import { encodeHeader } from "./header.ts";
import type { Topology } from "./model.ts";
import { answerVector, BadVector, checkVector, compareVector } from "./vector.ts";

declare const __ROOT__: string;
const folder = join(__ROOT__, "test/vectors/multicast");
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, unknown>;

// ---- the published vectors ----

test("vectors: there are some", () => assert.ok(files.length >= 8));

for (const file of files) {
  test(`vector ${file}: every field agrees`, () => assert.deepEqual(checkVector(read(file)).differences, []));

  test(`vector ${file}: the answer does not look at what is expected`, () => {
    const { expect: _, ...blind } = read(file);
    assert.deepEqual(answerVector(blind), answerVector(read(file)));
  });

  test(`vector ${file}: any other value in any field is a difference`, () => {
    const { expect, ...blind } = read(file);
    const answer = answerVector(blind);
    const wrong = spoiled(expect, "");
    assert.ok(wrong.length > 0);
    for (const { path, value } of wrong) assert.equal(compareVector(answer, value).length, 1, path);
  });
}

/** Copies of `expect` with one field each that is wrong. */
function spoiled(value: unknown, path: string): { path: string; value: unknown }[] {
  if (typeof value === "number") return [{ path, value: value + 1_000_000 }];
  if (typeof value === "string") return [{ path, value: `${value}!` }];
  if (typeof value === "boolean") return [{ path, value: !value }];
  if (Array.isArray(value)) {
    const longer = value.every((item) => typeof item !== "object") ? [{ path, value: [...(value as unknown[]), 1] }] : [];
    return [
      ...longer,
      ...value.flatMap((item: unknown, index) =>
        spoiled(item, `${path}[${index}]`).map((one) => ({ ...one, value: value.with(index, one.value) })),
      ),
    ];
  }
  const fields = value as Record<string, unknown>;
  return Object.entries(fields).flatMap(([name, field]) => {
    // An upper bound of a million more is no mistake.
    if (name === "max")
      return spoiled(field, `${path}.max`)
        .map((one) => ({ ...one, value: { ...fields, max: -1 } }))
        .slice(0, 1);
    return spoiled(field, `${path}.${name}`).map((one) => ({ ...one, value: { ...fields, [name]: one.value } }));
  });
}

// ---- vectors of our own, of kinds that are not among the published ones ----

const fabric: Topology = { pods: 3, leavesPerPod: 3, hostsPerLeaf: 3, spinesPerPod: 2, coresPerSpine: 2 };
const limits = { leafPRules: 30, podPRules: 3, idsPerRule: 2, redundancy: 0, leafSRules: 100, podSRules: 100 };
const group = { tenant: 1, address: "239.1.2.1", receivers: [0, 1, 4, 9, 20] };
const controller = { id: "own", kind: "controller", format: "FL-MC/1", topology: fabric, limits, group, senders: [0] };

const checked = (vector: object, expect: object) => assert.deepEqual(checkVector({ ...vector, expect }).differences, []);

test("split headers: two for the least, each receiver once", () => {
  const failures = {
    spineCoreLinks: [
      [2, 0],
      [2, 1],
      [5, 2],
      [5, 3],
    ],
  };
  checked(
    { ...controller, group: { ...group, receivers: [1, 9, 20] }, failures },
    {
      perSender: [
        {
          sender: 0,
          delivered: [1, 9, 20],
          spurious: [],
          unreachable: [],
          copiesPerHost: 1,
          headers: 2,
          minHeaders: 2,
          links: { ideal: { total: 10 }, unicast: 14, elmo: 13 },
        },
      ],
    },
  );
});

test("unreachable receivers are named and cost nothing", () => {
  checked(
    { ...controller, failures: { spines: [4, 5], leaves: [1] } },
    {
      perSender: [
        {
          delivered: [1, 9],
          unreachable: [4, 20],
          spurious: [],
          copiesPerHost: 1,
          minHeaders: 1,
          links: { ideal: { total: 7 }, unicast: 8 },
        },
      ],
    },
  );
});

test("a sender that is cut off reaches nobody", () => {
  checked(
    { ...controller, failures: { hostLinks: [0] } },
    {
      perSender: [
        { delivered: [], unreachable: [1, 4, 9, 20], copiesPerHost: 0, headers: 0, minHeaders: 0, headerBytes: 0, links: { elmo: 0 } },
      ],
    },
  );
});

test("full tables: who gets an s-rule, and what the default adds", () => {
  const vector = {
    ...controller,
    limits: { ...limits, leafPRules: 0, leafSRules: 10 },
    occupied: { leafSRules: { "3": 10, "6": 9 } },
    group: { ...group, receivers: [3, 9, 10, 19] },
    senders: [0],
  };
  checked(vector, {
    leafPRules: 0,
    leafSRules: 2,
    leafSRulesAt: [1, 6],
    leafDefault: true,
    leaves: 3,
    pods: 3,
    perSender: [{ delivered: [3, 9, 10, 19], spurious: [] }],
  });
  checked(
    { ...vector, occupied: { leafSRules: { "3": 10, "6": 10 } } },
    { leafSRulesAt: { "1": 1, "3": 0 }, perSender: [{ spurious: [18] }] },
  );
});

test("delivered in words, and counts", () => {
  const vector = { ...controller, senders: [0, 4] };
  checked(vector, {
    perSender: [
      { delivered: "all receivers but the sender", deliveredCount: 4 },
      { delivered: "the same", deliveredCount: 4, headerBytes: { min: 1, max: 20 } },
    ],
  });
  const cut = { ...vector, senders: [0], failures: { leaves: [6] }, expect: { perSender: [{ delivered: "all" }] } };
  assert.deepEqual(checkVector(cut).differences, ["perSender[0].delivered: got [1,4,9], want [1,4,9,20]"]);
});

const ports = bitmapOf;
const toLeaves: Parameters<typeof encodeHeader>[1] = {
  ul: { down: ports(3, []), up: ports(2, [1]), multipath: false },
  us: { down: ports(3, [1, 2]), up: ports(2, [0]), multipath: false },
  dc: ports(3, [2]),
  ds: { rules: [{ ids: [2], ports: ports(3, [0, 1]) }] },
  dl: {
    rules: [
      { ids: [1], ports: ports(3, [0, 2]) },
      { ids: [6], ports: ports(3, [1]) },
    ],
  },
};
const sent = encodeHeader(fabric, toLeaves);
const dataplane = {
  id: "own",
  kind: "dataplane",
  topology: fabric,
  sender: 0,
  headerHex: hexOf(sent.bytes),
  headerBits: sent.bits,
  key: { tenant: 1, address: "239.1.1.9" },
};

test("dataplane: switches without a rule are black holes", () => {
  checked(dataplane, {
    copies: { "3": 1, "5": 1, "19": 1 },
    duplicates: [],
    blackHoles: ["leaf 2", "leaf 7"],
    drops: [],
    links: { leafToSpine: 1, spineToLeaf: 4, leafToHost: 3 },
  });
  checked({ ...dataplane, intended: [3, 5, 7, 19] }, { spurious: [], missing: [7], blackHoles: ["leaf 2"] });
  checked({ ...dataplane, intended: [3, 5, 19] }, { spurious: [], missing: [], blackHoles: [] });
});

test("dataplane: dead links and switches drop at the sending end", () => {
  const failures = { hostLinks: [5], leafSpineLinks: [[7, 5]], leaves: [6] };
  checked(
    { ...dataplane, failures, intended: [3, 5, 19] },
    {
      copies: { "3": 1 },
      drops: ["spine 5 - leaf 6", "spine 5 - leaf 7", "leaf 1 - host 5"],
      missing: [5, 19],
      blackHoles: [],
      links: { spineToLeaf: 2, leafToHost: 1 },
    },
  );
});

const stale = [
  { name: "by tier, switch and key", srules: { leaf: { "2": { "1/239.1.1.9": [1, 2] } } } },
  { name: "by switch in words, entries in a list", srules: { "leaf 2": [{ tenant: 1, address: "239.1.1.9", ports: [1, 2] }] } },
  { name: "as entries", srules: [{ leaf: 2, tenant: 1, address: "239.1.1.9", ports: [1, 2] }] },
  { name: "with a place", srules: [{ at: "leaf:p0.l2", key: [1, "239.1.1.9"], hosts: [1, 2] }] },
  { name: "by number, for the key of the vector", srules: { "2": [1, 2] } },
  { name: "by number, tenant and address", srules: { leaves: { "2": { "1": { "239.1.1.9": [1, 2] } } } } },
  { name: "as bits", srules: { leaf: { "2": "011" } } },
];

for (const { name, srules } of stale) {
  test(`dataplane: a stale entry, tables ${name}`, () => {
    checked(
      { ...dataplane, srules, intended: [3, 5, 6, 7, 19] },
      { spurious: [8], missing: [6], blackHoles: [], copies: { "7": 1, "8": 1 } },
    );
  });
}

test("dataplane: an empty list of entries is no entry", () => {
  checked({ ...dataplane, srules: [] }, { blackHoles: ["leaf 2", "leaf 7"] });
});

test("dataplane: the entry of another tenant is not used, unless addresses alone are the key", () => {
  const srules = { leaf: { "2": { "2/239.1.1.9": [1] } } };
  checked({ ...dataplane, srules }, { blackHoles: ["leaf 2", "leaf 7"] });
  checked({ ...dataplane, srules, limits: { ruleKey: "address" } }, { blackHoles: ["leaf 7"], copies: { "7": 1 } });
});

test("dataplane: an entry of a pod is in its spines", () => {
  const header = encodeHeader(fabric, { ...toLeaves, ds: { rules: [] } });
  const vector = { ...dataplane, headerHex: hexOf(header.bytes), headerBits: header.bits };
  checked(vector, { blackHoles: ["pod 2", "leaf 2"] });
  checked({ ...vector, srules: { pod: { "2": [0] } } }, { blackHoles: ["leaf 2"], copies: { "19": 1 } });
});

const packets = [
  { id: "stats", tenant: 1, destination: "239.1.2.1", udpPort: 6343, inner: 100 },
  { id: "large", tenant: 1, destination: "239.1.2.1", udpPort: 6343, inner: 1545 },
  { id: "other-port", tenant: 1, destination: "239.1.2.1", udpPort: 53, inner: 100 },
  { id: "tcp", tenant: 1, destination: "239.1.2.1", protocol: "tcp", port: 6343, inner: 100 },
  { id: "unicast", tenant: 1, destination: "10.0.0.1", udpPort: 6343, inner: 100 },
  { id: "other-tenant", tenant: 2, destination: "239.1.2.1", udpPort: 6343, inner: 100, receivers: [9, 20] },
  { id: "other-kind", tenant: 1, destination: "239.1.2.1", kind: "other" },
];

test("hypervisor: which packets get the header, and which are too large for it", () => {
  const bits = { min: 50, max: 80 };
  checked(
    { ...controller, kind: "hypervisor", sender: 0, limits: { ...limits, mtu: 1600 }, packets },
    {
      headerBits: bits,
      headerBytes: { min: 7, max: 10 },
      packets: {
        stats: { action: "encapsulate", frameBytes: { min: 157, max: 160 } },
        large: { action: "encapsulate", diagnostic: "mtu", over: { min: 2, max: 5 } },
        "other-port": { action: "untouched" },
        tcp: { action: "untouched" },
        unicast: { action: "untouched" },
        "other-tenant": { action: "unknown-group", frameBytes: 150, links: 12 },
        "other-kind": { action: "untouched" },
      },
    },
  );
  const byId = Object.fromEntries(packets.map(({ id, ...packet }) => [id, packet]));
  const [list, object] = [packets, byId].map((some) => answerVector({ ...controller, kind: "hypervisor", packets: some }).answer);
  assert.deepEqual(list, object);
});

test("hypervisor: a header given as bits", () => {
  const vector = { ...dataplane, kind: "hypervisor", packets: { a: { inner: 100 } } };
  checked(vector, {
    headerBits: sent.bits,
    headerBytes: Math.ceil(sent.bits / 8),
    packets: { a: { action: "encapsulate", frameBytes: 150 + Math.ceil(sent.bits / 8) } },
  });
});

// ---- vectors that are none ----

const bad = [
  { name: "no object", vector: [], message: /^vector: expected an object/ },
  { name: "no id", vector: { kind: "controller" }, message: /^id: / },
  { name: "another kind", vector: { id: "x", kind: "control" }, message: /^kind: / },
  { name: "another format", vector: { ...controller, format: "FL-MC/2" }, message: /^format: / },
  { name: "no topology", vector: { id: "x", kind: "controller" }, message: /^topology: / },
  {
    name: "absurd size",
    vector: { ...controller, topology: { ...fabric, pods: 1e9 } },
    message: /^topology\.pods: expected an integer from 1 to 64, got 1000000000$/,
  },
  {
    name: "too many hosts",
    vector: { ...controller, topology: { ...fabric, pods: 64, leavesPerPod: 128, hostsPerLeaf: 128.5 } },
    message: /^topology\.hostsPerLeaf/,
  },
  { name: "no group", vector: { ...controller, group: undefined }, message: /^group: / },
  {
    name: "a host outside",
    vector: { ...controller, group: { ...group, receivers: [27] } },
    message: /^group\.receivers\[0\]: expected an integer from 0 to 26, got 27$/,
  },
  {
    name: "no group address",
    vector: { ...controller, group: { ...group, address: "10.0.0.1" } },
    message: /^group\.address: "10\.0\.0\.1" is no group address/,
  },
  {
    name: "a link that is none",
    vector: { ...controller, failures: { leafSpineLinks: [[0, 5]] } },
    message: /^failures\.leafSpineLinks\[0\]: leaf 0 and spine 5 have no link$/,
  },
  { name: "half a byte", vector: { ...dataplane, headerHex: "9ac" }, message: /^headerHex: / },
  { name: "more bits than bytes", vector: { ...dataplane, headerBits: 4000 }, message: /^headerBits: / },
  {
    name: "a port that the switch does not have",
    vector: { ...dataplane, srules: { leaf: { "2": [3] } } },
    message: /^srules\.leaf\.2: a leaf has the ports 0 to 2/,
  },
  { name: "tables without a switch", vector: { ...dataplane, srules: { "1/239.1.1.9": [0] } }, message: /which switch/ },
  { name: "no packets", vector: { ...controller, kind: "hypervisor" }, message: /^packets: / },
  { name: "nothing expected", vector: controller, message: /^expect: / },
];

for (const { name, vector, message } of bad) {
  test(`bad vector: ${name}`, () =>
    assert.throws(
      () => checkVector(vector),
      (error) => error instanceof BadVector && message.test(error.message),
    ));
}

test("bad vector: a field of any other type is a clear error or an answer, never a crash", () => {
  const odd = fc.constantFrom<unknown>(null, -1, 1.5, "x", "", [], {}, [null], [[]], { x: 1 }, true, 1e308);
  const vectors = [controller, dataplane, { ...controller, kind: "hypervisor", packets }, ...files.map(read)] as Record<string, unknown>[];
  fc.assert(
    fc.property(fc.constantFrom(...vectors), fc.nat(), fc.nat(), odd, (vector, first, second, value) => {
      const names = Object.keys(vector).filter((name) => name !== "expect");
      const name = names[first % names.length] ?? "id";
      const inner = Object.entries(vector[name] ?? {});
      const [within] = inner[second % Math.max(1, inner.length)] ?? [];
      const broken = within !== undefined && second % 2 === 1 ? { ...Object.fromEntries(inner), [within]: value } : value;
      try {
        answerVector({ ...vector, [name]: broken });
      } catch (error) {
        assert.ok(error instanceof BadVector, String(error));
      }
    }),
    { numRuns: 1500 },
  );
});
