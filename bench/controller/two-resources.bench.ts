// Two custom resources, six calls for each reconcile, one crash: all states, in a process that has only what the engine's has.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Scenario } from "../../simulators/core/simulator.ts";
import { Edges } from "../../simulators/core/model/edges.ts";
import { PartedStore } from "../../simulators/core/model/parted-store.ts";
import { event, kindOf, label, progress, slotWord, word, write } from "../../simulators/controller/world/layout.ts";
import { standardPlatform } from "../../simulators/controller/world/standard-platform.ts";
import { Transitions } from "../../simulators/controller/world/transitions.ts";
import { World } from "../../simulators/controller/world/world.ts";
import { count, isQuick, milliseconds, peakMemory, printTable, mustBe } from "../support.ts";
import { bundledText, loaded, openPrograms, temporaryFolder } from "./checked.ts";
import { twoResources } from "./programs.ts";

/**
 * Not those of the study that the goal comes from (1,086,534 states, 6,340,213 transitions): our StatefulSet controller, scheduler, kubelet and endpoints
 * are those of a cluster, written out step by step, where the study has two lines for each, and no pod becomes unready of its own accord.
 */
const expected = { states: 951_872, transitions: 2_993_840 };
const limit = isQuick ? 100_000 : Number.POSITIVE_INFINITY;

/** A bit of the progress word that the model leaves free: the crash has been. */
const crashed = 1 << 30;

async function main(): Promise<void> {
  const bundled = process.argv.find((word) => word.startsWith("--bundled="))?.slice("--bundled=".length);
  if (bundled !== undefined) return search(JSON.parse(readFileSync(bundled, "utf8")) as Scenario);
  const folder = temporaryFolder();
  const programs = openPrograms();
  try {
    const file = join(folder, "scenario.json");
    writeFileSync(file, JSON.stringify(await bundledText(programs, folder, "caches.ts", twoResources)));
    const words = [withoutMap(fileURLToPath(import.meta.url)), `--bundled=${file}`, ...process.argv.slice(2)];
    process.exitCode = spawnSync(process.execPath, words, { stdio: "inherit" }).status ?? 1;
  } finally {
    await programs.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of this file without its source map, which is larger than what is measured. */
function withoutMap(file: string): string {
  const copy = file.replace(/\.mjs$/, ".plain.mjs");
  writeFileSync(copy, readFileSync(file, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, ""));
  return copy;
}

function search(scenario: Scenario): void {
  const { process: user, setup } = loaded(scenario);
  const idle = peakMemory();
  const used = process.cpuUsage();
  const start = performance.now();
  const { states, transitions, controllerSteps } = explore(new World(setup, standardPlatform, user));
  const took = performance.now() - start;
  const { user: own, system } = process.cpuUsage(used);
  const { runs, steps } = user.stats;
  const peak = peakMemory();
  printTable("two resources, six calls for each reconcile, one crash", [
    { what: "states", figure: count(states), goal: "1,086,534 in the study" },
    { what: "transitions", figure: count(transitions), goal: "6,340,213 in the study" },
    { what: "steps of the controller", figure: count(controllerSteps) },
    { what: "runs of its code", figure: count(runs), goal: "at most 0.1 % of them", isMet: runs <= controllerSteps / 1000 },
    { what: "asked of the process", figure: count(steps) },
    { what: "time", figure: milliseconds(took), goal: "at most 4 s", isMet: took <= 4000 },
    { what: "time on the processor", figure: milliseconds((own + system) / 1000) },
    { what: "transitions a second", figure: count(transitions / (took / 1000)) },
    { what: "memory of the process", figure: `${count(peak)} MB, ${count(idle)} before`, goal: "at most 300 MB", isMet: peak <= 300 },
  ]);
  if (!isQuick) mustBe("states and transitions", { states, transitions }, expected);
}

interface Explored {
  readonly states: number;
  readonly transitions: number;
  /** Of the transitions: starts and answers. */
  readonly controllerSteps: number;
}

/** Everything that can happen without faults of calls and caches and without a deletion, and one crash at any moment. */
function explore(world: World): Explored {
  const { width } = world;
  const transitions = new Transitions(world, false);
  const store = new PartedStore(world.parts);
  const edges = new Edges();
  const from = new Int32Array(width);
  const next = new Int32Array(width);
  let controllerSteps = 0;
  let at = 0;
  const emit = (code: number): void => {
    const kind = kindOf(code);
    if (kind === label.start || kind === label.call) controllerSteps += 1;
    edges.add(store.add(transitions.next, 0, at, code), code);
  };
  const first = transitions.initial(0);
  first[word.progress] = write(first[word.progress] as number, progress.deletion, 2);
  store.add(first, 0, -1, 0);
  for (; at < store.count && at < limit; at += 1) {
    store.read(at, from);
    transitions.each(from, 0, emit);
    if (((from[word.progress] as number) & crashed) === 0) {
      restart(world, from, next);
      edges.add(store.add(next, 0, at, label.crash), label.crash);
    }
    edges.endRow();
  }
  return { states: store.count, transitions: edges.count, controllerSteps };
}

/** The process begins anew, and lists everything. */
function restart(world: World, from: Int32Array, next: Int32Array): void {
  next.set(from);
  const cluster = world.contents.clusterOf(from[word.cluster] as number);
  (next[word.progress] as number) |= crashed;
  next[word.fixed] = 0;
  for (let slot = 0; slot < world.slots; slot += 1) {
    const start = world.slotAt(slot);
    next.fill(0, start, start + slotWord.count);
    if (world.resourceOf(cluster, world.keyOf(slot))) next[start + slotWord.bits] = event.added;
  }
}

await main();
