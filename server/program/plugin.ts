import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, extname } from "node:path";
import type { ImportKind, OnLoadResult, OnResolveResult, Plugin } from "esbuild";
import type { SourceSpan } from "../../protocol/source.ts";
import type { Insertion, Simulator, SourceUnit } from "../../simulators/core/simulator.ts";
import { decodeSource, maximumFileBytes } from "../workspace/read.ts";
import { type Containment, ownFilePattern } from "./containment.ts";
import { hostModulePattern, hostName } from "./host-modules.ts";
import { type LoadedFile, loadedFile } from "./loaded.ts";

/** What one build reads, and what it has read. */
export interface Build {
  /** Absolute. */
  readonly entry: string;
  /** Where it really is. */
  readonly realEntry: string;
  /** Names that the bundle exports. */
  readonly names: readonly string[];
  /** Modules that run as a whole. */
  readonly modules: readonly BuildModule[];
  readonly simulator: Simulator;
  readonly mayRead: Containment;
  /** Text of a file that is newer than what is on disk, by where the file really is. */
  textOf(realPath: string): string | undefined;
  unitOf(path: string, text: string): SourceUnit;
  /** Path as the user is shown it, of where a file really is. */
  pathOf(file: string): string;
  /** Files of the user's, by where they really are. */
  readonly loaded: Map<string, LoadedFile>;
  /** Files of packages, by where they really are: known after the build. */
  readonly packages: Set<string>;
  /** A bug of ours that was met while esbuild asked us. */
  failure?: unknown;
}

/** A module that the bundle exports as a function which imports it. */
export interface BuildModule {
  /** Name in the bundle. */
  readonly export: string;
  /** Absolute. */
  readonly file: string;
  /** Where it is named. */
  readonly span: SourceSpan;
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
      setup.onResolve({ filter: /^faultline:entry$/ }, () => ({ path: "entry", namespace: entrySpace }));
      setup.onLoad({ filter: /.*/, namespace: entrySpace }, () => ({
        contents: wrapper(current()),
        resolveDir: dirname(current().entry),
        loader: "js",
      }));
      // One that was never saved is not on disk.
      setup.onResolve({ filter: /.*/, namespace: entrySpace }, ({ path }) => (existsSync(path) ? undefined : { path, namespace: "file" }));

      setup.onResolve({ filter: /^faultline(\/|$)/ }, ({ path }) => moduleOf(current(), path) ?? unknownModule(current(), path));
      setup.onResolve({ filter: /^[^./:]+/ }, ({ path, kind }) => requiredOf(current(), path, kind) ?? moduleOf(current(), path));
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

      // Packages are left to esbuild, which reads them faster; where they lie is looked at afterwards.
      setup.onLoad({ filter: /\.css$/, namespace: "file" }, ({ path }) => refuseKind(current().pathOf(path)));
      setup.onLoad({ filter: ownFilePattern, namespace: "file" }, ({ path }) => {
        const build = current();
        try {
          return load(build, path);
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

/**
 * One line for each module, then the names. Whatever the entry exports itself, the names asked for come from aliases at its end: see `tailOf`.
 * Nothing of a module is evaluated before its function is called.
 */
function wrapper({ entry, names, modules }: Build): string {
  const imports = modules.map(({ export: name, file }) => `export const ${name} = () => import(${JSON.stringify(file)});\n`);
  const list = names.map((name, index) => (name === "default" ? "default" : `${alias(index)} as ${name}`));
  const isOfModules = modules.length > 0 && list.length === 0;
  return imports.join("") + (isOfModules ? "" : `export { ${list.join(", ")} } from ${JSON.stringify(entry)};\n`);
}

/** The module that a line of the wrapper imports. @param line Zero-based. */
export const moduleOfLine = ({ modules }: Build, line: number): BuildModule | undefined => modules[line];

export const isEntrySpace = (namespace: string): boolean => namespace === entrySpace;

function tailOf({ names }: Build): string {
  if (names.length === 0) return "";
  const list = names.flatMap((name, index) => (name === "default" ? [] : [`${name} as ${alias(index)}`]));
  return `\nexport { ${list.join(", ")} };\n`;
}

/** An entry that is a CommonJS module: what is put at its end makes it an ES module, which has no `exports`. */
function commonJsScope(text: string): readonly Insertion[] {
  const isCommonJs = /\b(module\.)?exports\b/.test(text) && !/^\s*(import|export)\b(?!\s*\()/m.test(text);
  const declaresOwn = /\b(const|let|var|function|class)\s+(module|exports)\b/.test(text);
  if (!isCommonJs || declaresOwn) return [];
  const offset = /^#!.*\n?/.exec(text)?.[0].length ?? 0;
  return [{ offset, text: "var module = { exports: {} }, exports = module.exports; " }];
}

function moduleOf({ simulator }: Build, specifier: string): OnResolveResult | undefined {
  return Object.hasOwn(simulator.modules ?? {}, specifier) ? { path: specifier, namespace: moduleSpace } : undefined;
}

/** A simulator may have another text for those that are required: an object that can be changed, where ES modules cannot. */
function requiredOf(build: Build, specifier: string, kind: ImportKind): OnResolveResult | undefined {
  return kind === "require-call" || kind === "require-resolve" ? moduleOf(build, `require:${specifier}`) : undefined;
}

function unknownModule({ simulator }: Build, specifier: string): OnResolveResult {
  const known = Object.keys(simulator.modules ?? {}).filter((name) => name.startsWith("faultline/"));
  const advice = known.length === 0 ? "it has none" : `it has ${known.map((name) => `\`${name}\``).join(", ")}`;
  return { errors: [{ text: `There is no module \`${specifier}\` in a check by ${simulator.title.toLowerCase()}: ${advice}` }] };
}

/** Code, JSON and text; what has no ending is code. */
const modelled = new Set(["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".txt"]);

/** @param file Absolute, and no link: esbuild has followed those. */
function load(build: Build, file: string): OnLoadResult {
  const newer = build.textOf(file);
  if (newer === undefined && !build.mayRead(file)) {
    return refuse(outsideText(build.pathOf(file)));
  }
  const ending = extname(file);
  if (!modelled.has(ending)) return refuseKind(build.pathOf(file));
  const source = newer === undefined ? read(file) : { text: newer };
  if ("message" in source) return refuse(`\`${build.pathOf(file)}\`: ${source.message}`);
  const isCode = ending !== ".json" && ending !== ".txt";
  const path = build.pathOf(file);
  const isEntry = file === build.realEntry;
  const marks = isCode ? (build.simulator.instrument?.(build.unitOf(path, source.text)) ?? []) : [];
  const insertions = isEntry ? [...commonJsScope(source.text), ...marks] : marks;
  const loaded = loadedFile(
    path,
    source.text,
    insertions,
    (isEntry && isCode ? tailOf(build) : "") + (isCode ? endOfMaps(source.text) : ""),
  );
  build.loaded.set(file, loaded);
  return { contents: loaded.bundled, loader: "default" };
}

export const outsideText = (path: string): string =>
  `\`${path}\` is not followed: it lies outside of the workspace folders and their node_modules`;

export const kindText = (path: string): string =>
  `\`${path}\` cannot be modelled: of what is imported, only code, JSON and text (.txt) are`;

const refuseKind = (path: string): OnLoadResult => refuse(kindText(path));

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
