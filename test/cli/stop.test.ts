import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { eventually, isAlive, processesOf } from "../../server/testing/processes.ts";
import { buildToyProgram, ended, type Program, workspace } from "./programs.ts";

let program: Program;
/** So that no scenario is known from an earlier test. */
let rounds = 0;
before(async () => {
  program = await buildToyProgram();
  mkdirSync(join(program.folder, "cache/faultline"), { recursive: true });
});
after(() => program.remove());

/** Results in the cache: one more when a scenario has ended. */
const kept = (): number =>
  readdirSync(join(program.folder, "cache/faultline"), { recursive: true }).filter((name) => String(name).endsWith(".result")).length;

/** Starts a check of these scenarios, waits until the first has ended, and sends a signal. */
async function stopped(scenarios: string, argv: readonly string[], signal: NodeJS.Signals) {
  const { folder, remove } = workspace({ "a.toy": `first: holds ${(rounds += 1)}\n${scenarios}` });
  const known = kept();
  // A group of its own, as a shell gives it: the signal goes to every process of it, as Ctrl-C does.
  const child = spawn(process.execPath, [program.main, "check", "--workers", "1", ...argv], {
    cwd: folder,
    env: program.env,
    detached: true,
  });
  const end = ended(child);
  const hasBegun = await eventually(() => kept() > known, 30_000);
  const sent = performance.now();
  process.kill(-(child.pid ?? 0), signal);
  const result = await end;
  assert.ok(hasBegun, `the first scenario had ended: ${result.err}${result.out}`);
  const leftOver = await eventually(() => !isAlive(child.pid ?? 0) && processesOf(program.folder).length === 0, 3000);
  remove();
  return { ...result, took: performance.now() - sent, isClean: leftOver };
}

test("Ctrl-C: what is known is printed, the rest is undecided, the status is 130, no process is left", async () => {
  const { status, out, err, isClean } = await stopped("slow: polls\nnext: polls\n", ["--format", "json"], "SIGINT");
  assert.equal(status, 130, err);
  const report = JSON.parse(out) as Report;
  assert.deepEqual(
    report.results.map(({ scenario, verdict, reason }) => [scenario, verdict, reason?.limit]),
    [
      ["first", "holds", undefined],
      ["slow", "undecided", "cancelled"],
      ["next", "undecided", "cancelled"],
    ],
  );
  assert.equal(err, "");
  assert.ok(isClean);
});

test("Ctrl-C: a scenario that never listens is left behind", async () => {
  const { status, out, isClean } = await stopped("deaf: spins\n", [], "SIGINT");
  assert.equal(status, 130);
  assert.match(out, /✓ holds {2}first/);
  assert.match(out, /\? undecided {2}deaf .*\n(.*\n)?.*because: stopped before it was complete/);
  assert.ok(isClean);
});

test("Ctrl-C: a violation that is known decides the status; SIGTERM stops as well", async () => {
  assert.equal((await stopped("wrong: holds bad\nslow: polls\n", [], "SIGINT")).status, 1);
  assert.equal((await stopped("slow: polls\n", [], "SIGTERM")).status, 143);
});

test("Ctrl-C: what a run has found so far was told at once, and stays in the report", async () => {
  const { folder, remove } = workspace({ "a.toy": "told: tells it breaks\n" });
  const child = spawn(process.execPath, [program.main, "check", "--workers", "1"], { cwd: folder, env: program.env });
  const end = ended(child);
  let err = "";
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  const isTold = await eventually(() => err.includes("\n"), 30_000);
  child.kill("SIGINT");
  const { status, out } = await end;
  remove();
  assert.ok(isTold);
  assert.equal(err, "found a.toy:1:1 FL3901 it breaks\n");
  assert.match(out, /error FL3901.*\n.*it breaks/);
  assert.equal(status, 1);
});
