import { join, resolve } from "node:path";
import type { BuildContext, BuildFailure, BuildOptions, Message, Metafile } from "esbuild";
import type { Program } from "../../simulators/core/simulator.ts";
import type { Esbuild } from "../bundler.ts";
import { isOfPackage } from "./containment.ts";
import { correctMap } from "./correct-map.ts";
import { type Build, entryPoint, programPlugin } from "./plugin.ts";
import { withRequire } from "./require.ts";

export type Bundled =
  | { readonly kind: "program"; readonly program: Program }
  /** The user's code cannot be bundled. */
  | { readonly kind: "wrong"; readonly messages: readonly Message[] }
  /** A package that may not be read has been bundled: it is thrown away. */
  | { readonly kind: "outside"; readonly path: string };

/** Bundles one entry again and again: files that have not changed are not read again by esbuild. */
export interface Bundle {
  /** One after the other: a build must have ended before the next. @throws Our own code failed, or esbuild. */
  build(build: Build): Promise<Bundled>;
  dispose(): Promise<void>;
}

/** @param folder Absolute, and no link: paths in the bundle are relative to it, so that its bytes do not depend on where it lies. */
export function createBundle(esbuild: Esbuild, folder: string): Bundle {
  let now: Build | undefined;
  const current = (): Build => {
    if (!now) throw new Error("no build is under way");
    return now;
  };
  const starting: Promise<BuildContext> = esbuild.context(optionsFor(folder, current));
  // Whoever builds is told; nobody else waits for it.
  starting.catch(() => {});
  return {
    async build(build) {
      const context = await starting;
      now = build;
      try {
        const { outputFiles = [], metafile } = await context.rebuild();
        if (build.failure !== undefined) throw build.failure;
        const outside = readPackages(Object.keys(metafile?.inputs ?? {}), folder, build);
        if (outside !== undefined) return { kind: "outside", path: build.pathOf(outside) };
        return { kind: "program", program: programOf(outputFiles, metafile, folder, build) };
      } catch (error) {
        if (build.failure !== undefined) throw build.failure;
        if (isBuildFailure(error)) return { kind: "wrong", messages: error.errors };
        throw error;
      } finally {
        now = undefined;
      }
    },
    async dispose() {
      await (await starting).dispose();
    },
  };
}

function optionsFor(folder: string, current: () => Build): BuildOptions {
  return {
    absWorkingDir: folder,
    entryPoints: [entryPoint],
    outfile: join(folder, "program.js"),
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["module", "node"],
    target: "es2022",
    supported: { "top-level-await": true },
    sourcemap: "external",
    sourcesContent: false,
    charset: "utf8",
    legalComments: "none",
    jsx: "automatic",
    metafile: true,
    logLevel: "silent",
    logLimit: 0,
    plugins: [programPlugin(current)],
  };
}

/** Takes down what was bundled of packages. @returns A file that may not be read. */
function readPackages(inputs: readonly string[], folder: string, build: Build): string | undefined {
  for (const input of inputs) {
    const file = resolve(folder, input);
    if (!isOfPackage(file) || build.loaded.has(file)) continue;
    if (!build.mayRead(file)) return file;
    build.packages.add(file);
  }
  return undefined;
}

function programOf(
  outputs: readonly { readonly path: string; readonly text: string }[],
  metafile: Metafile | undefined,
  folder: string,
  build: Build,
): Program {
  const bundled = outputs.find(({ path }) => path.endsWith(".js"))?.text;
  const sourceMap = outputs.find(({ path }) => path.endsWith(".map"))?.text;
  if (bundled === undefined || metafile === undefined || sourceMap === undefined) throw new Error("esbuild gave no bundle");
  const code = withRequire(bundled, metafile);
  const own = [...build.loaded.values()].map(({ path, text }) => ({ path, text }));
  const packages = [...build.packages].map((file) => ({ path: build.pathOf(file), text: "" }));
  return { code, sourceMap: correctMap(sourceMap, folder, build), files: [...own, ...packages].sort(byPath) };
}

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && "errors" in error && Array.isArray(error.errors) && error.errors.length > 0;
