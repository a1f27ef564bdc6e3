import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { buildProgram, type Program, workspace } from "./programs.ts";

/** A program that is wrong or unkind, or lies beside a configuration that is, and what is said of it. */
interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly verdict: "holds" | "violated" | "undecided" | "not-run";
  /** Code, file, line from 1, and what the message says; none: nothing louder than information. */
  readonly told?: readonly [code: string, file: string, line: number, says: RegExp];
}

const configuration = (more = "", crashes = 0): string => `{
  "mounts": [{ "prefix": "/rdma", "regionSize": 4096, "access": "rw+atomic", "writers": "multi" }],
  "nodes": [
    { "name": "one", "role": "app" },
    { "name": "two", "role": "app" },
    { "name": "manager", "role": "manager" },
    { "name": "memory", "role": "memory" }
  ],
  "files": [{ "path": "/rdma/a", "zeros": 64 }],
  ${more}"explore": { "crashes": ${crashes} }
}
`;

const head = 'import { open } from "node:fs/promises";\nimport * as fs from "node:fs";\nvoid [open, fs];\n';
/** Lines of the file: of the tag, and of the first of the body. */
const [tagLine, bodyLine] = [4, 6];
const withBody = (body: string, config = configuration()): Row["files"] => ({
  "main.ts": `${head}/** @process node=one */\nexport async function run(): Promise<unknown> {\n${body}\n}\n`,
  "faultline.remote-files.json": config,
});
const withConfiguration = (config: string): Row["files"] => withBody("  return 1;", config);
const json = "faultline.remote-files.json";

const configurations: readonly Row[] = [
  {
    name: "no configuration at all",
    files: { "main.ts": withBody("")["main.ts"] ?? "" },
    verdict: "not-run",
    told: ["FL4000", "main.ts", tagLine, /There is no `faultline\.remote-files\.json`/],
  },
  { name: "an empty configuration", files: withConfiguration(""), verdict: "not-run", told: ["FL4000", json, 1, /./] },
  { name: "half a configuration", files: withConfiguration('{ "mounts": ['), verdict: "not-run", told: ["FL4000", json, 1, /./] },
  {
    name: "a configuration that is a list",
    files: withConfiguration("[]"),
    verdict: "not-run",
    told: ["FL4000", json, 1, /./],
  },
  {
    name: "no memory node",
    files: withConfiguration(
      '{ "mounts": [{ "prefix": "/rdma" }], "nodes": [{ "name": "one", "role": "app" }, { "name": "m", "role": "manager" }] }',
    ),
    verdict: "not-run",
    told: ["FL4000", json, 1, /memory/],
  },
  {
    name: "a node that is not there",
    files: { ...withBody(""), "main.ts": (withBody("  return 1;")["main.ts"] ?? "").replace("node=one", "node=three") },
    verdict: "not-run",
    told: ["FL4000", "main.ts", tagLine, /three/],
  },
  {
    name: "a process on the manager",
    files: { ...withBody(""), "main.ts": (withBody("  return 1;")["main.ts"] ?? "").replace("node=one", "node=manager") },
    verdict: "not-run",
    told: ["FL4000", "main.ts", tagLine, /manager/],
  },
  {
    name: "two mounts with one prefix",
    files: withConfiguration(configuration().replace('"mounts": [', '"mounts": [{ "prefix": "/rdma" }, ')),
    verdict: "not-run",
    told: ["FL4000", json, 2, /prefix|\/rdma/],
  },
];

const code: readonly Row[] = [
  {
    name: "never ends",
    files: withBody("  for (;;);"),
    verdict: "undecided",
    told: ["FL0003", "main.ts", bodyLine, /does not come to an end/],
  },
  {
    name: "takes all memory",
    files: withBody("  const all: number[][] = [];\n  for (;;) all.push(new Array(1_000_000).fill(1));"),
    verdict: "undecided",
  },
  {
    name: "throws",
    files: withBody('  throw new TypeError("no memory");'),
    verdict: "violated",
    told: ["FL4024", "main.ts", bodyLine, /TypeError.*no memory/],
  },
  {
    name: "throws nothing",
    files: withBody("  throw undefined;"),
    verdict: "violated",
    told: ["FL4024", "main.ts", bodyLine - 1, /undefined/],
  },
  {
    name: "calls itself without end",
    files: withBody("  const deeper = (n: number): number => 1 + deeper(n + 1);\n  return deeper(0);"),
    verdict: "violated",
    told: ["FL4024", "main.ts", bodyLine, /Maximum call stack size exceeded/],
  },
  { name: "returns nonsense", files: withBody("  return { a: Symbol('x'), b: () => 1, c: [undefined, 1n, NaN] };"), verdict: "holds" },
  {
    name: "reaches the network",
    files: withBody('  return fetch("http://example.com");'),
    verdict: "undecided",
    told: ["FL0003", "main.ts", bodyLine, /fetch/],
  },
  {
    name: "imports a package that is not there",
    files: { ...withBody(""), "main.ts": `import "not-there";\n${withBody("  return 1;")["main.ts"]}` },
    verdict: "not-run",
    told: ["FL0003", "main.ts", 1, /not-there/],
  },
  {
    name: "imports a file that is not there",
    files: { ...withBody(""), "main.ts": `import "./gone.ts";\n${withBody("  return 1;")["main.ts"]}` },
    verdict: "not-run",
    told: ["FL0003", "main.ts", 1, /gone/],
  },
  {
    name: "fails while it loads",
    files: { ...withBody(""), "main.ts": `${withBody("  return 1;")["main.ts"]}null!.toString();\n` },
    verdict: "not-run",
  },
  {
    name: "is half typed",
    files: { ...withBody(""), "main.ts": `${withBody("  const file = await open(")["main.ts"]}` },
    verdict: "not-run",
  },
];

const paths: readonly Row[] = [
  {
    name: "looks like the mount",
    files: withBody('  await fs.promises.writeFile("/rdmax/a", "x");'),
    verdict: "violated",
    told: ["FL4001", "main.ts", bodyLine, /\/rdmax\/a/],
  },
  {
    name: "leaves the mount by ..",
    files: withBody('  await fs.promises.writeFile("/rdma/../x", "x");'),
    verdict: "violated",
    told: ["FL4001", "main.ts", bodyLine, /\.\./],
  },
  {
    name: "comes back to the mount by ..",
    files: withBody('  return (await fs.promises.readFile("/tmp/.././rdma//a")).length;'),
    verdict: "holds",
  },
  {
    name: "goes where it may",
    files: withBody('  fs.writeFileSync("/tmp/x", "abc");\n  return fs.readFileSync("/tmp/x", "utf8");'),
    verdict: "holds",
  },
  {
    name: "writes at an offset far behind the region",
    files: withBody(
      '  const file = await open("/rdma/a", "r+");\n  try {\n    await file.write(Buffer.alloc(8), 0, 8, 2 ** 40);\n  } catch (error) {\n    return (error as NodeJS.ErrnoException).code;\n  } finally {\n    await file.close();\n  }',
    ),
    verdict: "violated",
    told: ["FL4006", "main.ts", bodyLine + 2, /./],
  },
  {
    name: "reads nothing, and behind the end",
    files: withBody(
      '  const file = await open("/rdma/a", "r");\n  const a = await file.read(Buffer.alloc(8), 0, 0, 0);\n  const b = await file.read(Buffer.alloc(8), 0, 8, 4000);\n  await file.close();\n  return [a.bytesRead, b.bytesRead];',
    ),
    verdict: "holds",
  },
  {
    name: "opens what is not there, and says so",
    files: withBody('  return open("/rdma/none", "r").then((file) => file.close(), (error: NodeJS.ErrnoException) => error.code);'),
    verdict: "holds",
  },
];

let program: Program;
let work: { readonly folder: string; readonly remove: () => void };
let report: Report;
const rows = [...configurations, ...code, ...paths];
before(async () => {
  program = await buildProgram();
  const files = rows.flatMap(({ files: own }, index) => Object.entries(own).map(([name, text]) => [`c${index}/${name}`, text] as const));
  work = workspace(Object.fromEntries(files));
  const { out, err } = program.run(work.folder, ["check", "--format", "json", "--time-limit", "20"]);
  assert.ok(out !== "", err);
  report = JSON.parse(out) as Report;
});
after(() => {
  program.remove();
  work.remove();
});

for (const [index, { name, verdict, told }] of rows.entries()) {
  test(`a program of remote files that ${name}: ${verdict}`, () => {
    const folder = `c${index}/`;
    const result = report.results.find(({ path }) => path === `${folder}main.ts`);
    const all = [...report.problems, ...(result?.problems ?? [])].filter(
      ({ path, severity }) => path.startsWith(folder) && severity !== "information",
    );
    const words = all.map(({ code: one, path, range, message }) => `${one} ${path}:${range.start.line + 1} ${message}`).join("\n");
    assert.equal(result?.verdict, verdict, `${words}\n${result?.reason?.message}`);
    assert.ok(!words.includes("FL0001"), words);
    if (told) {
      const [code_, file, line, says] = told;
      const isTold = all.some(
        ({ code: one, path, range, message, related }) =>
          one === code_ &&
          path === folder + file &&
          range.start.line + 1 === line &&
          [message, ...related.map((place) => place.message)].some((words_) => says.test(words_)),
      );
      assert.ok(isTold, words || "nothing is told");
    } else if (verdict === "holds") assert.equal(words, "");
  });
}
