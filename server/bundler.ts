import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The part of esbuild that is used: the same in the native and the WebAssembly package. */
export type Esbuild = Pick<typeof import("esbuild"), "build" | "context" | "stop" | "version">;

/** Which esbuild there is. `wasm` works everywhere where `node` is on the PATH, some ten times slower. */
export type Bundler =
  | { readonly kind: "native" | "wasm"; readonly esbuild: Esbuild }
  | { readonly kind: "missing"; readonly message: string };

/**
 * Finds the esbuild that came with this installation: never one of the user's workspace.
 *
 * A packaged extension has `dist/bundler/native` or `dist/bundler/wasm` (see tools/package.mjs); from npm or from source it is a dependency.
 */
export function loadBundler(distFolder: string): Bundler {
  const load = createRequire(join(distFolder, "package.json"));
  const native = join(distFolder, "bundler", "native");
  const wasm = join(distFolder, "bundler", "wasm");
  try {
    if (existsSync(native)) return { kind: "native", esbuild: loadNative(load, native) };
    if (existsSync(wasm)) return { kind: "wasm", esbuild: load(join(wasm, "lib", "main.js")) as Esbuild };
    return { kind: "native", esbuild: load("esbuild") as Esbuild };
  } catch (error) {
    return { kind: "missing", message: `esbuild cannot be loaded: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** esbuild reads the place of its binary from the environment, once, while it loads. */
function loadNative(load: NodeJS.Require, folder: string): Esbuild {
  const name = "ESBUILD_BINARY_PATH";
  const before = process.env[name];
  process.env[name] = join(folder, "bin", process.platform === "win32" ? "esbuild.exe" : "esbuild");
  try {
    return load(join(folder, "lib", "main.js")) as Esbuild;
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}

/** Bundles a module of two lines: proof that the bundler works here. Milliseconds, or what went wrong. */
export async function tryBundler(bundler: Bundler): Promise<{ readonly milliseconds: number } | { readonly message: string }> {
  if (bundler.kind === "missing") return { message: bundler.message };
  const start = performance.now();
  try {
    const contents = 'export const answer: number = 6 * 7; import "node:path";';
    const { outputFiles } = await bundler.esbuild.build({
      stdin: { contents, loader: "ts" },
      bundle: true,
      write: false,
      platform: "node",
      logLevel: "silent",
    });
    if (!outputFiles[0]?.text.includes("answer")) return { message: "esbuild gave an empty bundle" };
    return { milliseconds: Math.round(performance.now() - start) };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}
