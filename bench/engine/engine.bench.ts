// The engine: counts that must be exact, speed, memory, liveness, two workers. With `--peers` beside SPIN, which is installed if missing.
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { ParallelWorker, type WorkerOrder } from "../../simulators/core/model/parallel-worker.ts";
import { count, isQuick, median, printTable, type Row } from "../support.ts";
import { type CaseName, cases, packedModel } from "./cases.ts";
import { type Measured, measure } from "./measure.ts";
import { type Ended, timed } from "./processes.ts";
import { installSpin, spins, type Verifier } from "./spin.ts";

const script = fileURLToPath(import.meta.url);
const rounds = isQuick ? 1 : 3;
const withPeers = process.argv.includes("--peers");
const measured = process.argv.find((word) => word.startsWith("--measure="));

if (!isMainThread) serve();
else if (measured === undefined) main();
else await answer(measured.slice("--measure=".length));

/** A worker of a parallel search. */
function serve(): void {
  const worker = new ParallelWorker(packedModel(workerData as CaseName));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.on("message", (order: WorkerOrder) => parentPort?.postMessage(worker.handle(order)));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage("ready");
}

/** A process of its own for each check: `--measure=<threads>:<case>`; without a case, what a process takes that checks nothing. */
async function answer(what: string): Promise<void> {
  const [threads = "0", name = ""] = what.split(":");
  const result =
    name === "" ? { rssBytes: process.resourceUsage().maxRSS * 1024 } : await measure(name as CaseName, Number(threads), script);
  console.log(JSON.stringify(result));
}

function main(): void {
  printTable("Engine: states, transitions and verdicts as published; a difference ends the bench", [
    ...exactCounts(),
    ...speeds(),
    ...workers(),
  ]);
  if (!withPeers) return;
  installSpin();
  printTable(
    `Engine beside SPIN -O2, the same states; median of ${rounds} alternating rounds, time on the processor of whole processes`,
    peers(),
  );
}

function exactCounts(): readonly Row[] {
  const names = Object.keys(cases) as CaseName[];
  const wanted = names.filter((name) => withPeers || !/commit 9|plain/.test(name));
  return wanted.map((name) => {
    // Ends here when anything differs.
    const { states } = ours(name);
    return { what: name, figure: `${count(states)} states`, goal: cases[name].verdicts.join(", "), isMet: true };
  });
}

function speeds(): readonly Row[] {
  const base = nothing();
  return (["two-phase commit 8", "FIFO lock 9", "two-phase commit 8, plain", "FIFO lock 9, plain"] as const).map((name) => {
    const runs = repeat(() => ours(name));
    const cpu = median(runs.map(({ cpuMs }) => cpuMs));
    const [{ states, bytes }] = runs as [Measured & Ended];
    const resident = (median(runs.map(({ rssBytes }) => rssBytes)) - base) / states;
    return {
      what: `${name}: states per second of the processor; bytes per state stored / resident in all`,
      figure: `${count((1000 * states) / cpu)}/s; ${(bytes / states).toFixed(1)} / ${resident.toFixed(1)} B`,
      ...(name === "two-phase commit 8" ? { goal: "at most 100 B resident", isMet: resident <= 100 } : {}),
    };
  });
}

function workers(): readonly Row[] {
  const name: CaseName = withPeers ? "two-phase commit 9" : "two-phase commit 8";
  const pairs = repeat(() => ({ one: ours(name), two: ours(name, 2) }));
  const byClock = median(pairs.map(({ one, two }) => one.wallMs / two.wallMs));
  const work = median(pairs.map(({ one, two }) => two.cpuMs / one.cpuMs));
  const times = pairs.map(({ one, two }) => `${count(one.wallMs)}/${count(two.wallMs)} ms`).join(", ");
  return [
    {
      what: `${name}: two workers, times as fast as one by the clock (${times})`,
      figure: `${byClock.toFixed(2)}x`,
      goal: "at least 1.4x",
      isMet: byClock >= 1.4,
    },
    {
      what: `${name}: what two workers take of the processor, compared with one; so on two free ones they can be`,
      figure: `${(100 * work).toFixed(0)} %; ${(2 / work).toFixed(2)}x`,
    },
  ];
}

function peers(): readonly Row[] {
  spins.tokenLockSafety().run();
  const twoPhaseCommit = spins.twoPhaseCommit();
  const fifoLock = spins.fifoLock();
  return [
    beside("two-phase commit 8", twoPhaseCommit, 1),
    beside("FIFO lock 9", fifoLock, 1),
    beside("two-phase commit 8, plain", twoPhaseCommit, 0.25),
    beside("FIFO lock 9, plain", fifoLock, 0.25),
    beside("token lock 14", spins.tokenLock(), 1),
    beside("token lock 14, plain", spins.tokenLock()),
  ];
}

/** @param goal Share of SPIN's speed. */
function beside(name: CaseName, spin: Verifier, goal?: number): Row {
  const pairs = repeat(() => ({ ours: ours(name), spin: spin.run() }));
  const mine = median(pairs.map((pair) => pair.ours.cpuMs));
  const other = median(pairs.map((pair) => pair.spin.cpuMs));
  const bytes = median(pairs.map((pair) => pair.spin.rssBytes)) / cases[name].states;
  return {
    what: `${name}: ${count(mine)} ms, SPIN ${count(other)} ms and ${bytes.toFixed(0)} B per state in all`,
    figure: `${((100 * other) / mine).toFixed(0)} % of SPIN's speed`,
    ...(goal === undefined ? {} : { goal: `at least ${100 * goal} %`, isMet: other / mine >= goal }),
  };
}

function ours(name: CaseName, threads = 0): Measured & Ended {
  const ended = timed(process.execPath, [script, `--measure=${threads}:${name}`]);
  return { ...(JSON.parse(ended.stdout) as Measured), ...ended };
}

/** Resident bytes of a process that checks nothing. */
function nothing(): number {
  return (JSON.parse(timed(process.execPath, [script, "--measure=0:"]).stdout) as { readonly rssBytes: number }).rssBytes;
}

function repeat<Result>(work: () => Result): readonly Result[] {
  return Array.from({ length: rounds }, work);
}
