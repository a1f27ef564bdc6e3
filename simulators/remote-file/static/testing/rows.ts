/** Small programs with what is said of them: one test for each, and one for each fix. */
import type { Fix } from "../../../../protocol/problem.ts";
import { edited } from "../../../core/edited.ts";
import { problemsIn, told, usual } from "../../discover/testing.ts";

/** What the test runner gives. */
export interface Runner {
  readonly test: (name: string, run: () => void) => unknown;
  readonly equal: (actual: unknown, expected: unknown, message?: string) => void;
}

export interface Row {
  readonly name: string;
  readonly text: string;
  readonly configuration?: unknown;
  /** `code severity line:token` of each finding; none: the code is right. */
  readonly want?: readonly string[];
}

const head = 'import { open } from "node:fs/promises";\n';
export const inProcess = (lines: readonly string[], name = "run"): string =>
  `/** @process node=a */\nexport async function ${name}(): Promise<void> {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
/** The body begins on line 4. */
export const body = (...lines: readonly string[]): string => head + inProcess(lines);
export { head };

export const transmit = { ...usual, completion: "transmit" };
export const readOnly = { ...usual, mounts: [{ prefix: "/rdma", regionSize: 4096, access: "ro" }] };
export const plain = { ...usual, mounts: [{ prefix: "/rdma", regionSize: 4096, access: "rw" }] };

/** @param options `isMended`: some row has a fix. */
export function testRows({ test, equal }: Runner, rows: readonly Row[], options: { readonly isMended: boolean }): void {
  for (const { name, text, configuration, want = [] } of rows) test(`static: ${name}`, () => equal(told(text, configuration), want));
  let count = 0;
  for (const { name, text, configuration = usual } of rows.filter(({ want }) => want)) {
    for (const [index, { code, fixes = [] }] of problemsIn(text, configuration).entries()) {
      for (const fix of fixes) {
        count += 1;
        test(`fix of ${code}: ${name}: ${fix.title}`, () => {
          const before = told(text, configuration);
          const after = toldAfter(text, configuration, fix);
          equal(after.map(codeOf), before.map(codeOf).toSpliced(index, 1), edited({ path: "src/program.ts", text }, fix.edits));
        });
      }
    }
  }
  test(`fixes: ${options.isMended ? "some" : "none"} of ${rows.length} rows`, () => equal(count > 0, options.isMended));
}

const codeOf = (finding: string): string => finding.split(":")[0]?.replace(/ \d+$/, "") ?? "";

function toldAfter(text: string, configuration: unknown, { edits }: Fix): readonly string[] {
  const written = edited({ path: "src/faultline.remote-files.json", text: JSON.stringify(configuration, undefined, 2) }, edits);
  return told(edited({ path: "src/program.ts", text }, edits), written);
}
