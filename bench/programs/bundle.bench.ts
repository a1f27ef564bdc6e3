// Bundling user code: the first time in a process, and again after an edit. Goals: docs/decisions/0007-running-user-code.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Bundler, type Esbuild, loadBundler } from "../../server/bundler.ts";
import { createPrograms } from "../../server/program/programs.ts";
import type { Scenario, Simulator } from "../../simulators/core/simulator.ts";
import { SourceMapIndex } from "../../simulators/core/source-map.ts";
import { isQuick, median, milliseconds, printTable, type Row } from "../support.ts";

declare const __ROOT__: string;

/** Files of the user's, and modules of a package that they import. */
interface Size {
  readonly own: number;
  readonly package: number;
}
const small: Size = { own: 4, package: 3 };
const large: Size = { own: 30, package: 200 };

const simulator: Simulator = {
  id: "bench",
  title: "Bench",
  version: 1,
  codes: [],
  claims: () => true,
  discover: () => ({ scenarios: [], problems: [] }),
  run: () => Promise.reject(new Error("nothing is run")),
  replay: () => Promise.reject(new Error("nothing is run")),
  trace: () => undefined,
};

const folder = mkdtempSync(join(tmpdir(), "faultline-bench-"));

function write(path: string, text: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return text;
}

const ownText = (index: number, answer: number): string =>
  `import { p${index % 3} } from "big";\n${Array.from({ length: 40 }, (_, line) => `export const f${index}_${line} = (n: number): number => { if (n > ${answer}) return p${index % 3}(n - 1); return n * ${line}; };`).join("\n")}\n`;

function writeWorkspace(size: Size): void {
  const modules = Array.from({ length: size.package }, (_, index) => index);
  for (const index of modules)
    write(`node_modules/big/m${index}.js`, `export function p${index}(n) { return n > 0 ? n + ${index} : 0; }\n`);
  write("node_modules/big/index.js", modules.map((index) => `export { p${index} } from "./m${index}.js";`).join("\n"));
  write("node_modules/big/package.json", '{ "name": "big", "module": "index.js" }');
  for (let index = 0; index < size.own; index += 1) write(`src/f${index}.ts`, ownText(index, 7));
}

const mainText = (answer: number, own: number): string =>
  `${Array.from({ length: own }, (_, index) => `import { f${index}_3 } from "./f${index}";`).join("\n")}\nfunction main() { return [${Array.from({ length: own }, (_, index) => `f${index}_3(${answer})`).join(", ")}]; }\n`;

function scenarioOf(answer: number, own: number): Scenario {
  const path = "src/main.ts";
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const inputs = [{ path, text: write(path, mainText(answer, own)) }];
  return { simulator: "bench", name: "main", path, range, inputs, findings: [], payload: null, entry: { path, names: ["main"] } };
}

async function measure(name: string, bundler: Bundler, size: Size, goal?: number): Promise<readonly Row[]> {
  writeWorkspace(size);
  const start = performance.now();
  const options = { simulators: [simulator], typescript: () => fail(), now: () => performance.now() };
  const programs = createPrograms({ ...options, bundler: () => bundler });
  const prepare = async (answer: number): Promise<Scenario> => {
    programs.changed();
    return programs.prepare(scenarioOf(answer, size.own), { folder, folders: [folder] });
  };
  try {
    const title = `${name}, ${size.own + 1} files and ${size.package} of a package`;
    const { program } = await prepare(0);
    const cold = performance.now() - start;
    const warm: number[] = [];
    for (let round = 1; round <= (isQuick ? 5 : 30); round += 1) {
      // Sometimes the entry is edited, sometimes a file that it imports.
      write("src/f3.ts", ownText(3, round % 2 === 0 ? 7 : round));
      const before = performance.now();
      await prepare(round);
      warm.push(performance.now() - before);
    }
    const bytes = `${Math.round((program?.code.length ?? 0) / 1024)} KiB`;
    return [
      { what: `${title}: first bundle (${bytes})`, figure: milliseconds(cold) },
      row(`${title}: again after an edit, median`, median(warm), goal),
      ...(program && goal === undefined && name === "native" ? mapRows(program.code, program.sourceMap) : []),
    ];
  } finally {
    await programs.dispose();
  }
}

function mapRows(code: string, sourceMap: string): readonly Row[] {
  const start = performance.now();
  const index = new SourceMapIndex(code, sourceMap);
  index.locate(0);
  const first = performance.now() - start;
  const again = performance.now();
  for (let offset = 0; offset < code.length; offset += 1) index.locate(offset);
  const each = (performance.now() - again) / code.length;
  return [
    { what: "source map: first place", figure: milliseconds(first) },
    { what: "source map: every further place", figure: `${(each * 1e6).toFixed(0)} ns` },
  ];
}

const row = (what: string, figure: number, goal?: number): Row => ({
  what,
  figure: milliseconds(figure),
  ...(goal === undefined ? {} : { goal: `<= ${goal} ms`, isMet: figure <= goal }),
});

function fail(): never {
  throw new Error("no compiler is needed");
}

try {
  const wasm: Bundler = { kind: "wasm", esbuild: createRequire(join(__ROOT__, "package.json"))("esbuild-wasm") as Esbuild };
  const native = loadBundler(join(__ROOT__, "dist"));
  printTable("Bundling user code", [
    ...(await measure("native", native, small, 15)),
    ...(await measure("native", native, large)),
    ...(await measure("wasm", wasm, small)),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
