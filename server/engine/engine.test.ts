import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { defaultBudget } from "../../simulators/core/budget.ts";
import type { Scenario } from "../../simulators/core/simulator.ts";
import { type Bundles, buildToyBundles } from "../testing/bundle.ts";
import { eventually, processesOf } from "../testing/processes.ts";
import { toy, traceOf } from "../testing/toys.ts";
import { createEngine, type Engine, type EngineOptions } from "./client.ts";
import { EngineFailure, EngineStopped } from "./errors.ts";

let bundles: Bundles;
before(async () => {
  bundles = await buildToyBundles();
});
after(() => bundles.remove());

function scenario(text: string): Scenario {
  const found = toy.discover({ path: "a.toy", text, typescript: () => assert.fail() }).scenarios[0];
  assert.ok(found);
  return found;
}

async function withEngine(
  options: Partial<EngineOptions>,
  use: (engine: Engine, losses: readonly string[]) => Promise<void>,
): Promise<void> {
  const losses: string[] = [];
  const engine = createEngine({
    entry: bundles.engine,
    workers: 2,
    memoryLimitMb: 512,
    onLost: (message) => losses.push(message),
    ...options,
  });
  try {
    await use(engine, losses);
  } finally {
    await engine.dispose();
  }
}

const engineProcesses = () => processesOf(bundles.engine);

/** Aborts when the run has begun, so that it is stopped at work. */
function abortWhenStarted(): { hooks: { signal: AbortSignal; onStarted(): void }; at: () => number } {
  const controller = new AbortController();
  let at = 0;
  const onStarted = () => setTimeout(() => ((at = performance.now()), controller.abort()), 100);
  return { hooks: { signal: controller.signal, onStarted }, at: () => at };
}

test("engine: a run is answered, and so are a trace and a replay", () =>
  withEngine({}, async (engine, losses) => {
    const one = scenario("a: holds 7");
    const outcome = await engine.run(one, defaultBudget);
    assert.equal(outcome.verdict, "holds");
    assert.equal(outcome.stats.states, 7);
    assert.equal((await engine.trace(one, 3, defaultBudget))?.steps.length, 3);
    assert.equal(await engine.trace(one, "none", defaultBudget), undefined);
    assert.equal((await engine.replay(one, { ...traceOf(one, 2), inputs: "x" }, defaultBudget)).kind, "fails-again");
    assert.deepEqual(losses, []);
  }));

for (const behaviour of ["polls", "spins", "sleeps"]) {
  test(`engine: a run that ${behaviour} is stopped on request, and the next one is answered`, (t) =>
    withEngine({ workers: 1 }, async (engine) => {
      const { hooks, at } = abortWhenStarted();
      const outcome = await engine.run(scenario(`a: ${behaviour}`), defaultBudget, hooks);
      t.diagnostic(`${behaviour}: stopped after ${Math.round(performance.now() - at())} ms`);
      assert.equal(outcome.verdict, "undecided");
      assert.equal(outcome.reason?.limit, "cancelled");
      assert.equal((await engine.run(scenario("b: holds"), defaultBudget)).verdict, "holds");
    }));

  test(`engine: a run that ${behaviour} ends at its time limit`, () =>
    withEngine({ workers: 1 }, async (engine) => {
      const outcome = await engine.run(scenario(`a: ${behaviour}`), { ...defaultBudget, timeLimitMs: 200 });
      assert.equal(outcome.verdict, "undecided");
      assert.equal(outcome.reason?.limit, "time");
    }));
}

test("engine: a run whose time is over may still work out what it has seen", () =>
  withEngine({ workers: 1 }, async (engine) => {
    const outcome = await engine.run(scenario("a: concludes 450"), { ...defaultBudget, timeLimitMs: 200 });
    assert.deepEqual([outcome.reason?.limit, outcome.stats.states], ["time", 7]);
  }));

test("engine: what waits for a worker is stopped at once", () =>
  withEngine({ workers: 1 }, async (engine) => {
    const first = new AbortController();
    const second = new AbortController();
    const running = engine.run(scenario("a: spins"), defaultBudget, { signal: first.signal });
    const waiting = engine.run(scenario("b: holds"), defaultBudget, { signal: second.signal });
    second.abort();
    assert.equal((await waiting).reason?.limit, "cancelled");
    first.abort();
    assert.equal((await running).reason?.limit, "cancelled");
  }));

test("engine: a signal that was raised before starts nothing", () =>
  withEngine({}, async (engine) => {
    const before = engineProcesses().length;
    const outcome = await engine.run(scenario("a: spins"), defaultBudget, { signal: AbortSignal.abort() });
    assert.equal(outcome.reason?.limit, "cancelled");
    assert.equal(engineProcesses().length, before);
  }));

for (const behaviour of ["eats", "hoards"]) {
  test(`engine: a run that ${behaviour} memory is undecided, the process survives`, () =>
    withEngine({ workers: 1, memoryLimitMb: 256 }, async (engine, losses) => {
      const outcome = await engine.run(scenario(`a: ${behaviour}`), { ...defaultBudget, memoryLimitMb: 256 });
      assert.equal(outcome.verdict, "undecided");
      assert.equal(outcome.reason?.limit, "memory");
      assert.equal((await engine.run(scenario("b: holds"), defaultBudget)).verdict, "holds");
      assert.deepEqual(losses, []);
    }));
}

const failures = [
  { behaviour: "throws", message: /^unexpected/ },
  { behaviour: "exits", message: /ended with code 3/ },
  { behaviour: "garbage", message: /no outcome: verdict/ },
  { behaviour: "garbage null", message: /no outcome/ },
  { behaviour: 'garbage {"verdict":"holds"}', message: /no outcome: properties/ },
  { behaviour: "huge", message: /bytes; at most/ },
];
for (const { behaviour, message } of failures) {
  test(`engine: a run that answers with ${behaviour} fails alone`, () =>
    withEngine({ memoryLimitMb: 2048 }, async (engine, losses) => {
      const [bad, good] = await Promise.allSettled([
        engine.run(scenario(`a: ${behaviour}`), defaultBudget),
        engine.run(scenario("b: holds"), defaultBudget),
      ]);
      assert.equal(good.status, "fulfilled");
      assert.ok(bad.status === "rejected" && bad.reason instanceof EngineFailure, "it is a failure of ours");
      assert.match(bad.reason.message, message);
      assert.deepEqual(losses, []);
    }));
}

test("engine: one that kills its process twice is to blame, its neighbours are answered, the loss is told once", () =>
  withEngine({}, async (engine, losses) => {
    const signal = new AbortController();
    const runs = [
      engine.run(scenario("a: kills"), defaultBudget),
      engine.run(scenario("b: polls"), { ...defaultBudget, timeLimitMs: 500 }),
      engine.run(scenario("c: holds"), defaultBudget),
    ];
    const [killer, neighbour, waiting] = await Promise.allSettled(runs);
    signal.abort();
    assert.ok(killer?.status === "rejected" && killer.reason instanceof EngineFailure);
    assert.ok(neighbour?.status === "fulfilled" && neighbour.value.reason?.limit === "time");
    assert.ok(waiting?.status === "fulfilled" && waiting.value.verdict === "holds");
    assert.equal(losses.length, 1);
  }));

test("engine: a process that is killed from outside is replaced, and its run goes on", () =>
  withEngine({}, async (engine, losses) => {
    let kill = () => {
      const victim = engineProcesses().at(-1);
      assert.ok(victim !== undefined);
      process.kill(victim, "SIGKILL");
      kill = () => {};
    };
    const outcome = await engine.run(scenario("a: polls"), { ...defaultBudget, timeLimitMs: 400 }, { onStarted: () => kill() });
    assert.equal(outcome.reason?.limit, "time");
    assert.equal(losses.length, 1);
  }));

test("engine: a silent process is killed, told of once and replaced", () =>
  withEngine({ silenceMs: 1200 }, async (engine, losses) => {
    let freeze = () => {
      const victim = engineProcesses().at(-1);
      assert.ok(victim !== undefined);
      process.kill(victim, "SIGSTOP");
      freeze = () => {};
    };
    const outcome = await engine.run(scenario("a: polls"), { ...defaultBudget, timeLimitMs: 300 }, { onStarted: () => freeze() });
    assert.equal(outcome.reason?.limit, "time");
    assert.equal(losses.length, 1);
    assert.match(losses[0] ?? "", /no sign of life/);
  }));

test("engine: one that does not start fails its requests instead of starting again for ever", () =>
  withEngine({ entry: `${process.cwd()}/there-is-no-such-file.cjs` }, async (engine) => {
    await assert.rejects(engine.run(scenario("a: holds"), defaultBudget), /does not start/);
  }));

test("engine: shutting down ends the process and what is under way", async () => {
  const engine = createEngine({ entry: bundles.engine, workers: 1, memoryLimitMb: 256 });
  const before = engineProcesses();
  let begin = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const replay = engine
    .trace(scenario("a: holds"), 1, defaultBudget)
    .then(() => engine.run(scenario("a: spins"), defaultBudget, { onStarted: begin }));
  await begun;
  await engine.dispose();
  assert.equal((await replay).reason?.limit, "cancelled");
  assert.ok(await eventually(() => engineProcesses().every((id) => before.includes(id)), 3000));
  await assert.rejects(engine.trace(scenario("a: holds"), 1, defaultBudget), EngineFailure);
});

test("engine: a replay that is stopped says so", () =>
  withEngine({}, async (engine) => {
    const one = scenario("a: holds");
    await assert.rejects(engine.replay(one, traceOf(one, 1), defaultBudget, { signal: AbortSignal.abort() }), EngineStopped);
  }));

test("engine: answers are the same with any number of workers", async () => {
  const answers = [1, 3].map(async (workers) => {
    let text = "";
    await withEngine({ workers }, async (engine) => {
      const runs = ["a: holds 3", "b: fails x", "c: holds 9", "d: fails y"].map((line) => engine.run(scenario(line), defaultBudget));
      text = JSON.stringify(await Promise.all(runs));
    });
    return text;
  });
  const [one, three] = await Promise.all(answers);
  assert.equal(one, three);
});
