import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, extname } from "node:path";
import type { OnLoadResult, OnResolveResult, Plugin } from "esbuild";
import type { Simulator, SourceUnit } from "../../simulators/core/simulator.ts";
import { decodeSource, maximumFileBytes } from "../workspace/read.ts";
import { type Containment, isOfPackage, realPathOf } from "./containment.ts";
import { hostModulePattern, hostName } from "./host-modules.ts";
import { type LoadedFile, loadedFile } from "./loaded.ts";

/** What one build reads, and what it has read. */
export interface Build {
  /** Absolute. */
  readonly entry: string;
  /** Names that the bundle exports. */
  readonly names: readonly string[];
  readonly simulator: Simulator;
  readonly mayRead: Containment;
  /** Text of a file that is newer than what is on disk, by where the file really is. */
  textOf(realPath: string): string | undefined;
  unitOf(path: string, text: string): SourceUnit;
  /** Path as the user is shown it, of an absolute one. */
  pathOf(file: string): string;
  /** Files of the user's, by where they really are. */
  readonly loaded: Map<string, LoadedFile>;
  /** Files of packages: absolute paths. */
  readonly packages: Set<string>;
  /** A bug of ours that was met while esbuild asked us. */
  failure?: unknown;
}

/** Name of the plugin in esbuild's messages: these are for the user as they are. */
export const pluginName = "faultline";

/** The entry point that esbuild is given: a module that exports `Build.names` of the user's entry. */
export const entryPoint = "faultline:entry";

const entrySpace = "faultline-entry";
const moduleSpace = "faultline";
const requireSpace = "faultline-host";

/**
 * How imports are followed: `faultline/*` and what the simulator replaces are its own modules, modules of Node's stay imports of `host:…`,
 * and everything else is read by us from the editor or from disk, as far as it may be read.
 */
export function programPlugin(current: () => Build): Plugin {
  return {
    name: pluginName,
    setup(setup) {
      const known = knownPackages();
      setup.onResolve({ filter: /^faultline:entry$/ }, () => ({ path: "entry", namespace: entrySpace }));
      setup.onLoad({ filter: /.*/, namespace: entrySpace }, () => ({
        contents: wrapper(current()),
        resolveDir: dirname(current().entry),
        loader: "js",
      }));
      // One that was never saved is not on disk.
      setup.onResolve({ filter: /.*/, namespace: entrySpace }, ({ path }) => (existsSync(path) ? undefined : { path, namespace: "file" }));

      setup.onResolve({ filter: /^faultline(\/|$)/ }, ({ path }) => moduleOf(current(), path) ?? unknownModule(current(), path));
      setup.onResolve({ filter: hostModulePattern }, ({ path, kind }) => {
        const own = moduleOf(current(), path) ?? moduleOf(current(), `node:${hostName(path)}`) ?? moduleOf(current(), hostName(path));
        if (own) return own;
        if (kind === "require-call" || kind === "require-resolve") return { path: hostName(path), namespace: requireSpace };
        return { path: `host:${hostName(path)}`, external: true };
      });
      setup.onResolve({ filter: /^host:/, namespace: requireSpace }, ({ path }) => ({ path, external: true }));
      setup.onResolve({ filter: /.*/, namespace: moduleSpace }, ({ path }) => moduleOf(current(), path) ?? { path, external: true });
      setup.onLoad({ filter: /.*/, namespace: moduleSpace }, ({ path }) => ({
        contents: current().simulator.modules?.[path] ?? "",
        loader: "js",
      }));
      // What `require` gives of a module of Node's is its default export.
      setup.onLoad({ filter: /.*/, namespace: requireSpace }, ({ path }) => ({
        contents: `import host from ${JSON.stringify(`host:${path}`)};\nmodule.exports = host;\n`,
        loader: "js",
      }));

      setup.onLoad({ filter: /.*/, namespace: "file" }, ({ path }) => {
        const build = current();
        try {
          return load(build, path, known);
        } catch (error) {
          build.failure ??= error;
          return { errors: [{ text: "internal error" }] };
        }
      });
    },
  };
}

const alias = (index: number): string => `faultline$${index}`;

/** The name that such an alias stands for. */
export const aliased = (name: string, { names }: Build): string | undefined => names.find((_, index) => alias(index) === name);

/** Whatever the entry exports itself, the names asked for come from aliases at its end: see `tailOf`. */
function wrapper({ entry, names }: Build): string {
  const list = names.map((name, index) => (name === "default" ? "default" : `${alias(index)} as ${name}`));
  return `export { ${list.join(", ")} } from ${JSON.stringify(entry)};\n`;
}

function tailOf({ names }: Build): string {
  const list = names.flatMap((name, index) => (name === "default" ? [] : [`${name} as ${alias(index)}`]));
  return `\nexport { ${list.join(", ")} };\n`;
}

function moduleOf({ simulator }: Build, specifier: string): OnResolveResult | undefined {
  return Object.hasOwn(simulator.modules ?? {}, specifier) ? { path: specifier, namespace: moduleSpace } : undefined;
}

function unknownModule({ simulator }: Build, specifier: string): OnResolveResult {
  const known = Object.keys(simulator.modules ?? {}).filter((name) => name.startsWith("faultline/"));
  const advice = known.length === 0 ? "it has none" : `it has ${known.map((name) => `\`${name}\``).join(", ")}`;
  return { errors: [{ text: `There is no module \`${specifier}\` in a check by ${simulator.title.toLowerCase()}: ${advice}` }] };
}

/** Code, JSON and text; what has no ending is code. */
const modelled = new Set(["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".txt"]);

function load(build: Build, file: string, known: KnownPackages): OnLoadResult | undefined {
  const real = realPathOf(file) ?? file;
  const newer = build.textOf(real);
  if (newer === undefined && !build.mayRead(file)) {
    return refuse(`\`${build.pathOf(file)}\` is not followed: it lies outside of the workspace folders and their node_modules`);
  }
  const ending = extname(file);
  if (!modelled.has(ending)) {
    return refuse(`\`${build.pathOf(file)}\` cannot be modelled: of what is imported, only code, JSON and text (.txt) are`);
  }
  if (isOfPackage(real)) {
    build.packages.add(file);
    return known.load(real);
  }
  const source = newer === undefined ? read(real) : { text: newer };
  if ("message" in source) return refuse(`\`${build.pathOf(file)}\`: ${source.message}`);
  const isCode = ending !== ".json" && ending !== ".txt";
  const path = build.pathOf(file);
  const insertions = isCode ? (build.simulator.instrument?.(build.unitOf(path, source.text)) ?? []) : [];
  const isEntry = real === (realPathOf(build.entry) ?? build.entry);
  const loaded = loadedFile(path, source.text, insertions, (isEntry ? tailOf(build) : "") + (isCode ? endOfMaps(source.text) : ""));
  build.loaded.set(real, loaded);
  return { contents: loaded.bundled, loader: "default" };
}

const refuse = (text: string): OnLoadResult => ({ errors: [{ text }] });

/**
 * Places are those of the file itself, never of what it was made from: of several comments that name a source map the last one counts,
 * and one that is empty is passed over.
 */
const endOfMaps = (text: string): string => (text.includes("sourceMappingURL") ? "\n//# sourceMappingURL=data:application/json,{}" : "");

function read(file: string): { readonly text: string } | { readonly message: string } {
  const { size } = statSync(file);
  if (maximumFileBytes < size) return { message: `it is larger than ${maximumFileBytes / 1024 / 1024} MiB, which is not read` };
  const source = decodeSource(readFileSync(file));
  return source.kind === "text" ? source : { message: source.kind === "refused" ? source.message : "it has gone" };
}

/** Files of packages are left to esbuild, which reads them faster, unless they name a source map. */
interface KnownPackages {
  load(file: string): OnLoadResult | undefined;
}

function knownPackages(): KnownPackages {
  const plain = new Map<string, string>();
  return {
    load(file) {
      const { mtimeMs, size } = statSync(file);
      const stamp = `${mtimeMs} ${size}`;
      if (plain.get(file) === stamp) return undefined;
      const text = readFileSync(file, "utf8");
      const end = endOfMaps(text);
      if (end !== "") return { contents: text + end, loader: "default" };
      plain.set(file, stamp);
      return undefined;
    },
  };
}
