import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fdOf, open, read, write } from "../nodes/testing/programs.ts";
import { inspect, PathInspector } from "./inspector.ts";
import { on, type Script, Scripted, words } from "./testing/scripted.ts";

const files = [{ path: "/rdma/a", size: 64, content: new Uint8Array(64) }];
const busy: Script = function* () {
  const fd = fdOf((yield on(1, open("/rdma/a", "r+")))[0]);
  yield on(2, read(fd, 16, 0));
  yield on(3, write(fd, words(1, 2), 0));
  yield [on(4, read(fd, 8, 8)), on(5, { kind: "fetchAdd", fd, offset: 0, delta: 1n })];
  yield on(6, { kind: "close", fd });
  yield on(7, read(fd, 8, 0));
};
const scripted = new Scripted({ rest: { files, explore: { fragments: 2, preemptions: 3, crashes: 1, seed: 1 } } }, [busy, busy]);
const idsOf = (inspector: PathInspector): readonly string[] => inspector.candidates().map(({ id }) => id);

test("inspector: going back and another way is as if the first way had not been", () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.nat(60), (first, second, cut) => {
      const [a, b] = [scripted.random(first), scripted.random(second)];
      const inspector = new PathInspector(scripted.setup);
      // Runs have their beginnings in common; the steps in which processes start bring it to the same point.
      const start = inspector.mark();
      for (const step of a.steps.slice(0, cut)) inspector.step(step);
      const middle = inspector.mark();
      for (const step of a.steps.slice(cut)) inspector.step(step);
      assert.deepEqual(idsOf(inspector), idsOf(inspect(a, scripted.setup)));
      inspector.undoTo(middle);
      for (const step of a.steps.slice(cut)) inspector.step(step);
      assert.deepEqual(idsOf(inspector), idsOf(inspect(a, scripted.setup)));
      inspector.undoTo(start);
      for (const step of b.steps) inspector.step(step);
      assert.deepEqual(idsOf(inspector), idsOf(inspect(b, scripted.setup)));
    }),
    { numRuns: 40 },
  );
});

test("inspector: the list of candidates is the same object as long as nothing comes to it", () => {
  const inspector = new PathInspector(scripted.setup);
  let last = inspector.candidates();
  for (const step of scripted.random(3).steps) {
    const before = last.length;
    inspector.step(step);
    if (inspector.candidates().length === before) assert.equal(inspector.candidates(), last);
    last = inspector.candidates();
  }
  assert.ok(last.length > 0);
});
