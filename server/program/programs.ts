import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { tmpdir } from "node:os";
import type { Problem } from "../../protocol/problem.ts";
import type { Entry, InputFile, Scenario, Simulator } from "../../simulators/core/simulator.ts";
import type { TypeScript } from "../../simulators/core/source/typescript.ts";
import type { Bundler } from "../bundler.ts";
import { type Bundle, type Bundled, createBundle } from "./bundle.ts";
import { readAssets } from "./assets.ts";
import { containedIn, isOfPackage, realPathOf } from "./containment.ts";
import { problemsOf } from "./messages.ts";
import { findModules } from "./modules.ts";
import { versionsOf } from "./package-versions.ts";
import { type Build, outsideText } from "./plugin.ts";

export interface ProgramsOptions {
  /** Asked for when the first program is bundled. */
  readonly bundler: () => Bundler;
  readonly simulators: readonly Simulator[];
  readonly typescript: () => TypeScript;
  /** Files as the editor has them, by absolute path. */
  readonly openTexts?: () => Iterable<readonly [file: string, text: string]>;
  /** Milliseconds from any fixed moment. */
  now(): number;
}

/** Where a scenario's paths begin, and what its imports may reach. */
export interface Surroundings {
  /** Absolute; undefined: the scenario's path is absolute itself. */
  readonly folder: string | undefined;
  /** Folders of the workspace, absolute. */
  readonly folders: readonly string[];
}

/** Bundles what scenarios run. */
export interface Programs {
  /**
   * The scenario with its program and all files that went into it; one that cannot be bundled says so by `notRun` and findings.
   * Scenarios without an entry, and those that cannot be run anyway, are returned as they are.
   * @throws Our own code failed.
   */
  prepare(scenario: Scenario, surroundings: Surroundings): Promise<Scenario>;
  /** Files may have changed: nothing that was bundled before is used again. */
  changed(): void;
  /** Loads the bundler and starts its process while the caller does something else. */
  warm(): void;
  dispose(): Promise<void>;
}

/** Entries that are kept ready to be bundled again. */
const maximumBundles = 16;

const plain = { bundle: true, format: "esm", sourcemap: "external", outfile: "nothing.js", metafile: true, logLevel: "silent" } as const;

/** Without a word of a change a bundle is good for so long, milliseconds: not every client tells of changes on disk. */
const freshMs = 1000;

interface Kept {
  readonly bundle: Bundle;
  /** The last build, with what it was made of. */
  last?: { readonly key: string; readonly generation: number; readonly at: number; readonly prepared: Promise<Scenario> };
  /** When all builds so far have ended. */
  idle: Promise<unknown>;
}

export function createPrograms(options: ProgramsOptions): Programs {
  const kept = new Map<string, Kept>();
  let bundler: Bundler | undefined;
  let generation = 0;
  let isDisposed = false;
  let starting: Promise<void> | undefined;

  const load = (): Bundler => (bundler ??= options.bundler());

  async function prepare(scenario: Scenario, surroundings: Surroundings): Promise<Scenario> {
    const { entry } = scenario;
    if (!entry || scenario.notRun || scenario.program) return scenario;
    const simulator = options.simulators.find(({ id }) => id === scenario.simulator);
    if (!simulator) throw new Error(`there is no simulator "${scenario.simulator}"`);
    const found = load();
    if (found.kind === "missing") return notRun(scenario, [problemAt(scenario, `Not run: ${found.message}`)]);
    if (isDisposed) throw new Error("the bundler has been shut down");
    const place = placeOf(entry, surroundings);
    const id = JSON.stringify([place.folder, place.entry, simulator.id]);
    const one = keep(id, () => ({ bundle: createBundle(found.esbuild, place.folder), idle: Promise.resolve() }));
    const key = JSON.stringify([scenario, surroundings]);
    const { last } = one;
    if (last?.key === key && last.generation === generation && options.now() - last.at < freshMs) return last.prepared;
    const prepared = one.idle.then(() => bundle(scenario, entry, simulator, place, one.bundle));
    one.idle = prepared.catch(() => forget(id, one));
    one.last = { key, generation, at: options.now(), prepared };
    return prepared;
  }

  async function bundle(scenario: Scenario, entry: Entry, simulator: Simulator, place: EntryPlace, target: Bundle): Promise<Scenario> {
    const newer = newerTexts(scenario, place);
    const { modules, problems } = findModules(scenario, entry.modules ?? [], place.entry, (file) => newer.has(file), place.mayRead);
    if (problems[0]) return { ...notRun(scenario, problems), notRun: { code: "FL0002", message: problems[0].message } };
    const build: Build = {
      entry: place.entry,
      realEntry: place.realEntry,
      names: entry.names,
      modules,
      simulator,
      mayRead: place.mayRead,
      textOf: (file) => newer.get(file),
      unitOf: (path, text) => ({ path, text, typescript: options.typescript }),
      pathOf: place.pathOf,
      loaded: new Map(),
      packages: new Set(),
    };
    const prepared = concluded(scenario, await target.build(build), build, place);
    return prepared.notRun ? prepared : withData(prepared, entry, build, place);
  }

  /** The text that the scenario was found in counts most, then what the editor has. */
  function newerTexts({ inputs }: Scenario, { fileOf }: EntryPlace): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const [file, text] of options.openTexts?.() ?? []) texts.set(realPathOf(file) ?? file, text);
    for (const { path, text } of inputs) if (!isOfPackage(path)) texts.set(realPathOf(fileOf(path)) ?? fileOf(path), text);
    return texts;
  }

  function keep(id: string, create: () => Kept): Kept {
    const known = kept.get(id) ?? create();
    kept.delete(id);
    kept.set(id, known);
    for (const [other, { idle, bundle }] of kept) {
      if (kept.size <= maximumBundles) break;
      kept.delete(other);
      void idle.then(() => bundle.dispose()).catch(() => {});
    }
    return known;
  }

  /** esbuild failed, or we did: the next build starts afresh. */
  function forget(id: string, one: Kept): void {
    if (kept.get(id) === one) kept.delete(id);
    void one.bundle.dispose().catch(() => {});
  }

  return {
    prepare,
    changed() {
      generation += 1;
    },
    warm() {
      const found = load();
      if (found.kind !== "native") return;
      // What it makes is thrown away: its process has then done once what it is for.
      const built = found.esbuild.build({ stdin: { contents: "export const nothing: number = 0;", loader: "ts" }, ...plain, write: false });
      starting ??= built.then(
        () => {},
        () => {},
      );
    },
    async dispose() {
      isDisposed = true;
      const all = [...kept.values()];
      kept.clear();
      await Promise.all(all.map(({ idle, bundle }) => idle.then(() => bundle.dispose()).catch(() => {})));
      if ((all.length > 0 || starting) && bundler && bundler.kind !== "missing") await bundler.esbuild.stop();
    },
  };
}

interface EntryPlace {
  /** What paths are relative to: absolute, and no link. */
  readonly folder: string;
  readonly entry: string;
  readonly realEntry: string;
  readonly mayRead: (file: string) => boolean;
  readonly fileOf: (path: string) => string;
  readonly pathOf: (file: string) => string;
}

function placeOf({ path }: Entry, { folder, folders }: Surroundings): EntryPlace {
  const fileOf = (path: string) => (isAbsolute(path) ? path : join(folder ?? folders[0] ?? tmpdir(), path));
  const entry = fileOf(path);
  const home = folder ?? dirname(entry);
  const real = realPathOf(home) ?? home;
  const roots = folders.length > 0 && isBelow(entry, folders) ? folders : [...folders, dirname(entry)];
  const realEntry = realPathOf(entry) ?? entry;
  return {
    folder: real,
    entry,
    realEntry,
    mayRead: containedIn(roots),
    fileOf,
    pathOf(file) {
      if (file === realEntry) return path;
      return (folder === undefined ? file : relative(real, file)).split(sep).join("/");
    },
  };
}

const isBelow = (file: string, folders: readonly string[]): boolean =>
  folders.some((folder) => !relative(folder, file).startsWith("..") && !isAbsolute(relative(folder, file)));

function concluded(scenario: Scenario, bundled: Bundled, build: Build, { folder }: EntryPlace): Scenario {
  const own = [...build.loaded.values()].map(({ path, text }) => ({ path, text }));
  switch (bundled.kind) {
    case "program":
      return { ...scenario, inputs: joined(scenario.inputs, bundled.program.files), program: bundled.program };
    case "outside":
      return { ...notRun(scenario, [problemAt(scenario, outsideText(bundled.path))]), inputs: joined(scenario.inputs, own) };
    case "wrong": {
      const span = { path: scenario.path, range: scenario.range };
      const problems = problemsOf(bundled.messages, folder, build, span);
      return { ...notRun(scenario, problems), inputs: joined(scenario.inputs, own) };
    }
  }
}

/** With the files of data that it names, and the generations of the packages that it asks for. */
function withData(scenario: Scenario, { assets, packages }: Entry, build: Build, place: EntryPlace): Scenario {
  const read = readAssets(scenario, assets ?? [], build, place.pathOf);
  const more = {
    ...(assets
      ? {
          assets: read.assets,
          inputs: joined(
            scenario.inputs,
            read.assets.map(({ path, text }) => ({ path, text })),
          ),
        }
      : {}),
    ...(packages ? { packages: versionsOf(packages, dirname(place.realEntry)) } : {}),
  };
  const [first] = read.problems;
  if (!first) return { ...scenario, ...more };
  return { ...scenario, ...more, findings: [...scenario.findings, ...read.problems], notRun: { code: "FL0002", message: first.message } };
}

/** The scenario's own files first, then all others by path. */
function joined(own: readonly InputFile[], more: readonly InputFile[]): readonly InputFile[] {
  const known = new Set(own.map(({ path }) => path));
  return [...own, ...more.filter(({ path }) => !known.has(path)).sort((a, b) => (a.path < b.path ? -1 : 1))];
}

function notRun(scenario: Scenario, problems: readonly Problem[]): Scenario {
  const message = problems[0]?.message ?? "it cannot be bundled";
  return { ...scenario, findings: [...scenario.findings, ...problems], notRun: { code: "FL0003", message } };
}

const problemAt = ({ path, range }: Scenario, message: string): Problem => ({
  code: "FL0003",
  severity: "warning",
  message,
  path,
  range,
  property: "FL0003",
  related: [],
});
