import { traceFormats, writeTrace } from "../server/export/trace.ts";
import { type Arguments, choiceOption, type Option } from "./arguments.ts";
import type { World } from "./command.ts";
import { openInEditor } from "./open-trace.ts";
import { writeOutput } from "./output.ts";
import { readDocument } from "./report-file.ts";
import { traceToShow } from "./trace-choice.ts";
import { UsageError } from "./usage-error.ts";

export const traceOptions: readonly Option[] = [
  { name: "format", value: "FORMAT", help: "text (default), mermaid, itf, or json: a trace file for `faultline replay`" },
  { name: "scenario", value: "NAME", help: "of this scenario" },
  { name: "property", value: "ID", help: "of this property or code; without it the first failure, else a run of the main path" },
  { name: "output", value: "FILE", help: "write it there instead of to standard output" },
  { name: "open", help: "open it in the trace panel of VS Code" },
];

/** `faultline trace REPORT`: one trace for people, for a pull request, for other tools, or in the editor. */
export async function trace(given: Arguments, { terminal, cwd }: World): Promise<number> {
  const [file, ...more] = given.operands;
  if (file === undefined || more.length > 0)
    throw new UsageError("trace takes one report (faultline check --format json --output report.json), or one trace file");
  const { options } = given;
  const format = choiceOption(given, "format", traceFormats);
  if (options.has("open") && (format !== undefined || options.has("output")))
    throw new UsageError("--open takes neither --format nor --output");
  const shown = traceToShow(readDocument(file, cwd), choiceIn(given));
  if (options.has("open")) return openInEditor(shown, terminal);
  await writeOutput([writeTrace(shown, format ?? "text")], options.get("output"), terminal, cwd);
  return 0;
}

/** `--scenario` and `--property`. */
export function choiceIn({ options }: Arguments): { readonly scenario?: string; readonly property?: string } {
  const scenario = options.get("scenario");
  const property = options.get("property");
  return { ...(scenario === undefined ? {} : { scenario }), ...(property === undefined ? {} : { property }) };
}
