import { env, window, workspace } from "vscode";
import { isTraceRef } from "../../protocol/panel-guards.ts";
import type { Services } from "../services.ts";
import { currentScenario } from "./current.ts";
import { exportTraceAs } from "./export.ts";
import { chooseTrace } from "./show-trace.ts";

/**
 * A regression test is a trace file and a command line: `faultline replay` ends with 0 as long as the failure stays away.
 *
 * @param wanted The trace to keep; otherwise the one that is open, or one of the scenario at the cursor.
 */
export async function createRegressionTest(services: Services, wanted: unknown): Promise<void> {
  const open = isTraceRef(wanted) ? wanted : services.views.current?.ref;
  const scenario = open ? undefined : currentScenario(services);
  const trace = open ?? (scenario && (await chooseTrace(services, scenario)));
  if (!trace) {
    void window.showInformationMessage("There is no trace to make a test of: show a trace first.");
    return;
  }
  const uri = await exportTraceAs(services, trace, "json", "fltrace.json", "Create Regression Test");
  if (!uri) return;
  const path = workspace.asRelativePath(uri, false);
  const line = `npx faultline replay ${/^[\w./-]+$/.test(path) ? path : JSON.stringify(path)}`;
  const answer = await window.showInformationMessage(
    `Saved. Add this line to your tests; it fails while the failure occurs: ${line}`,
    "Copy Line",
  );
  if (answer) await env.clipboard.writeText(line);
}
