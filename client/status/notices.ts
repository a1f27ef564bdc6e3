import { commands, type Disposable, type ExtensionContext, window } from "vscode";
import type { Notice } from "../../protocol/requests.ts";
import type { ServerLink } from "../server/link.ts";
import { NoticeQueue } from "./notice-queue.ts";

const hiddenKey = "faultline.hiddenNotices";

/** What the server wants read once: one at a time, and never again where the user says so. */
export function showNotices(context: ExtensionContext, server: ServerLink): Disposable {
  const hidden = () => context.globalState.get<readonly string[]>(hiddenKey, []);
  const queue = new NoticeQueue(async (notice) => {
    const answer = await show(notice);
    if (answer === "Show Output") await commands.executeCommand("faultline.showOutput");
    if (answer === dontShow) await context.globalState.update(hiddenKey, [...hidden(), notice.message].slice(-50));
  });
  return server.onNotice((notice) => {
    if (!hidden().includes(notice.message)) queue.add(notice);
  });
}

const dontShow = "Don't Show Again";

async function show({ severity, message }: Notice): Promise<string | undefined> {
  const text = `Faultline: ${message}`;
  switch (severity) {
    case "error":
      return window.showErrorMessage(text, "Show Output", dontShow);
    case "warning":
      return window.showWarningMessage(text, "Show Output", dontShow);
    case "information":
      return window.showInformationMessage(text, dontShow);
  }
}
