import { type Disposable, languages, LanguageStatusSeverity, window } from "vscode";
import { describe, stateOf } from "../scenarios/look.ts";
import { selector } from "../server/relevance.ts";
import type { ServerLink } from "../server/link.ts";
import { summarise } from "./summary.ts";

/** What is known of the document at hand, behind `{}` in the status bar. Shown only where there is a scenario. */
export function showLanguageStatus(server: ServerLink): Disposable {
  let item: ReturnType<typeof languages.createLanguageStatusItem> | undefined;
  const draw = () => {
    const document = window.activeTextEditor?.document;
    const statuses = document ? server.store.of(document.uri.toString()) : [];
    const summary = summarise(statuses);
    if (!summary) {
      item?.dispose();
      item = undefined;
      return;
    }
    item ??= languages.createLanguageStatusItem("faultline.document", [...selector]);
    const [only] = statuses;
    item.name = "Faultline";
    item.text = statuses.length === 1 && only ? `${only.scenario}: ${describe(only)}` : summary.text;
    item.detail = statuses.length === 1 ? "Faultline" : summary.lines.join(", ");
    const states = statuses.map(stateOf);
    item.busy = states.some((state) => state === "running" || state === "queued");
    item.severity = severityOf(states);
    item.command = item.busy ? { command: "faultline.stop", title: "Stop" } : { command: "faultline.verifyFile", title: "Verify" };
  };
  const ends = [window.onDidChangeActiveTextEditor(draw), { dispose: server.store.onChange(draw) }];
  draw();
  return {
    dispose() {
      for (const end of ends) end.dispose();
      item?.dispose();
    },
  };
}

function severityOf(states: readonly ReturnType<typeof stateOf>[]): LanguageStatusSeverity {
  if (states.some((state) => state === "violated" || state === "failed")) return LanguageStatusSeverity.Error;
  const isDoubtful = states.some((state) => state === "not-run" || state === "undecided");
  return isDoubtful ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
}
