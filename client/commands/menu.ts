import { commands, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import { describe, iconOf, stateOf } from "../scenarios/look.ts";
import { shownPath } from "../scenarios/text.ts";
import type { Services } from "../services.ts";

type Entry = QuickPickItem & { readonly command?: string; readonly argument?: unknown };

/** What the status bar item opens: the scenarios that need attention, then what can be done. */
export async function showMenu(services: Services): Promise<void> {
  const entry = await window.showQuickPick(entries(services), { title: "Faultline", matchOnDescription: true });
  if (entry?.command) await commands.executeCommand(entry.command, entry.argument);
}

function entries({ server }: Services): Entry[] {
  const statuses = server.store.all();
  const isWorking = statuses.some(({ phase }) => phase === "running" || phase === "queued");
  const scenarios = statuses
    .filter((status) => stateOf(status) !== "holds")
    .slice(0, 30)
    .map((status): Entry => {
      const { uri, scenario } = status;
      const state = stateOf(status);
      return {
        label: `$(${iconOf(state).id}) ${scenario}`,
        description: `${describe(status)} · ${shownPath(uri)}`,
        command: state === "violated" && status.traces ? "faultline.showTrace" : "faultline.openScenario",
        argument: { uri, scenario },
      };
    });
  return [
    ...scenarios,
    { label: "", kind: QuickPickItemKind.Separator },
    ...(isWorking ? [{ label: "$(debug-stop) Stop", command: "faultline.stop" }] : []),
    { label: "$(run-all) Verify Workspace", command: "faultline.verifyWorkspace" },
    { label: "$(list-tree) Show Scenarios", command: "faultline.scenarios.focus" },
    { label: "$(export) Export…", command: "faultline.export" },
    { label: "$(output) Show Output", command: "faultline.showOutput" },
    { label: "$(debug-restart) Restart Server", command: "faultline.restartServer" },
    { label: "$(checklist) Setup Report", command: "faultline.setupReport" },
  ];
}
