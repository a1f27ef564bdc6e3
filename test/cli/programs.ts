import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";
import { asShipped } from "../../server/testing/bundle.ts";

/** Root of the project; set by the bundler of the tests. */
declare const __ROOT__: string;
export const root = __ROOT__;

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
  readonly milliseconds: number;
}

/** The program `faultline`, built as it ships, in a folder of its own. */
export interface Program {
  readonly folder: string;
  readonly main: string;
  /** Its environment: caches of its own, nothing of the developer's. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs it to its end in `cwd`. */
  run(cwd: string, argv: readonly string[], options?: { readonly env?: Readonly<Record<string, string>>; readonly input?: string }): Ended;
  /** The same beside others. */
  start(cwd: string, argv: readonly string[]): Promise<Ended>;
  readonly remove: () => void;
}

/** With the simulators that ship. */
export const buildProgram = (): Promise<Program> => buildWith([]);

/** With toy simulators in their place (server/testing/toys.ts): scenarios that hold, fail, hang and crash as told. */
export const buildToyProgram = (): Promise<Program> => buildWith([toyRegistry]);

const toyRegistry: Plugin = {
  name: "toys",
  setup(setup) {
    setup.onLoad({ filter: /[/\\]simulators[/\\]registry\.ts$/ }, () => ({
      contents: `import { toy } from "../server/testing/toys.ts"; import { codeToy } from "../server/testing/code-toy.ts"; export const simulators = [toy, codeToy]; export const simulatorOf = (id) => simulators.find((one) => one.id === id);`,
      loader: "ts",
      resolveDir: join(root, "simulators"),
    }));
  },
};

async function buildWith(plugins: Plugin[]): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "faultline-program-"));
  await build({
    ...asShipped,
    absWorkingDir: root,
    entryPoints: {
      "cli/main": "cli/main.ts",
      "cli/program": "cli/program.ts",
      "server/engine": "server/engine/main.ts",
      "server/worker": "server/engine/worker.ts",
      "server/main": "server/main.ts",
    },
    outdir: folder,
    define: { __VERSION__: '"1.2.3"' },
    plugins,
  });
  // Where the bundler is found: it is a dependency.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "typescript.cjs"), `module.exports = require(${JSON.stringify(join(root, "node_modules/typescript"))});\n`);
  cpSync(join(root, "docs/codes"), join(folder, "codes"), { recursive: true });
  const main = join(folder, "cli/main.cjs");
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, XDG_CACHE_HOME: join(folder, "cache") };
  return {
    folder,
    main,
    env,
    run: (cwd, argv, options = {}) => {
      const start = performance.now();
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], {
        cwd,
        encoding: "utf8",
        env: { ...env, ...options.env },
        maxBuffer: 1 << 28,
        ...(options.input === undefined ? {} : { input: options.input }),
      });
      return { status, out: stdout, err: stderr, milliseconds: performance.now() - start };
    },
    start: (cwd, argv) => ended(spawn(process.execPath, [main, ...argv], { cwd, env })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function ended(child: ReturnType<typeof spawn>): Promise<Ended> {
  const start = performance.now();
  let out = "";
  let err = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (err += text));
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, out, err, milliseconds: performance.now() - start })));
}

/** A folder with these files; paths with `/`. */
export function workspace(files: Readonly<Record<string, string | Uint8Array>>): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "faultline-workspace-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A report without what may differ between runs. */
export function timeless(json: string): string {
  return json.replace(/"milliseconds": \d+/g, '"milliseconds": 0');
}
