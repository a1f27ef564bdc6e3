import { type Disposable, MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from "vscode";
import type { ServerLink } from "../server/link.ts";
import { summarise } from "./summary.ts";

/** The one item in the status bar: the worst that is known of the workspace, or that the server is silent. */
export function showStatusBar(server: ServerLink): Disposable {
  const item = window.createStatusBarItem("faultline.status", StatusBarAlignment.Left, 10);
  item.name = "Faultline";
  const draw = () => drawIn(item, server);
  const end = server.store.onChange(draw);
  const states = server.onState(draw);
  const clock = setInterval(draw, 1000); // silence is seen only by looking
  draw();
  return {
    dispose() {
      end();
      states.dispose();
      clearInterval(clock);
      item.dispose();
    },
  };
}

function drawIn(item: StatusBarItem, server: ServerLink): void {
  const silent = server.watchdog.silentSeconds(performance.now());
  item.backgroundColor = silent === undefined ? undefined : new ThemeColor("statusBarItem.warningBackground");
  item.command = silent === undefined ? "faultline.menu" : "faultline.restartServer";
  if (silent !== undefined) {
    set(item, `$(warning) Faultline: no sign of life for ${silent} s`, ["The server has stopped answering.", "Click to restart it."]);
    return;
  }
  if (server.state === "failed") {
    set(item, "$(error) Faultline: not running", ["The server could not be started.", "See Faultline: Show Output."]);
    return;
  }
  const summary = summarise(server.store.all());
  if (!summary) item.hide();
  else set(item, `$(${summary.icon.id}) Faultline: ${summary.text}`, summary.lines);
}

/** Sets only what changes: an item that is set anew loses its hover. */
function set(item: StatusBarItem, text: string, lines: readonly string[]): void {
  const tooltip = lines.join("\n\n");
  const known = item.tooltip instanceof MarkdownString ? item.tooltip.value : item.tooltip;
  if (item.text !== text) item.text = text;
  if (known !== tooltip) item.tooltip = new MarkdownString(tooltip);
  item.accessibilityInformation = { label: text.replace(/\$\([^)]*\) /, ""), role: "button" };
  item.show();
}
