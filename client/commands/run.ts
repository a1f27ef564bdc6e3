import { type CancellationToken, commands, type Progress, ProgressLocation, window } from "vscode";
import {
  type RunParams,
  type RunResult,
  run as runMethod,
  type ScenarioStatus,
  type StopParams,
  stop as stopMethod,
} from "../../protocol/requests.ts";
import { isSameFile } from "../addresses.ts";
import { describe, progressOf, stateOf } from "../scenarios/look.ts";
import type { Services } from "../services.ts";
import { summarise } from "../status/summary.ts";
import { currentScenario } from "./current.ts";

/** Verify Workspace: every scenario that is known. */
export function verifyWorkspace(services: Services): Promise<void> {
  return verify(services, {}, "the workspace");
}

export async function verifyFile(services: Services, uri: string | undefined): Promise<void> {
  const file = uri ?? window.activeTextEditor?.document.uri.toString();
  if (file) await verify(services, { uris: [file] }, file.slice(file.lastIndexOf("/") + 1));
  else void window.showInformationMessage("Open a file with a scenario first, or verify the workspace.");
}

export async function verifyScenario(
  services: Services,
  scenario: { readonly uri: string; readonly scenario: string } | undefined,
): Promise<void> {
  const chosen = scenario ?? currentScenario(services);
  if (chosen) await verify(services, { uris: [chosen.uri], scenario: chosen.scenario }, chosen.scenario);
  else void window.showInformationMessage("There is no scenario in this file.");
}

/** Runs what the user asked for, shows how far it is, and stops it when the user says so. */
export async function verify(services: Services, params: RunParams, what: string): Promise<void> {
  const options = { location: ProgressLocation.Notification, title: `Faultline: verifying ${decodeURIComponent(what)}`, cancellable: true };
  const scenarios = await window.withProgress(options, (progress, token) => runWithProgress(services, params, progress, token));
  if (!scenarios) return;
  const [only] = scenarios;
  const text = scenarios.length === 1 && only ? `${only.scenario}: ${describe(only)}` : summarise(scenarios)?.text;
  window.setStatusBarMessage(`Faultline: ${text ?? "no scenario found"}`, 6000);
}

export async function stop({ server }: Services, params: StopParams): Promise<void> {
  if (server.state === "running") await server.request(stopMethod, params);
}

async function runWithProgress(
  { server }: Services,
  params: RunParams,
  progress: Progress<{ message?: string; increment?: number }>,
  token: CancellationToken,
): Promise<readonly ScenarioStatus[] | undefined> {
  const isMeant = ({ uri, scenario }: ScenarioStatus) =>
    (params.uris === undefined || params.uris.some((other) => isSameFile(other, uri))) && (params.scenario ?? scenario) === scenario;
  const report = () => {
    const message = progressText(server.store.all().filter(isMeant));
    if (message) progress.report({ message });
  };
  const end = server.store.onChange(report);
  try {
    return (await server.request<RunResult>(runMethod, params, token)).scenarios;
  } catch (cause) {
    await complain(cause);
    return undefined;
  } finally {
    end();
  }
}

/** One scenario: how far it is; several: how many are left. */
function progressText(statuses: readonly ScenarioStatus[]): string | undefined {
  const working = statuses.filter(isWorking);
  const [only] = working;
  if (working.length === 1 && only) return [only.scenario, progressOf(only)].filter(Boolean).join(" · ");
  return working.length > 1 ? `${statuses.length - working.length} of ${statuses.length} done` : undefined;
}

function isWorking(status: ScenarioStatus): boolean {
  const state = stateOf(status);
  return state === "running" || state === "queued";
}

async function complain(cause: unknown): Promise<void> {
  const text = `Faultline could not run: ${cause instanceof Error ? cause.message : String(cause)}`;
  const answer = await window.showErrorMessage(text, "Show Output", "Restart Server");
  if (answer === "Show Output") await commands.executeCommand("faultline.showOutput");
  if (answer === "Restart Server") await commands.executeCommand("faultline.restartServer");
}
