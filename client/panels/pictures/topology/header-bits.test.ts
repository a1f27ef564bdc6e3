import assert from "node:assert/strict";
import { test } from "node:test";
import { overDelivery } from "../../test-data/multicast.ts";
import { copyTable, type Reading, readingAt } from "./copies.ts";
import { headerTitle, hexLines, readPart, stripRows } from "./header-bits.ts";

const trace = overDelivery();
const picture = trace.picture;
assert.ok(picture?.kind === "topology");
const header = picture.headers[0];
assert.ok(header);
const table = copyTable(picture);
const reading = (step: number): Reading => readingAt(table, picture.sender, step, trace.steps[step]?.lane);
const part = (step: number) => readPart(picture.fabric, header, reading(step));

test("stripRows: each link with the parts that are left, the one read is current", () => {
  const rows = stripRows(header, reading(8));
  assert.deepEqual(
    rows.map(({ title, parts }) => `${title}: ${parts.map((index) => header.parts[index]?.part).join(" ")}`),
    [
      "host → leaf: type UL US DC DS DL",
      "leaf → spine: type US DC DS DL",
      "spine → core: type DC DS DL",
      "core → spine: type DS DL",
      "spine → leaf: type DL",
      "leaf → host: ",
    ],
  );
  assert.deepEqual(
    rows.filter(({ isCurrent }) => isCurrent).map(({ link }) => link),
    ["spineDown"],
  );
  assert.deepEqual(
    stripRows(header, reading(1))
      .filter(({ isCurrent }) => isCurrent)
      .map(({ link }) => link),
    ["hostUp"],
  );
});

test("a leaf skips rules that name others, and the default brings copies nobody asked for", () => {
  assert.deepEqual(
    part(8)?.rows.map(({ label, verdict, isUsed }) => `${label}: ${verdict}${isUsed ? " *" : ""}`),
    [
      "rule 1: names another leaf",
      "rule 2: names another leaf",
      "rule 3: names another leaf",
      "default: used: h3 h20, and h0 h1 unasked *",
    ],
  );
  assert.equal(part(8)?.rows[3]?.isBad, true);
  assert.deepEqual(
    part(8)?.rows[3]?.ports.map(({ port, kind }) => `${port} ${kind}`),
    ["0 bad", "1 bad", "3 wanted", "20 wanted"],
  );
  assert.equal(part(8)?.legend, "a cell is a host port, h0 to h47");
});

test("rules behind the one that is used are not looked at", () => {
  assert.deepEqual(
    part(9)?.rows.map(({ verdict }) => verdict),
    ["used: h1", "not looked at", "not looked at", "not looked at"],
  );
});

test("on the way up both bitmaps are read, and the choice among all spines is named", () => {
  assert.deepEqual(
    part(2)?.rows.map(({ verdict }) => verdict),
    ["used: h8", "used: any, s1 chosen"],
  );
  assert.deepEqual(
    part(4)?.rows.map(({ verdict }) => verdict),
    ["used: pod 4 pod 9"],
  );
});

test("without a rule the table entry is named, or that the copy ends", () => {
  const at = reading(8);
  assert.ok(at.arrived);
  const byTable: Reading = { ...at, arrived: { ...at.arrived, rule: "s-rule", reads: { part: 5 } } };
  assert.equal(
    readPart(picture.fabric, header, byTable)?.otherwise,
    "no rule here names it; the entry in its own table is used: h0 h1 h3 h20",
  );
  const lost: Reading = { ...at, sent: [], arrived: { ...at.arrived, rule: "none", reads: { part: 5 } } };
  assert.match(readPart(picture.fabric, header, lost)?.otherwise ?? "", /ends here/);
});

test("who reads nothing has no part: the sender, a host, a step of the controller", () => {
  assert.equal(part(0), undefined);
  assert.equal(part(1), undefined);
  assert.equal(headerTitle(picture.fabric, reading(8)), "Header, and what leaf p4.l40 reads");
  assert.equal(headerTitle(picture.fabric, reading(1)), "Header, as host p0.l3.h7 sends it");
  assert.equal(headerTitle(picture.fabric, reading(0)), "Header");
});

test("hexLines: 16 bytes a line, those of the part read are marked, borders included", () => {
  const lines = hexLines("00112233445566778899aabbccddeeff0102", { at: 12, bits: 5 });
  assert.deepEqual(
    lines.map(({ offset, bytes }) => [offset, bytes.length]),
    [
      [0, 16],
      [16, 2],
    ],
  );
  assert.deepEqual(
    lines[0]?.bytes.flatMap(({ isRead }, i) => (isRead ? [i] : [])),
    [1, 2],
  );
});
