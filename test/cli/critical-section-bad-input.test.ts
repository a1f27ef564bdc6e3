import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { buildProgram, type Program, workspace } from "./programs.ts";

/** A file that is wrong or unkind, and what is said of it. */
interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly verdict: string;
  /** Code and line (from 1) of a problem in `main.ts`; none: nothing louder than information. */
  readonly told?: readonly [code: string, line: number];
}

const section = 'import { criticalSection } from "faultline/critical-section";\n';

const rows: readonly Row[] = [
  {
    name: "a misspelt tag beside a good one",
    files: {
      "main.ts":
        "let x = 0;\n/** @thread */\nexport const t = (): void => void (x = 1);\n/** @invarient */\nexport const ok = (): boolean => x < 2;\n",
    },
    verdict: "holds",
    told: ["FL0002", 4],
  },
  {
    name: "a thread with a required parameter",
    files: { "main.ts": "/** @thread */\nexport function t(n: number): number {\n  return n;\n}\n" },
    verdict: "not-run",
    told: ["FL0002", 1],
  },
  {
    name: "a handler that throws",
    files: {
      "main.ts": `${section}let x = 0;\n/** @thread */\nexport const t = (): void => criticalSection(() => void (x += 1));\n/** @interruptHandler */\nexport const h = (): "restart" => {\n  throw new Error("no");\n};\n`,
    },
    verdict: "violated",
    told: ["FL1023", 7],
  },
  {
    name: "an invariant that writes",
    files: {
      "main.ts":
        "let x = 0;\n/** @thread */\nexport const t = (): void => void (x = 1);\n/** @invariant */\nexport const ok = (): boolean => (x += 1) > 0;\n",
    },
    verdict: "not-run",
    told: ["FL0002", 5],
  },
  {
    name: "a section that never ends",
    files: {
      "main.ts": `${section}const flag = { up: false };\n/** @thread */\nexport const t = (): void =>\n  criticalSection(() => {\n    while (!flag.up) continue;\n  });\n`,
    },
    verdict: "violated",
    told: ["FL1007", 6],
  },
  {
    name: "recursion without end",
    files: {
      "main.ts":
        "function down(n: number): number {\n  return down(n + 1) + 1;\n}\n/** @thread */\nexport const t = (): number => down(0);\n",
    },
    verdict: "violated",
    told: ["FL1023", 2],
  },
  {
    name: "imports in a circle",
    files: {
      "main.ts":
        'import { other } from "./other";\nexport const base = 1;\n/** @thread x2 */\nexport const t = (): number => other() + base;\n',
      "other.ts": 'import { base } from "./main";\nexport const other = (): number => base + 1;\n',
    },
    verdict: "holds",
  },
  {
    name: "code that is half typed",
    files: { "main.ts": "let x = 0;\n/** @thread */\nexport function t(): void {\n  x = \n}\n" },
    verdict: "not-run",
  },
  {
    name: "a module that throws while it loads",
    files: {
      "main.ts": "const port = (undefined as unknown as { port: number }).port;\n/** @thread */\nexport const t = (): number => port;\n",
    },
    verdict: "not-run",
    told: ["FL1023", 1],
  },
  {
    name: "a file of 10,000 lines",
    files: {
      "main.ts": `let x = 0;\n${Array.from({ length: 10_000 }, (_, n) => `export function f${n}(): number { return x + ${n}; }`).join("\n")}\n/** @thread x2 */\nexport function t(): void {\n  const seen = x;\n  x = seen + 1;\n}\n`,
    },
    verdict: "violated",
    told: ["FL1004", 10_005],
  },
];

let program: Program;
before(async () => {
  program = await buildProgram();
});
after(() => program.remove());

for (const { name, files, verdict, told } of rows) {
  test(`bad input: ${name}: ${verdict}`, () => {
    const work = workspace(files);
    try {
      const { out, err } = program.run(work.folder, ["check", "main.ts", "--format", "json", "--no-cache"]);
      const report = JSON.parse(out) as Report;
      const problems = [...report.problems, ...report.results.flatMap((result) => result.problems)];
      const loud = problems
        .filter(({ severity }) => severity !== "information")
        .map(({ code, range }) => `${code}:${range.start.line + 1}`);
      assert.equal(report.results[0]?.verdict, verdict, `${loud.join()} ${err}`);
      if (told) assert.ok(loud.includes(told.join(":")), loud.join());
      assert.ok(!loud.some((one) => one.startsWith("FL0001")), loud.join());
    } finally {
      work.remove();
    }
  });
}
