import { build } from "esbuild";
import { unlimited } from "../../../core/budget.ts";
import type { Program } from "../../../core/simulator.ts";
import { modules } from "../../module.ts";
import { loadProcess, type Loaded } from "../load.ts";
import type { ProcessOptions, ResourceName } from "../options.ts";
import type { Process } from "../types.ts";

/** A program of one file, bundled as the server bundles it: `main.ts` with the simulator's own modules. */
export async function bundle(text: string, names: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Program> {
  const own: Readonly<Record<string, string>> = { "main.ts": text, ...files };
  const tail = names.filter((name) => name !== "default").join(", ");
  const entry = names.includes("default") ? 'export { default } from "./main.ts";' : `export { ${tail} } from "./main.ts";`;
  const { outputFiles } = await build({
    stdin: { contents: entry, loader: "ts", sourcefile: "entry.ts", resolveDir: "/" },
    outfile: "/program.js",
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    supported: { "top-level-await": true },
    sourcemap: "external",
    sourcesContent: false,
    charset: "utf8",
    tsconfigRaw: {},
    plugins: [
      {
        name: "files",
        setup(setup) {
          setup.onResolve({ filter: /^\.\// }, ({ path }) => ({ path: path.slice(2), namespace: "own" }));
          setup.onResolve({ filter: /^[@a-z]/ }, ({ path }) =>
            Object.hasOwn(modules, path) ? { path, namespace: "module" } : { path: `host:${path.replace(/^node:/, "")}`, external: true },
          );
          setup.onLoad({ filter: /.*/, namespace: "own" }, ({ path }) => ({ contents: own[path] ?? "", loader: "ts" }));
          setup.onLoad({ filter: /.*/, namespace: "module" }, ({ path }) => ({ contents: modules[path] ?? "", loader: "js" }));
        },
      },
    ],
  });
  const code = outputFiles.find(({ path }) => path.endsWith(".js"))?.text ?? "";
  const map = JSON.parse(outputFiles.find(({ path }) => path.endsWith(".map"))?.text ?? "") as { sources: (string | null)[] };
  // As the server: what is not of a file of the user's has no source.
  map.sources = map.sources.map((source) => (source?.startsWith("own:") ? source.slice(4) : null));
  return { code, sourceMap: JSON.stringify(map), files: Object.entries(own).map(([path, content]) => ({ path, text: content })) };
}

export interface Sketch {
  readonly entry?: string;
  readonly style?: ProcessOptions["style"];
  readonly client?: ProcessOptions["client"];
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function load(text: string, sketch: Sketch = {}): Promise<Loaded> {
  const { style = "tagged", entry = style === "tagged" ? "reconcile" : "default", client, files, environment } = sketch;
  const program = await bundle(text, [entry], files);
  return loadProcess(program, {
    style,
    entry,
    ...(client === undefined ? {} : { client }),
    ...(environment === undefined ? {} : { environment }),
    resourceOf,
    budget: unlimited(),
  });
}

export async function processOf(text: string, sketch: Sketch = {}): Promise<Process> {
  const loaded = await load(text, sketch);
  if (loaded.kind === "failed") throw new Error(`${loaded.failure.code}: ${loaded.failure.message}`);
  return loaded.process;
}

/** Kinds whose plural is what one would think. */
export function resourceOf(_apiVersion: string, kind: string): ResourceName | undefined {
  if (kind === "Unknown") return undefined;
  const lower = kind.toLowerCase();
  return { plural: lower.endsWith("s") ? `${lower}es` : `${lower}s`, namespaced: !/^(Namespace|Node|ClusterRole)/.test(kind) };
}
