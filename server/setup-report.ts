import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { arch, availableParallelism, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { defaultBudget } from "../simulators/core/budget.ts";
import { simulators } from "../simulators/registry.ts";
import { analyse } from "./analyse.ts";
import { loadBundler, tryBundler } from "./bundler.ts";
import { createEngine } from "./engine/client.ts";
import { explainedCodes } from "./export/code-pages.ts";
import { makeFolder } from "./make-folder.ts";
import { typescriptLoader } from "./typescript.ts";

/** One thing that Faultline needs. */
export interface SetupItem {
  readonly name: string;
  /** `limited`: works, but slower or without some of it. */
  readonly status: "works" | "limited" | "broken";
  readonly detail: string;
  /** What to do, unless it works. */
  readonly advice?: string;
}

export interface SetupFacts {
  readonly version: string;
  /** The folder `dist` of this installation. */
  readonly dist: string;
  /** None: nothing is kept between runs. */
  readonly cacheFolder?: string | undefined;
  /** 0: as many as the machine has cores, at most 4. */
  readonly workers: number;
  /** MiB. */
  readonly memoryLimitMb: number;
}

/** Tries everything that Faultline needs, each thing for real: loads the compiler, bundles a module, runs a scenario in an engine. */
export async function setupItems(facts: SetupFacts): Promise<readonly SetupItem[]> {
  const [files, cache, bundler, engine] = await Promise.all([installation(facts), cacheItem(facts), bundlerItem(facts), engineItem(facts)]);
  return [versionItem(facts), nodeItem(), machineItem(facts), files, compilerItem(facts), bundler, engine, cache];
}

/** For the editor. */
export function setupMarkdown(items: readonly SetupItem[]): string {
  const rows = items.map(({ name, status, detail, advice }) => `| ${marks[status]} ${name} | ${cell(detail)} | ${cell(advice ?? "")} |`);
  return ["# Faultline: setup report", "", setupSummary(items), "", "| | found | what to do |", "|---|---|---|", ...rows, ""].join("\n");
}

/** One sentence. */
export function setupSummary(items: readonly SetupItem[]): string {
  const broken = items.filter(({ status }) => status === "broken").map(({ name }) => name);
  const limited = items.filter(({ status }) => status === "limited").map(({ name }) => name);
  if (broken.length > 0) return `Broken: ${broken.join(", ")}.`;
  return limited.length > 0 ? `Everything needed works; limited: ${limited.join(", ")}.` : "Everything works.";
}

export const marks: Record<SetupItem["status"], string> = { works: "✓", limited: "!", broken: "✗" };

const cell = (text: string): string => text.replaceAll("|", "\\|").replace(/\s+/g, " ");

const versionItem = ({ version }: SetupFacts): SetupItem => ({
  name: "Faultline",
  status: "works",
  detail: `${version}; simulators: ${simulators.map(({ id }) => id).join(", ")}`,
});

function nodeItem(): SetupItem {
  const detail = `${process.versions.node} (V8 ${process.versions.v8})`;
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 20) return { name: "Node.js", status: "works", detail };
  return { name: "Node.js", status: "broken", detail, advice: "install Node.js 20 or later" };
}

function machineItem({ workers, memoryLimitMb }: SetupFacts): SetupItem {
  const memory = Math.round(totalmem() / 1024 / 1024);
  const used = workers > 0 ? workers : Math.min(4, availableParallelism());
  const detail = `${platform()} ${release()}, ${arch()}, ${availableParallelism()} cores, ${memory} MiB; ${used} workers, limit ${memoryLimitMb} MiB`;
  if (memoryLimitMb <= memory) return { name: "machine", status: "works", detail };
  return { name: "machine", status: "limited", detail, advice: "lower the memory limit below the memory of the machine" };
}

const neededFiles = ["cli/main.cjs", "cli/program.cjs", "server/main.cjs", "server/engine.cjs", "server/worker.cjs", "typescript.cjs"];

async function installation({ dist }: SetupFacts): Promise<SetupItem> {
  const needed = [...neededFiles, ...explainedCodes.map((code) => `codes/${code}.md`)];
  const found = await Promise.all(needed.map((file) => isFile(join(dist, file))));
  const missing = needed.filter((_, index) => found[index] !== true);
  if (missing.length === 0) return { name: "installation", status: "works", detail: `${needed.length} files in ${dist}` };
  return {
    name: "installation",
    status: "broken",
    detail: `missing in ${dist}: ${missing.join(", ")}`,
    advice: "install it again; in a clone: npm run build",
  };
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

function compilerItem({ dist }: SetupFacts): SetupItem {
  const start = performance.now();
  try {
    const { version } = typescriptLoader(dist)();
    return { name: "TypeScript", status: "works", detail: `${version}, loaded in ${Math.round(performance.now() - start)} ms` };
  } catch (error) {
    return { name: "TypeScript", status: "broken", detail: messageOf(error), advice: "install Faultline again" };
  }
}

async function bundlerItem({ dist }: SetupFacts): Promise<SetupItem> {
  const bundler = loadBundler(dist);
  const tried = await tryBundler(bundler);
  const advice = "needed for scenarios in TypeScript only; install the package for this platform, or run npm rebuild esbuild";
  if (bundler.kind === "missing" || "message" in tried)
    return { name: "esbuild", status: "limited", detail: "message" in tried ? tried.message : "", advice };
  const detail = `${bundler.esbuild.version} ${bundlerWords[bundler.kind]}, a bundle in ${tried.milliseconds} ms`;
  if (bundler.kind === "native") return { name: "esbuild", status: "works", detail };
  return { name: "esbuild", status: "limited", detail, advice: "install the package for this platform" };
}

const bundlerWords = { native: "native", wasm: "WebAssembly (slower)" } as const;

/** The smallest fabric with a group: one packet from host to host. */
const smallest = `{
  "topology": { "pods": 1, "leavesPerPod": 1, "hostsPerLeaf": 2, "spinesPerPod": 1, "coresPerSpine": 1 },
  "groups": [{ "name": "setup", "tenant": 1, "address": "239.1.1.1", "receivers": [1], "senders": [0] }]
}`;

async function engineItem(facts: SetupFacts): Promise<SetupItem> {
  const name = "engine";
  const { scenarios } = analyse({ path: "setup.multicast.json", text: smallest, typescript: typescriptLoader(facts.dist) });
  const [scenario] = scenarios;
  if (!scenario) return { name, status: "broken", detail: "its test scenario was not found", advice: "please report this" };
  const engine = createEngine({ entry: join(facts.dist, "server", "engine.cjs"), workers: 1, memoryLimitMb: facts.memoryLimitMb });
  const start = performance.now();
  try {
    const { verdict, reason } = await engine.run(scenario, { ...defaultBudget, timeLimitMs: 10_000, memoryLimitMb: facts.memoryLimitMb });
    const milliseconds = Math.round(performance.now() - start);
    if (verdict === "holds") return { name, status: "works", detail: `a process of its own ran a test scenario in ${milliseconds} ms` };
    return {
      name,
      status: "broken",
      detail: `a test scenario that holds is ${verdict}: ${reason?.message ?? ""}`,
      advice: "please report this",
    };
  } catch (error) {
    return { name, status: "broken", detail: messageOf(error), advice: "allow this program to start processes, or install it again" };
  } finally {
    await engine.dispose();
  }
}

async function cacheItem({ cacheFolder }: SetupFacts): Promise<SetupItem> {
  const name = "result cache";
  if (cacheFolder === undefined)
    return { name, status: "limited", detail: "no folder for it", advice: "set HOME or XDG_CACHE_HOME to keep results between runs" };
  try {
    makeFolder(cacheFolder, 0o700);
    await access(cacheFolder, constants.W_OK);
    return { name, status: "works", detail: cacheFolder };
  } catch (error) {
    return { name, status: "limited", detail: messageOf(error), advice: "make the folder writable to keep results between runs" };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
