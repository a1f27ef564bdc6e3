import { readCodePage } from "../server/export/code-pages.ts";
import { reportChunks, reportFormats } from "../server/export/report.ts";
import { type Arguments, choiceOption, type Option } from "./arguments.ts";
import type { World } from "./command.ts";
import { exitStatus } from "./exit-status.ts";
import { sourceReader } from "./files/source-reader.ts";
import { merge } from "./merge-reports.ts";
import { writeOutput } from "./output.ts";
import { readDocument } from "./report-file.ts";
import { UsageError } from "./usage-error.ts";

export const mergeOptions: readonly Option[] = [
  { name: "format", value: "FORMAT", help: "json (default), pretty, sarif or junit" },
  { name: "output", value: "FILE", help: "write the report there instead of to standard output" },
  { name: "strict", help: "exit 3 also when a scenario is undecided or none is found" },
];

/** `faultline merge REPORT…`: the report of one run out of those of its shards. */
export async function mergeReports(given: Arguments, { terminal, cwd, dist }: World): Promise<number> {
  const format = choiceOption(given, "format", reportFormats) ?? "json";
  const { report, missing, of } = merge(given.operands.map((name) => ({ name, report: readReport(name, cwd) })));
  if (missing.length > 0)
    terminal.tell(`faultline: of ${of} shards ${missing.length === 1 ? "one is" : `${missing.length} are`} missing: ${missing.join(", ")}`);
  const chunks = reportChunks(report, format, {
    sourceOf: sourceReader(cwd),
    pageOf: (code) => readCodePage(dist, code),
    colours: !given.options.has("output") && terminal.hasColours,
    width: terminal.width,
  });
  await writeOutput(chunks, given.options.get("output"), terminal, cwd);
  return exitStatus(report, { isStrict: given.options.has("strict"), found: report.results.length });
}

function readReport(name: string, cwd: string) {
  const document = readDocument(name, cwd);
  if (document.kind === "trace") throw new UsageError(`${name} is a trace, not a report`);
  return document.report;
}
