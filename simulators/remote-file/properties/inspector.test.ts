import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random } from "../../core/random.ts";
import type { RecordedRun } from "../verify/types.ts";
import { fdOf, open, read, write } from "../nodes/testing/programs.ts";
import { inspect, PathInspector } from "./inspector.ts";
import { on, type Script, Scripted, words } from "./testing/scripted.ts";

const files = [{ path: "/rdma/a", size: 64, content: new Uint8Array(64) }];
const busy: Script = function* () {
  const fd = fdOf((yield on(1, open("/rdma/a", "r+")))[0]);
  yield on(2, read(fd, 16, 0));
  yield on(3, write(fd, words(1, 2), 0));
  yield [on(4, read(fd, 8, 8)), on(5, { kind: "fetchAdd", fd, offset: 0, delta: 1n })];
  // A flag, and what it may stand for.
  yield on(6, read(fd, 8, 16));
  yield on(7, read(fd, 8, 24));
  yield on(8, write(fd, words(3), 16));
  yield on(9, write(fd, words(4), 24));
  yield on(10, { kind: "close", fd });
  yield on(11, read(fd, 8, 0));
};
const scripted = new Scripted({ rest: { files, explore: { fragments: 2, preemptions: 3, crashes: 1, seed: 1 } } }, [busy, busy]);
const idsOf = (inspector: PathInspector): readonly string[] => inspector.candidates().map(({ id }) => id);

/** Begins as another run does, and goes on in another way. */
function branch(scripted: Scripted, run: RecordedRun, at: number, seed: number): RecordedRun {
  const random = new Random(seed);
  const choices = run.steps.slice(2, at).map(({ choice }) => choice);
  return scripted.run((moves) => choices.shift() ?? random.below(moves.length));
}

test("inspector: going back and another way is as if the first way had not been", () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 2, max: 90 }), (first, second, wanted) => {
      const run = scripted.random(first);
      const cut = Math.min(wanted, run.steps.length);
      const other = branch(scripted, run, cut, second);
      const inspector = new PathInspector(scripted.setup);
      const start = inspector.mark();
      for (const step of run.steps.slice(0, cut)) inspector.step(step);
      const middle = inspector.mark();
      for (const step of run.steps.slice(cut)) inspector.step(step);
      assert.deepEqual(idsOf(inspector), idsOf(inspect(run, scripted.setup)));
      inspector.undoTo(middle);
      for (const step of other.steps.slice(cut)) inspector.step(step);
      assert.deepEqual(idsOf(inspector), idsOf(inspect(other, scripted.setup)));
      inspector.undoTo(start);
      for (const step of other.steps) inspector.step(step);
      assert.deepEqual(idsOf(inspector), idsOf(inspect(other, scripted.setup)));
    }),
    { numRuns: 80 },
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

test("inspector: what a read has got counts on the way on which it got it", () => {
  const flagFirst: Script = function* () {
    const fd = fdOf((yield on(1, open("/rdma/a", "r+")))[0]);
    yield on(2, write(fd, words(1), 0));
    yield on(3, write(fd, words(2), 8));
  };
  const asks: Script = function* () {
    const fd = fdOf((yield on(11, open("/rdma/a", "r")))[0]);
    yield on(12, read(fd, 8, 0));
    yield on(13, read(fd, 8, 8));
  };
  const small = new Scripted({ rest: { files } }, [flagFirst, asks]);
  let found = 0;
  for (let seed = 0; seed < 12; seed += 1) {
    const run = small.random(seed);
    const inspector = new PathInspector(small.setup);
    const marks = run.steps.map((step) => {
      const mark = inspector.mark();
      inspector.step(step);
      return mark;
    });
    for (let cut = run.steps.length - 1; cut >= 2; cut -= 1) {
      const other = branch(small, run, cut, cut);
      inspector.undoTo(marks[cut] as number);
      for (const step of other.steps.slice(cut)) inspector.step(step);
      assert.deepEqual(idsOf(inspector), idsOf(inspect(other, small.setup)));
      found += inspector.candidates().length;
    }
  }
  assert.ok(found > 0);
});
