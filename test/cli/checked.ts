import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { buildProgram, type Ended, type Program, root, workspace } from "./programs.ts";

/** The program and a workspace, from before the first test of a file until after its last. */
export interface Checked {
  readonly program: Program;
  /** Of the workspace. */
  readonly folder: string;
  readonly run: (...argv: readonly string[]) => Ended;
  /** How the check ended. */
  readonly ended: Ended;
  readonly report: Report;
  /** The same as it was written. */
  readonly reportText: string;
}

/** A copy of a folder of the project under `name` in an empty workspace, which is checked once. @param paths What is checked there; none: everything. */
export function checkedCopy(folder: string, name: string, paths: readonly string[] = [name]): Checked {
  let program: Program | undefined;
  let work: ReturnType<typeof workspace> | undefined;
  let ended: Ended | undefined;
  let reportText = "";
  let report: Report | undefined;
  before(async () => {
    program = await buildProgram();
    work = workspace({});
    cpSync(join(root, folder), join(work.folder, name), { recursive: true });
    ended = program.run(work.folder, ["check", ...paths, "--format", "json", "--output", "report.json"]);
    reportText = readFileSync(join(work.folder, "report.json"), "utf8");
    report = JSON.parse(reportText) as Report;
  });
  after(() => {
    program?.remove();
    work?.remove();
  });
  const there = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error("only within a test");
    return thing;
  };
  return {
    get program() {
      return there(program);
    },
    get folder() {
      return there(work).folder;
    },
    run: (...argv) => there(program).run(there(work).folder, argv),
    get ended() {
      return there(ended);
    },
    get report() {
      return there(report);
    },
    get reportText() {
      return reportText;
    },
  };
}
