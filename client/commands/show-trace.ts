import { commands, type Uri, window } from "vscode";
import { isTraceRef } from "../../protocol/panel-guards.ts";
import type { ScenarioRef, TraceRef } from "../../protocol/requests.ts";
import type { Services } from "../services.ts";
import { traceAtCursor, traceChoices } from "../trace/choose.ts";
import { currentScenario } from "./current.ts";

/**
 * Opens a trace: the one that is named; of a scenario, the one at the cursor, else the first that fails.
 *
 * @param wanted A `TraceRef` (lenses, tree), a scenario, or nothing: what the user looks at.
 */
export async function showTrace(services: Services, wanted: unknown): Promise<void> {
  if (isTraceRef(wanted)) {
    await services.views.show(wanted);
    return;
  }
  const scenario = isScenarioRef(wanted) ? wanted : currentScenario(services);
  if (!scenario) {
    void window.showInformationMessage("There is no scenario in this file, so there is no trace to show.");
    return;
  }
  const ref = await traceOf(services, scenario);
  if (ref) await services.views.show(ref);
  else await offerRun(services, scenario);
}

/** Traces of the current scenario, to choose one. */
export async function chooseTrace(services: Services, scenario: ScenarioRef): Promise<TraceRef | undefined> {
  const result = await services.results.of(scenario);
  const choices = result ? traceChoices(scenario, result) : [];
  if (choices.length <= 1) return choices[0]?.ref;
  return (await window.showQuickPick(choices, { title: `Traces of ${scenario.scenario}`, matchOnDescription: true }))?.ref;
}

/** Opens a trace file, and runs it on the text as it is now. */
export async function replayTraceFile(services: Services, uri: Uri | undefined): Promise<void> {
  const file = uri ?? (await askForFile());
  if (!file) return;
  const view = await services.views.show({ kind: "file", uri: file.toString() });
  const found = view.session && (await view.replay());
  if (found) window.setStatusBarMessage(`Faultline: ${found}`, 8000);
}

async function traceOf({ results }: Services, scenario: ScenarioRef): Promise<TraceRef | undefined> {
  const result = await results.of(scenario);
  if (!result) return undefined;
  const editor = window.activeTextEditor;
  const atCursor = editor && traceAtCursor(scenario, result, result.path, editor.selection.active);
  return atCursor ?? traceChoices(scenario, result)[0]?.ref;
}

async function offerRun({ server }: Services, scenario: ScenarioRef): Promise<void> {
  const why = server.store.find(scenario)?.reason?.message;
  const text = `${scenario.scenario} has no trace yet${why ? `: ${why}` : ""}.`;
  const answer = await window.showInformationMessage(text, "Verify Now");
  if (answer) await commands.executeCommand("faultline.verifyScenario", scenario);
}

async function askForFile(): Promise<Uri | undefined> {
  const active = window.activeTextEditor?.document.uri;
  if (active?.path.endsWith(".fltrace.json")) return active;
  const [file] = (await window.showOpenDialog({ title: "Trace File", filters: { Traces: ["json"] }, canSelectMany: false })) ?? [];
  return file;
}

function isScenarioRef(value: unknown): value is ScenarioRef {
  if (typeof value !== "object" || value === null) return false;
  const { uri, scenario } = value as { readonly uri?: unknown; readonly scenario?: unknown };
  return typeof uri === "string" && typeof scenario === "string";
}
