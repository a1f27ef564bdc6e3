import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";
import { lineStarts, positionAt } from "../../core/lines.ts";
import { completeRemoteFiles, hoverRemoteFiles } from "./complete.ts";

const nodes = '[{ "name": "a", "role": "app" }, { "name": "m", "role": "manager" }, { "name": "mem", "role": "memory" }]';

/** `|` is the cursor. */
function at(marked: string) {
  const text = marked.replace("|", "");
  const position = positionAt(lineStarts(text), marked.indexOf("|"));
  return { unit: { path: "faultline.remote-files.json", text, typescript: () => ts }, position };
}

const labels = (marked: string): readonly string[] => {
  const { unit, position } = at(marked);
  return completeRemoteFiles(unit, position).map(({ label }) => label);
};

const lists: readonly { readonly name: string; readonly text: string; readonly want: readonly string[] }[] = [
  {
    name: "properties that are not there yet",
    text: '{ "mounts": [{ "prefix": "/r", "ack": "one", | }] }',
    want: ["regionSize", "access", "writers", "replicas", "fallback"],
  },
  { name: "words", text: '{ "completion": "|" }', want: ["transmit", "delivery", "commit"] },
  { name: "numbers that are the only ones", text: '{ "nics": { "x": { "mtu": | } } }', want: ["256", "512", "1024", "2048", "4096"] },
  {
    name: "adapters, own ones first",
    text: '{ "nics": { "mine": {} }, "nodes": [{ "nic": "|" }] }',
    want: ["crail-cx4", "mine", "thesis-cx", "cx5-100", "cx6-200", "cx7-400"],
  },
  { name: "memory nodes", text: `{ "nodes": ${nodes}, "files": [{ "node": "|" }] }`, want: ["mem"] },
  { name: "mounts for files", text: '{ "mounts": [{ "prefix": "/rdma" }], "files": [{ "path": "|" }] }', want: ["/rdma/"] },
  { name: "properties of a file, its kinds of content", text: '{ "files": [{ | }] }', want: ["path", "zeros", "node", "text", "hex"] },
  { name: "nothing in a comment", text: "{ // |\n }", want: [] },
];
for (const { name, text, want } of lists) test(`complete: ${name}`, () => assert.deepEqual(labels(text), want));

const hovers: readonly { readonly name: string; readonly text: string; readonly says: RegExp | undefined }[] = [
  {
    name: "default, bounds and unit",
    text: '{ "lease": { "m|s": 5 } }',
    says: /Default: `10000` · Bounds: at least 1, at most 86,400,000 · Unit: milliseconds/,
  },
  {
    name: "an adapter's times",
    text: `{ "mounts": [{ "prefix": "/r" }], "nodes": ${nodes.replace('"app"', '"app", "nic": "crail|-cx4"')} }`,
    says: /Open 6.8 µs, read of 4 KiB 6.45 µs \(simulated\)/,
  },
  {
    name: "an adapter without a source says so",
    text: `{ "mounts": [{ "prefix": "/r" }], "nodes": ${nodes.replace('"app"', '"app", "nic": "cx5|-100"')} }`,
    says: /without a source/,
  },
  {
    name: "the stall that retries lead to",
    text: `{ "mounts": [{ "prefix": "/r" }], "nodes": ${nodes}, "qp": { "ret|ry": 7 } }`,
    says: /after 537 ms \(simulated\)/,
  },
  { name: "an unknown property says nothing", text: '{ "le|ase2": {} }', says: undefined },
];
for (const { name, text, says } of hovers) {
  test(`hover: ${name}`, () => {
    const { unit, position } = at(text);
    const hover = hoverRemoteFiles(unit, position);
    if (says) assert.match(hover?.text ?? "", says);
    else assert.equal(hover, undefined);
  });
}

test("complete and hover: an answer at every place of a text that ends anywhere", () => {
  const good = `{ "mounts": [{ "prefix": "/rdma" }], // note\n"nodes": ${nodes}, "files": [{ "path": "/rdma/f", "text": "x" }] }`;
  let offered = 0;
  for (let length = 0; length <= good.length; length += 1) {
    const { unit, position } = at(`${good.slice(0, length)}|`);
    offered += completeRemoteFiles(unit, position).length > 0 ? 1 : 0;
    hoverRemoteFiles(unit, position);
  }
  assert.ok(offered > 50, `${offered}`);
});
