import { build } from "esbuild";
import type { Program } from "../../simulator.ts";

/** What a test bundles. */
export interface BundleOptions {
  /** Source text by path relative to the root; `main.ts` is the entry. */
  readonly files: Readonly<Record<string, string>>;
  /** Exports of `main.ts`; "default" for the default one alone. */
  readonly names: readonly string[];
  /** Modules that take the place of imports, as `Simulator.modules`. */
  readonly modules: Readonly<Record<string, string>>;
}

/** A program, bundled as the server bundles it. */
export async function bundleProgram({ files, names, modules }: BundleOptions): Promise<Program> {
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
            Object.hasOwn(modules, path) ? { path, namespace: "module" } : { path: hostName(path), external: true },
          );
          setup.onLoad({ filter: /.*/, namespace: "own" }, ({ path }) => ({ contents: files[path] ?? "", loader: "ts" }));
          setup.onLoad({ filter: /.*/, namespace: "module" }, ({ path }) => ({ contents: modules[path] ?? "", loader: "js" }));
        },
      },
    ],
  });
  const code = outputFiles.find(({ path }) => path.endsWith(".js"))?.text ?? "";
  const map = JSON.parse(outputFiles.find(({ path }) => path.endsWith(".map"))?.text ?? "") as { sources: (string | null)[] };
  // As the server: what is not of a file of the user's has no source.
  map.sources = map.sources.map((source) => (source?.startsWith("own:") ? source.slice(4) : null));
  return { code, sourceMap: JSON.stringify(map), files: Object.entries(files).map(([path, text]) => ({ path, text })) };
}

const hostName = (path: string): string => (path.startsWith("host:") ? path : `host:${path.replace(/^node:/, "")}`);
