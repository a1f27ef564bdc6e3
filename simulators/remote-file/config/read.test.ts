import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { lineStarts, offsetAt } from "../../core/lines.ts";
import { claimsConfiguration, understandRemoteFiles } from "./index.ts";
import type { Nic, RemoteFiles } from "./model.ts";
import { remoteFilesSchema } from "./schema.ts";

declare const __ROOT__: string;

const path = "faultline.remote-files.json";
const nodes = '[{ "name": "a", "role": "app" }, { "name": "m", "role": "manager" }, { "name": "mem", "role": "memory" }]';
const base = `"mounts": [{ "prefix": "/rdma" }], "nodes": ${nodes}`;

function read(text: string): RemoteFiles {
  const { configuration, problems } = understandRemoteFiles(path, text);
  assert.deepEqual(problems, []);
  assert.ok(configuration);
  return configuration;
}

test("configuration: everything that may be left out has the default of the specification", () => {
  const { nodes: read0, mounts, ...rest } = read(`{ // the least\n ${base}, }`);
  assert.deepEqual(mounts, [
    { prefix: "/rdma", regionSize: 1_048_576, access: "rw", writers: "single", replicas: 1, ack: "all", fallback: "deny" },
  ]);
  assert.deepEqual(
    read0.map(({ name, role, memory, mayCrash, nic }) => [name, role, memory, mayCrash, nic.name]),
    [
      ["a", "app", 1_073_741_824, true, "crail-cx4"],
      ["m", "manager", 1_073_741_824, false, "crail-cx4"],
      ["mem", "memory", 1_073_741_824, true, "crail-cx4"],
    ],
  );
  assert.deepEqual(rest, {
    files: [],
    local: ["/tmp", "/dev", "/proc", "/etc"],
    channels: "node-pair",
    queuePair: { timeout: 14, retry: 7, rnrRetry: 7 },
    completion: "delivery",
    leaseMs: 10_000,
    recycleGraceMs: 10_000,
    explore: { fragments: 2, preemptions: 3, crashes: 1, seed: 1 },
  });
});

test("configuration: everything that can be written is read", () => {
  const own =
    '"nics": { "mine": { "baseUs": 2, "gigabytesPerSecond": 20, "openUs": 5, "setupUs": 30, "hopUsPerKiB": 0.1, "mops": 90, "mtu": 1024, "inOrder": "128" } }';
  const configuration = read(`{
    "$schema": "x",
    "mounts": [{ "prefix": "/r", "regionSize": 8192, "access": "rw+atomic", "writers": "multi", "replicas": 1, "ack": "one", "fallback": "local" }],
    "nodes": [{ "name": "a", "role": "app", "entry": "./main.ts", "nic": "mine", "mayCrash": false },
      { "name": "m", "role": "manager", "mayCrash": true }, { "name": "mem", "role": "memory", "memory": 65536, "nic": "cx7-400" }],
    ${own},
    "files": [{ "path": "/r/z", "zeros": 100 }, { "path": "/r/t", "text": "aé€😀" }, { "path": "/r/h", "hex": "00fF", "node": "mem" }],
    "local": ["/data"], "channels": "handle", "qp": { "timeout": 0, "retry": 1, "rnrRetry": 2 }, "completion": "transmit",
    "lease": { "ms": 5, "recycleGraceMs": 0 }, "explore": { "fragments": 3, "preemptions": 0, "crashes": 0, "seed": 7 }, "deadlineMs": 200
  }`);
  const nic: Nic = {
    name: "mine",
    baseUs: 2,
    openUs: 5,
    setupUs: 30,
    hopUsPerKiB: 0.1,
    gigabytesPerSecond: 20,
    mops: 90,
    mtu: 1024,
    inOrder: "128",
  };
  assert.deepEqual(configuration.nodes[0], { name: "a", role: "app", memory: 1_073_741_824, nic, entry: "./main.ts", mayCrash: false });
  assert.deepEqual(configuration.nodes[2]?.nic.gigabytesPerSecond, 50);
  assert.deepEqual(configuration.files, [
    { path: "/r/z", size: 100, content: new Uint8Array() },
    { path: "/r/t", size: 10, content: Uint8Array.from(Buffer.from("aé€😀")) },
    { path: "/r/h", size: 2, content: Uint8Array.of(0, 255), node: "mem" },
  ]);
  assert.deepEqual([configuration.deadlineMs, configuration.channels, configuration.completion], [200, "handle", "transmit"]);
});

/** What is said, and of which token. `[x]` marks nothing: it is the text of the range. */
const wrong: readonly { readonly name: string; readonly text: string; readonly at: string; readonly says: RegExp }[] = [
  { name: "no JSON", text: "{ mounts", at: "mounts", says: /./ },
  { name: "nothing", text: "", at: "", says: /Expected a value/ },
  { name: "no nodes", text: '{ "mounts": [{ "prefix": "/rdma" }] }', at: "{", says: /lacks `nodes`/ },
  { name: "an unknown property", text: `{ ${base}, "chanels": "handle" }`, at: '"chanels"', says: /did you mean `channels`/ },
  { name: "a word", text: `{ ${base}, "completion": "comit" }`, at: '"comit"', says: /`transmit`, `delivery` or `commit`, not `comit`/ },
  { name: "a bound", text: `{ ${base}, "qp": { "retry": 8 } }`, at: "8", says: /at most 7/ },
  { name: "a bound that excludes", text: `{ ${base}, "deadlineMs": 0 }`, at: "0", says: /more than 0/ },
  { name: "no whole number", text: `{ ${base}, "explore": { "seed": 1.5 } }`, at: "1.5", says: /whole number/ },
  { name: "true where a number stands", text: `{ ${base}, "deadlineMs": true }`, at: "true", says: /must be a number/ },
  {
    name: "no multiple of 8",
    text: `{ "mounts": [{ "prefix": "/rdma", "regionSize": 4100 }], "nodes": ${nodes} }`,
    at: "4100",
    says: /multiple of 8/,
  },
  {
    name: "an MTU that no adapter has",
    text: `{ ${base}, "nics": { "x": { "baseUs": 1, "gigabytesPerSecond": 1, "mtu": 1500 } } }`,
    at: "1500",
    says: /256, 512, 1,024, 2,048 or 4,096/,
  },
  {
    name: "a prefix with a slash at the end",
    text: `{ "mounts": [{ "prefix": "/rdma/" }], "nodes": ${nodes} }`,
    at: '"/rdma/"',
    says: /no prefix/,
  },
  {
    name: "a prefix with dots",
    text: `{ "mounts": [{ "prefix": "/a/../b" }], "nodes": ${nodes} }`,
    at: '"/a/../b"',
    says: /compared: `\/b`/,
  },
  {
    name: "two mounts with one prefix",
    text: `{ "mounts": [{ "prefix": "/rdma" }, { "prefix": "/rdma" }], "nodes": ${nodes} }`,
    at: '"/rdma"',
    says: /two mounts/,
  },
  { name: "a mount on the local disk", text: `{ "mounts": [{ "prefix": "/tmp/x" }], "nodes": ${nodes} }`, at: '"/tmp/x"', says: /local/ },
  {
    name: "more copies than memory nodes",
    text: `{ "mounts": [{ "prefix": "/rdma", "replicas": 3 }], "nodes": ${nodes} }`,
    at: "3",
    says: /3 copies .* there is 1/,
  },
  {
    name: "a region that fits nowhere",
    text: `{ "mounts": [{ "prefix": "/rdma", "regionSize": 2147483648 }], "nodes": ${nodes} }`,
    at: "2147483648",
    says: /fits on no memory node/,
  },
  { name: "two nodes of one name", text: `{ ${base.replace('"m",', '"a",')} }`, at: '"a"', says: /two nodes `a`/ },
  { name: "no memory node", text: `{ ${base.replace('"memory"', '"app"')} }`, at: '"nodes"', says: /no node with role `memory`/ },
  { name: "an unknown NIC", text: `{ ${base.replace('"app"', '"app", "nic": "cx5-10"')} }`, at: '"cx5-10"', says: /no NIC `cx5-10`/ },
  {
    name: "an entry of a manager",
    text: `{ ${base.replace('"manager"', '"manager", "entry": "x.ts"')} }`,
    at: '"x.ts"',
    says: /runs no program/,
  },
  { name: "a file outside", text: `{ ${base}, "files": [{ "path": "/rdmax/f", "zeros": 1 }] }`, at: '"/rdmax/f"', says: /under no mount/ },
  { name: "the mount as a file", text: `{ ${base}, "files": [{ "path": "/rdma", "zeros": 1 }] }`, at: '"/rdma"', says: /under no mount/ },
  {
    name: "two files",
    text: `{ ${base}, "files": [{ "path": "/rdma/f", "zeros": 1 }, { "path": "/rdma//f", "text": "" }] }`,
    at: '"/rdma//f"',
    says: /two files/,
  },
  { name: "a file without content", text: `{ ${base}, "files": [{ "path": "/rdma/f" }] }`, at: "{", says: /`zeros`|`text`|`hex`/ },
  {
    name: "a file with two contents",
    text: `{ ${base}, "files": [{ "path": "/rdma/f", "zeros": 1, "text": "x" }] }`,
    at: '"text"',
    says: /Unknown property/,
  },
  { name: "odd hex", text: `{ ${base}, "files": [{ "path": "/rdma/f", "hex": "123" }] }`, at: '"123"', says: /not hexadecimal/ },
  {
    name: "a file larger than its region",
    text: `{ ${base}, "files": [{ "path": "/rdma/f", "zeros": 1048577 }] }`,
    at: '"/rdma/f"',
    says: /a region of `\/rdma` 1,048,576/,
  },
  {
    name: "a file on no memory node",
    text: `{ ${base}, "files": [{ "path": "/rdma/f", "zeros": 1, "node": "a" }] }`,
    at: '"a"',
    says: /no memory node `a`/,
  },
  {
    name: "more files than there is room for",
    text: `{ ${base.replace('"memory" }', '"memory", "memory": 1048576 }')}, "files": [{ "path": "/rdma/f", "zeros": 1 }, { "path": "/rdma/g", "zeros": 1 }] }`,
    at: '"/rdma/g"',
    says: /no room for `\/rdma\/g`/,
  },
];
for (const { name, text, at, says } of wrong) {
  test(`FL4000: ${name}`, () => {
    const { configuration, problems } = understandRemoteFiles(path, text);
    assert.equal(configuration, undefined);
    const [problem] = problems;
    assert.ok(problem);
    assert.deepEqual([problem.code, problem.severity, problem.path], ["FL4000", "error", path]);
    assert.match(problem.message, says);
    const lines = lineStarts(text);
    const token = text.slice(offsetAt(lines, text, problem.range.start), offsetAt(lines, text, problem.range.end));
    assert.ok(token === at || (at === "{" && token.startsWith("{")), `told of ${token}`);
  });
}

test("FL4000: never an exception, whatever the text", () => {
  const good = `{ ${base}, "files": [{ "path": "/rdma/f", "text": "x" }], "explore": { "seed": 3 } }`;
  fc.assert(
    fc.property(
      fc.nat(good.length),
      fc.nat(20),
      fc.constantFrom("", "{", "]", "null", "-1", '"', "1e999", ",", "\u2028"),
      (at, cut, put) => {
        const text = good.slice(0, at) + put + good.slice(at + cut);
        const { configuration, problems } = understandRemoteFiles(path, text);
        assert.ok(configuration !== undefined || problems.length > 0);
      },
    ),
    { numRuns: 500 },
  );
});

test("which files are configurations", () => {
  const claimed = ["faultline.remote-files.json", "a/faultline.remote-files.json", "a/bug.remote-files.json"];
  assert.deepEqual(claimed.filter(claimsConfiguration), claimed);
  assert.equal(["remote-filesx.json", "a.multicast.json", "notremote-files.json"].some(claimsConfiguration), false);
});

test("the schema is the file that editors get, and every property is explained", () => {
  const text = readFileSync(join(__ROOT__, "simulators/remote-file/remote-files.schema.json"), "utf8");
  const missing: string[] = [];
  const visit = (schema: unknown, at: string): void => {
    if (typeof schema !== "object" || schema === null) return;
    for (const [name, property] of Object.entries((schema as { properties?: object }).properties ?? {})) {
      const { title, description } = property as { title?: string; description?: string };
      if (title === undefined || description === undefined) missing.push(`${at}.${name}`);
      visit(property, `${at}.${name}`);
    }
    visit((schema as { items?: unknown }).items, `${at}[]`);
    visit((schema as { additionalProperties?: unknown }).additionalProperties, `${at}.*`);
  };
  visit(JSON.parse(text), "");
  assert.deepEqual(missing, []);
  assert.deepEqual(remoteFilesSchema.required, ["mounts", "nodes"]);
});
