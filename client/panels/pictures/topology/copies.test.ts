import assert from "node:assert/strict";
import { test } from "node:test";
import { overDelivery } from "../../test-data/multicast.ts";
import { copyTable, readingAt } from "./copies.ts";
import { nodeCode } from "./names.ts";

const trace = overDelivery();
const picture = trace.picture;
assert.ok(picture?.kind === "topology");
const table = copyTable(picture);
const reading = (step: number) => readingAt(table, picture.sender, step, trace.steps[step]?.lane);

test("a leaf reads the copy that arrived there and sends to its hosts", () => {
  const { node, arrived, sent } = reading(8);
  assert.equal(node, nodeCode("leaf", 232));
  assert.equal(arrived?.from, "spine:17");
  assert.deepEqual(arrived?.reads, { part: 5, row: 3 });
  assert.deepEqual(
    sent.map(({ to, kind }) => `${to} ${kind}`),
    ["host:11136 unasked", "host:11137 unasked", "host:11139 wanted", "host:11156 wanted"],
  );
});

test("the sender reads nothing; a step of the controller has no node", () => {
  assert.equal(reading(1).arrived, undefined);
  assert.equal(reading(1).sent.length, 1);
  assert.equal(reading(0).node, undefined);
});

test("at: the copies of one step, in any order of the picture's copies", () => {
  const shuffled = copyTable({ ...picture, copies: [...picture.copies].reverse() });
  for (const [step] of trace.steps.entries()) {
    const wanted: readonly string[] = picture.copies.filter((copy) => copy.step === step).map(({ to }) => to);
    assert.deepEqual(
      table.at(step).map((index) => picture.copies[index]?.to),
      wanted,
    );
    assert.deepEqual(
      shuffled.at(step).map((index) => shuffled.copies[index]?.to),
      [...wanted].reverse(),
    );
  }
});

test("stepOf: where a node sends, else where it is reached", () => {
  assert.equal(table.stepOf(nodeCode("core", 17)), 4);
  assert.equal(table.stepOf(nodeCode("host", 433)), 9);
  assert.equal(table.stepOf(nodeCode("core", 3)), undefined);
});
