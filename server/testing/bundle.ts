import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

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
  const toys = `import { toy, trustedToy } from ${source("testing/toys.ts")};\n`;
  const entries = {
    engine: `import { serveEngine } from ${source("engine/serve-engine.ts")};\nserveEngine(__dirname + "/worker.cjs");`,
    worker: `${toys}import { serveWorker } from ${source("engine/serve-worker.ts")};\nserveWorker([toy, trustedToy]);`,
    server: `${toys}import { startServer } from ${source("start.ts")};\nstartServer(process.argv.slice(2), { simulators: [toy, trustedToy], engineEntry: __dirname + "/engine.cjs" });`,
  };
  for (const [name, text] of Object.entries(entries)) writeFileSync(join(folder, `${name}.ts`), text);
  await build({
    entryPoints: Object.keys(entries).map((name) => join(folder, `${name}.ts`)),
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    keepNames: true,
    mainFields: ["module", "main"],
    external: ["typescript", "esbuild", "esbuild-wasm"],
    define: { __VERSION__: '"0.0.0-test"' },
    logLevel: "warning",
  });
  return {
    folder,
    engine: join(folder, "engine.cjs"),
    server: join(folder, "server.cjs"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
