import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { properties } from "../properties/index.ts";
import { goOn } from "./record.ts";
import { createReplayer } from "./replayer.ts";
import { createStage } from "./stage.ts";
import { endsOf, outcomeText } from "./testing/outcomes.ts";
import { scenarioOf } from "./testing/scenario.ts";
import type { RecordedRun } from "./types.ts";
import { verify } from "./verify.ts";
import { startOf } from "./walk.ts";

const handOver = {
  text: `
import { open } from "node:fs/promises";
const PATH = "/rdma/a";
/** @process node=one */
export async function put(): Promise<void> {
  const file = await open(PATH, "r+");
  await file.write(Buffer.alloc(24, 7), 0, 24, 0);
  await file.close();
}
/** @process node=two */
export async function take(): Promise<string> {
  const file = await open(PATH, "r");
  const buffer = Buffer.alloc(24);
  await file.read(buffer, 0, 24, 0);
  await file.close();
  return buffer.toString("hex");
}
/** @invariant */
export const whole = (seen: { take?: string }): boolean => seen.take === undefined || /^(00|07)\\1*$/.test(seen.take);
`,
  configuration: { files: [{ path: "/rdma/a", zeros: 24 }], explore: { crashes: 1, preemptions: 2 } },
};

/** What can be compared: steps without what only stands for places of a machine. */
const plain = ({ steps, outcomes }: RecordedRun): string =>
  JSON.stringify([steps, outcomes], (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));

test("replay: the moves of a run lead to the same run in another machine", async () => {
  const { program, payload } = await scenarioOf(handOver);
  const ends = endsOf(program, payload, { crashes: 1, preemptions: 0 });
  const fresh = createStage(program, payload, unlimited(), ends.stage.learnt);
  assert.ok(ends.runs.size > 5);
  for (const run of ends.runs.values()) {
    const again = goOn(fresh, startOf(fresh), { moves: run.steps.map(({ move }) => move) });
    assert.equal(plain(again), plain(run));
  }
});

test("replay: a read gets other bytes, and what comes before is the same", async () => {
  const { program, payload } = await scenarioOf(handOver);
  const { runs, stage } = endsOf(program, payload, { crashes: 0, preemptions: 0 });
  const replay = createReplayer(stage);
  const [run] = [...runs.values()];
  assert.ok(run);
  const bytes = new Uint8Array(24).fill(0xab);
  const other = replay(run, { substitute: { read: { process: 1, index: 1 }, bytes } });
  assert.match(outcomeText(other), /"abababab/);
  const same = replay(run, { substitute: { read: { process: 1, index: 9 }, bytes } });
  assert.equal(plain(same), plain(run));
  const differs = other.steps.findIndex((step, index) => JSON.stringify(step.move) !== JSON.stringify(run.steps[index]?.move));
  assert.equal(differs, -1, "the same moves still fit");
});

test("replay: without its crash a run goes on", async () => {
  const { program, payload } = await scenarioOf(handOver);
  const { runs, stage } = endsOf(program, payload, { crashes: 1, preemptions: 0 });
  const crashed = [...runs.values()].find(({ outcomes }) => outcomes[0]?.kind === "crashed");
  assert.ok(crashed);
  const other = createReplayer(stage)(crashed, { without: ({ move }) => move.kind === "crash" });
  assert.deepEqual(other.crashed, []);
  assert.equal(other.outcomes[0]?.kind, "returned");
});

test("verify: the same input gives the same answer, byte for byte; what is found is short", async () => {
  const { program, payload } = await scenarioOf(handOver);
  const told = (): string => {
    const { explored } = verify({ program, payload, path: "main.ts", properties, budget: unlimited() });
    const { found, observers, main, ...rest } = explored;
    return JSON.stringify([
      rest,
      found.map(({ violation, run }) => [violation.key, plain(run)]),
      observers.map(({ observer, run }) => [observer, plain(run)]),
      main && plain(main),
    ]);
  };
  assert.equal(told(), told());
  const { explored } = verify({ program, payload, path: "main.ts", properties, budget: unlimited() });
  assert.equal(explored.isComplete, true);
  const torn = explored.found.find(({ violation }) => violation.property === "no-torn-read");
  assert.deepEqual([torn?.run.switches, torn?.run.crashed], [1, []]);
  const [broken] = explored.observers;
  assert.deepEqual([broken?.observer, broken?.run.switches], [0, 1]);
  assert.equal(
    explored.main?.outcomes.every(({ kind }) => kind === "returned"),
    true,
  );
});

test("verify: a limit of states leaves what was found, and says that there may be more", async () => {
  const { program, payload } = await scenarioOf(handOver);
  const { explored } = verify({ program, payload, path: "main.ts", properties, budget: unlimited({ maxStates: 20 }) });
  assert.deepEqual([explored.isComplete, explored.limit], [false, "states"]);
});

test("verify: what is not modelled is told with its place, and everything else is tried", async () => {
  const { program, payload } = await scenarioOf({
    ...handOver,
    text: handOver.text.replace("return buffer", "if (buffer[0] === 7) await fetch('x'); return buffer"),
  });
  const { explored } = verify({ program, payload, path: "main.ts", properties, budget: unlimited() });
  assert.equal(explored.isComplete, false);
  assert.equal(explored.notModelled?.code, "FL0003");
  assert.equal(explored.notModelled?.at?.range.start.line, 15);
  assert.ok(explored.main);
});
