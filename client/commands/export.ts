import { env, type QuickPickItem, Uri, window, workspace } from "vscode";
import { isTraceRef } from "../../protocol/panel-guards.ts";
import {
  type ExportReportParams,
  type ExportReportResult,
  exportReport,
  type ExportTraceParams,
  type ExportTraceResult,
  exportTrace,
  type TraceRef,
} from "../../protocol/requests.ts";
import type { Services } from "../services.ts";
import { currentScenario } from "./current.ts";
import { chooseTrace } from "./show-trace.ts";

type Choice = QuickPickItem &
  (
    | { readonly what: "trace"; readonly format: ExportTraceParams["format"]; readonly extension: string }
    | { readonly what: "report"; readonly format: ExportReportParams["format"]; readonly extension: string }
    | { readonly what: "command" }
  );

const traceForms: readonly Choice[] = [
  { what: "trace", format: "mermaid", extension: "mmd", label: "Trace as Mermaid", description: "a sequence diagram for a pull request" },
  { what: "trace", format: "text", extension: "txt", label: "Trace as Text", description: "all steps in words" },
  {
    what: "trace",
    format: "json",
    extension: "fltrace.json",
    label: "Trace File",
    description: "for Replay Trace File and faultline replay",
  },
  { what: "trace", format: "itf", extension: "itf.json", label: "Trace as ITF", description: "for tools that read Apalache's format" },
];

const reportForms: readonly Choice[] = [
  { what: "report", format: "sarif", extension: "sarif", label: "Report as SARIF", description: "for code scanning" },
  { what: "report", format: "json", extension: "json", label: "Report as JSON", description: "for faultline trace and faultline merge" },
  { what: "report", format: "junit", extension: "xml", label: "Report as JUnit", description: "for test reports" },
];

/** @param wanted The trace to export; otherwise the one that is open, or one of the scenario at the cursor. */
export async function exportSomething(services: Services, wanted: unknown): Promise<void> {
  const open = isTraceRef(wanted) ? wanted : services.views.current?.ref;
  const scenario = open ? undefined : currentScenario(services);
  const hasTrace = open !== undefined || (scenario?.traces ?? 0) > 0;
  const command: readonly Choice[] = hasTrace
    ? [{ what: "command", label: "Copy Command Line", description: "that gives this result again" }]
    : [];
  const choice = await window.showQuickPick<Choice>([...(hasTrace ? traceForms : []), ...reportForms, ...command], {
    title: "Export",
    matchOnDescription: true,
  });
  if (!choice) return;
  if (choice.what === "report") {
    const { text } = await services.server.request<ExportReportResult>(exportReport, { format: choice.format });
    await save(text, defaultUri(`faultline.${choice.extension}`, undefined));
    return;
  }
  const trace = open ?? (scenario && (await chooseTrace(services, scenario)));
  if (!trace) return;
  if (choice.what === "command") await copyCommand(services, trace);
  else await exportTraceAs(services, trace, choice.format, choice.extension);
}

/** @returns Where it was saved. */
export async function exportTraceAs(
  { server }: Services,
  trace: TraceRef,
  format: ExportTraceParams["format"],
  extension: string,
  title = "Export",
): Promise<Uri | undefined> {
  const { text } = await server.request<ExportTraceResult>(exportTrace, { trace, format });
  const name = trace.kind === "file" ? "trace" : trace.scenario.replace(/[^\w.-]+/g, "-");
  return save(text, defaultUri(`${name}.${extension}`, trace.uri), title);
}

async function copyCommand({ results, views }: Services, trace: TraceRef): Promise<void> {
  const open = views.current?.session?.opened.about.reproduce;
  const line = open ?? (trace.kind === "file" ? `faultline replay ${trace.uri}` : (await results.of(trace))?.reproduce);
  if (line === undefined) return;
  await env.clipboard.writeText(line);
  window.setStatusBarMessage(`Faultline: copied ${line}`, 6000);
}

async function save(text: string, proposed: Uri | undefined, title = "Export"): Promise<Uri | undefined> {
  const uri = await window.showSaveDialog({ title, ...(proposed ? { defaultUri: proposed } : {}) });
  if (!uri) return undefined;
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  window.setStatusBarMessage(`Faultline: saved ${workspace.asRelativePath(uri)}`, 6000);
  return uri;
}

/** Beside the file that it is about, else in the workspace. */
function defaultUri(name: string, beside: string | undefined): Uri | undefined {
  if (beside !== undefined) return Uri.joinPath(Uri.parse(beside), "..", name);
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder && Uri.joinPath(folder, name);
}
