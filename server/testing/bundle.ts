import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type BuildOptions } from "esbuild";

/** Root of the project; set by the bundler of the tests. */
declare const __ROOT__: string;

export interface Bundles {
  readonly folder: string;
  /** For `createEngine`. */
  readonly engine: string;
  /** The language server. */
  readonly server: string;
  remove(): void;
}

/** Builds server, engine and worker as `esbuild.mjs` does, but with the toy simulators, into a folder of their own. */
export async function buildToyBundles(): Promise<Bundles> {
  mkdirSync(join(__ROOT__, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(__ROOT__, ".cache", "toy-"));
  const source = (name: string) => JSON.stringify(join(__ROOT__, "server", name));
  const toys = `import { diligentToy, toy, trustedToy } from ${source("testing/toys.ts")};\nimport { codeToy } from ${source("testing/code-toy.ts")};\n`;
  const entries = {
    engine: `import { serveEngine } from ${source("engine/serve-engine.ts")};\nserveEngine(__dirname + "/worker.cjs");`,
    worker: `${toys}import { serveWorker } from ${source("engine/serve-worker.ts")};\nserveWorker([toy, trustedToy, diligentToy, codeToy]);`,
    server: `${toys}import { startServer } from ${source("start.ts")};\nstartServer(process.argv.slice(2), { simulators: [toy, trustedToy, diligentToy, codeToy], engineEntry: __dirname + "/engine.cjs" });`,
  };
  for (const [name, text] of Object.entries(entries)) writeFileSync(join(folder, `${name}.ts`), text);
  await bundle(Object.fromEntries(Object.keys(entries).map((name) => [name, join(folder, `${name}.ts`)])), folder);
  return {
    folder,
    engine: join(folder, "engine.cjs"),
    server: join(folder, "server.cjs"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Builds what is shipped: server, engine and worker with the real simulators. The compiler is that of this project. */
export async function buildRealBundles(): Promise<Bundles> {
  mkdirSync(join(__ROOT__, ".cache"), { recursive: true });
  const dist = mkdtempSync(join(__ROOT__, ".cache", "dist-"));
  const folder = join(dist, "server");
  const source = (name: string) => join(__ROOT__, "server", name);
  await bundle({ main: source("main.ts"), engine: source("engine/main.ts"), worker: source("engine/worker.ts") }, folder);
  writeFileSync(join(dist, "typescript.cjs"), 'module.exports = require("typescript");\n');
  return {
    folder: dist,
    engine: join(folder, "engine.cjs"),
    server: join(folder, "main.cjs"),
    remove: () => rmSync(dist, { recursive: true, force: true }),
  };
}

/** How `esbuild.mjs` builds for Node. */
export const asShipped = {
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  keepNames: true,
  mainFields: ["module", "main"],
  external: ["typescript", "esbuild", "esbuild-wasm"],
  logLevel: "warning",
} satisfies BuildOptions;

async function bundle(entryPoints: { readonly [name: string]: string }, outdir: string): Promise<void> {
  await build({ ...asShipped, entryPoints, outdir, define: { __VERSION__: '"0.0.0-test"' } });
}
