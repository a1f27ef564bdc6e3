import { window } from "vscode";
import type { ScenarioStatus } from "../../protocol/requests.ts";
import { scenarioAtCursor } from "../scenarios/at-cursor.ts";
import type { Services } from "../services.ts";

/** The scenario that the user looks at: at the cursor, else the one of the open trace. */
export function currentScenario({ server, views }: Services): ScenarioStatus | undefined {
  const editor = window.activeTextEditor;
  const here = editor && scenarioAtCursor(server.store.of(editor.document.uri.toString()), editor.selection.active);
  const ref = views.current?.ref;
  return here ?? (ref && ref.kind !== "file" ? server.store.find(ref) : undefined);
}
