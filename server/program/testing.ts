/** For tests of this folder: programs of files that are written for them. The folder goes, and the bundler ends, after the tests. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import type { Program, Scenario, Simulator } from "../../simulators/core/simulator.ts";
import { loadBundler } from "../bundler.ts";
import { toy } from "../testing/toys.ts";
import { createPrograms, type Programs } from "./programs.ts";

/** Root of the project; set by the bundler of the tests. */
declare const __ROOT__: string;

export const simulator: Simulator = {
  ...toy,
  id: "code",
  title: "Code",
  modules: {
    "faultline/code": 'export { deep } from "faultline/code/deep";',
    "faultline/code/deep": "export const deep = 42;",
    "node:os": "export const cpus = 2;",
    "require:node:os": "module.exports = { cpus: 3 };",
  },
  // A mark before each `//!`, as a simulator would put one for a comment that a bundler drops.
  instrument: ({ text }) => [...text.matchAll(/\/\/!/g)].map(({ index }) => ({ offset: index, text: ";/* x */mark();\n" })),
};

export const bundler = loadBundler(join(__ROOT__, "dist"));
export const open = new Map<string, string>();
export const programs: Programs = createPrograms({
  bundler: () => bundler,
  simulators: [simulator],
  typescript: () => assert.fail("no compiler is needed"),
  openTexts: () => open,
  now: () => performance.now(),
});
export const outside = realpathSync(mkdtempSync(join(tmpdir(), "faultline-program-")));
let folders = 0;
after(async () => {
  await programs.dispose();
  rmSync(outside, { recursive: true, force: true });
});

export type Files = Readonly<Record<string, string | Uint8Array>>;

export function workspace(files: Files): string {
  folders += 1;
  const folder = join(outside, `w${folders}`);
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  programs.changed();
}

export function scenarioIn(files: Files, names: readonly string[] = [], path = "src/main.ts"): Scenario {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const inputs = [{ path, text: String(files[path] ?? "") }];
  return { simulator: "code", name: "main", path, range, inputs, findings: [], payload: {}, entry: { path, names } };
}

export async function prepare(files: Files, names: readonly string[] = [], folder = workspace(files)): Promise<Scenario> {
  return programs.prepare(scenarioIn(files, names), { folder, folders: [folder] });
}

export async function programOf(files: Files, names: readonly string[] = []): Promise<Program> {
  const { program, findings } = await prepare(files, names);
  assert.ok(program, JSON.stringify(findings));
  return program;
}

/** Runs a bundle as the plain ES module that it is. */
export async function evaluate({ code }: Program): Promise<Record<string, unknown>> {
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`)) as Record<string, unknown>;
}
