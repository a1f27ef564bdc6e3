import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../../core/random.ts";
import { Identifier } from "../search/identify.ts";
import { areIndependent } from "./independent.ts";
import { fdOf, open, type Program, read, type Run, siteFor, type Step, stepping, write } from "./testing/programs.ts";

const program = (path: string, offset: number): Program =>
  function* () {
    const [opened] = yield open(path, "a+");
    const fd = fdOf(opened);
    yield [write(fd, "0123456789abcdefgh"), read(fd, 24, offset), { kind: "fetchAdd", fd, offset: 8, delta: 1n }];
    yield { kind: "close", fd };
    const [again] = yield open(path, "r");
    yield [read(fdOf(again), 24), read(fdOf(again), 24)];
    yield { kind: "close", fd: fdOf(again) };
  };

test("independent steps of nodes lead to the same state in both orders", () => {
  const identifier = new Identifier();
  const programs = [program("/rdma/a", 0), program("/rdma/a", 12), program("/rdma/b", 0)];
  let independent = 0;
  for (const completion of ["delivery", "transmit"] as const) {
    // Two processes share a node, with its adapter and its channels.
    const site = siteFor({ memories: 2, mount: { replicas: 2, ack: "one" }, rest: { completion } }, programs, ["app0", "app1", "app0"]);
    const machine = stepping(site, programs);
    const after = (run: Run, step: Step): Run => {
      assert.ok(
        machine.choices(run).some((one) => JSON.stringify(one) === JSON.stringify(step)),
        `${JSON.stringify(step)} is gone`,
      );
      return machine.step(run, step).run;
    };
    for (let seed = 0; seed < 4; seed += 1) {
      const random = new Random(seed);
      let run = machine.start;
      for (let steps = machine.choices(run); steps.length > 0; steps = machine.choices(run)) {
        for (const [index, a] of steps.entries()) {
          for (const b of steps.slice(index + 1)) {
            if (a.kind === "call" || a.kind === "clock" || b.kind === "call" || b.kind === "clock") continue;
            if (!areIndependent(run.world, a, b)) continue;
            independent += 1;
            assert.equal(identifier.idOf(after(after(run, a), b)), identifier.idOf(after(after(run, b), a)));
          }
        }
        run = after(run, steps[random.below(steps.length)] as Step);
      }
    }
  }
  assert.ok(independent > 200, `${independent}`);
});
