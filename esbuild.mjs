// Builds every bundle into dist/: `node esbuild.mjs [--watch] [--production]`.
import { isAscii } from "node:buffer";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";
import { libraryBundles, writeLibraryDeclarations } from "./tools/library.mjs";
import { precompiledScripts } from "./tools/precompiled.mjs";
import { parserText } from "./tools/typescript-parser.mjs";
import { remoteFilesPrograms } from "./tools/remote-files-programs.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const common = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: production ? false : "linked",
  minify: production,
  keepNames: true,
  logLevel: "warning",
  define: { __VERSION__: JSON.stringify(version) },
};
const node = { ...common, platform: "node", format: "cjs", target: "node20" };
/** Programs whose speed counts: names stay because nothing is renamed, which costs a few bytes; to set them anew costs time with every closure. */
const fast = { keepNames: false, minify: false, minifyWhitespace: production, minifySyntax: production };

/** Entries that do not exist yet are left out, so that parts can be built one by one. */
const present = (entries) => Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(join(root, path))));

const external = ["vscode", "typescript", "esbuild", "esbuild-wasm"];

/** Server and command line find scenarios; only the engine's workers run them. Without the machine they start in half the time. */
const withoutMachine = {
  name: "without-machine",
  setup(setup) {
    setup.onLoad({ filter: /[/\\]simulators[/\\][\w-]+[/\\]run\.ts$/ }, () => ({
      contents:
        'const engineOnly = () => { throw new Error("scenarios run in the engine alone"); }; export { engineOnly as runScenario, engineOnly as replayTrace };',
      loader: "ts",
    }));
  },
};

/** What takes the place of imports is bundled with the user's code, by the server and the command line: workers get it as part of a program. */
const withoutModules = {
  name: "without-modules",
  setup(setup) {
    setup.onLoad({ filter: /[/\\]simulators[/\\][\w-]+[/\\]module\.ts$/ }, () => ({
      contents: "export const modules = {};",
      loader: "ts",
    }));
  },
};

/** What reads code while it is edited, and what mends it, is the server's and the command line's: workers run what was found. */
const withoutEditing = {
  name: "without-editing",
  setup(setup) {
    setup.onResolve({ filter: /^\.\/(?:discover|mend)\// }, ({ path, importer }) =>
      /[/\\]simulators[/\\][\w-]+[/\\]index\.ts$/.test(importer) ? { path, namespace: "editing" } : undefined,
    );
    setup.onLoad({ filter: /.*/, namespace: "editing" }, () => ({
      contents: `const serverOnly = () => { throw new Error("scenarios are found and mended outside of workers"); }; export { ${editing.map((name) => `serverOnly as ${name}`).join(", ")} };`,
      loader: "ts",
    }));
  },
};
const editing = ["claims", "complete", "discover", "fixesFor", "hover", "instrument", "mend"];

const bundles = [
  {
    ...node,
    // Its speed does not count: it starts the server and draws what that says.
    entryPoints: present({ "client/extension": "client/extension.ts" }),
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    keepNames: false,
    external,
    mainFields: ["module", "main"],
  },
  {
    ...node,
    entryPoints: present({
      "server/engine": "server/engine/main.ts",
      "server/worker": "server/engine/worker.ts",
    }),
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    ...fast,
    // The compiler is a file of its own, loaded on first use; esbuild brings a native binary.
    external,
    mainFields: ["module", "main"],
    plugins: [withoutModules, withoutEditing, precompiledScripts],
  },
  {
    ...node,
    entryPoints: present({ "server/main": "server/main.ts", "cli/main": "cli/main.ts", "cli/program": "cli/program.ts" }),
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    external,
    mainFields: ["module", "main"],
    ...fast,
    plugins: [withoutMachine],
  },
  {
    ...node,
    // What `faultline remote-files run` starts: the agent that Node loads into programs, and the processes beside it.
    entryPoints: present(remoteFilesPrograms),
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    sourcemap: false,
  },
  {
    ...node,
    stdin: { contents: await parserText(), resolveDir: root, sourcefile: "typescript.js" },
    outfile: "dist/typescript.cjs",
    minify: true,
    sourcemap: false,
    keepNames: false,
  },
  {
    ...common,
    entryPoints: present({ panel: "client/panels/main.ts", "panel-style": "client/panels/panel.css" }),
    outdir: "dist/panel",
    platform: "browser",
    keepNames: false,
    format: "iife",
    target: "chrome120",
  },
  ...libraryBundles("dist/api").map((bundle) => ({ ...common, ...bundle })),
  {
    ...node,
    // Tests that run inside the editor's extension host.
    entryPoints: present({ index: "client/test/index.ts" }),
    outdir: "dist/test",
    outExtension: { ".js": ".cjs" },
    external: ["vscode", "mocha"],
  },
].filter(({ entryPoints = {}, stdin }) => stdin || Object.keys(entryPoints).length > 0);

function copyAssets() {
  mkdirSync(join(root, "dist"), { recursive: true });
  for (const [from, to] of [["docs/codes", "codes"]]) copyFolder(join(root, from), join(root, "dist", to));
}

function copyFolder(from, to) {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name));
}

/**
 * Keeps what this machine's V8 makes of the compiler, the command line and the engine's worker beside them (server/code-cache.ts),
 * so that even the first command loads them fast. Only where the code has changed; packages go to other machines and take none of it.
 */
async function keepCode() {
  const dist = join(root, "dist");
  for (const path of ["typescript.cjs", "cli/program.cjs", "server/worker.cjs"]) mustBeAscii(join(dist, path));
  const codes = ["typescript.cjs", "cli/program.cjs", "server/worker.cjs"].map((path) => codeOf(join(dist, path)));
  if (codes.every((code) => existsSync(code))) return;
  for (const code of codes) removeOld(code);
  const folder = mkdtempSync(join(tmpdir(), "faultline-build-"));
  try {
    writeFileSync(join(folder, "sample.ts"), "/** @thread x2 */\nexport function nothing(): void {}\n");
    const env = { ...process.env, XDG_CACHE_HOME: folder };
    spawnSync(process.execPath, [join(dist, "cli/main.cjs"), "check", "sample.ts"], { cwd: folder, env, stdio: "ignore" });
    for (const code of codes) {
      const kept = join(folder, "faultline", basename(code));
      if (existsSync(kept)) copyFileSync(kept, code);
    }
    const script = join(root, ".cache", `keep-worker-code-${process.pid}.mjs`);
    await build({
      ...node,
      format: "esm",
      entryPoints: ["server/testing/keep-worker-code.ts"],
      outfile: script,
      sourcemap: false,
      external,
      ...asModule,
    });
    spawnSync(process.execPath, [script, dist], { cwd: root, stdio: ["ignore", 2, 2] });
    rmSync(script, { force: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With a single other letter (in a regular expression: write it as an escape) V8 keeps all of a program in two bytes a letter, and loads it in twice the time. */
function mustBeAscii(file) {
  if (!isAscii(readFileSync(file))) throw new Error(`${file} is not all ASCII`);
}

/** Packages that were written for `require` ask for it. */
const asModule = {
  mainFields: ["module", "main"],
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
};

const codeOf = (file) => {
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
  return join(dirname(file), `${basename(file, ".cjs")}-${process.versions.v8}-${process.arch}-${hash}.code`);
};

function removeOld(code) {
  const [name] = basename(code).split("-");
  for (const old of readdirSync(dirname(code))) if (old.startsWith(`${name}-`) && old.endsWith(".code")) rmSync(join(dirname(code), old));
}

if (watch) {
  for (const bundle of bundles) await (await context({ ...bundle, logLevel: "info" })).watch();
  copyAssets();
  writeLibraryDeclarations(root, join(root, "dist/api"));
} else {
  // The names of shared parts change with their content.
  rmSync(join(root, "dist/api/controller"), { recursive: true, force: true });
  await Promise.all(bundles.map((bundle) => build(bundle)));
  copyAssets();
  writeLibraryDeclarations(root, join(root, "dist/api"));
  if (production) await keepCode();
}
