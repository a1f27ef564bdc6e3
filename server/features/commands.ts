import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageType } from "vscode-languageserver";
import { URI } from "vscode-uri";
import { explainCommand, runCommand, showTraceCommand, stopCommand } from "../../protocol/commands.ts";
import type { TraceRef } from "../../protocol/requests.ts";
import { codeLink } from "../code-links.ts";
import { describe, type Host } from "./feature.ts";
import type { Running } from "./running.ts";
import type { Tracing } from "./tracing.ts";

/** Executed by the server for every client. Argument: the report of a problem. */
export const internalErrorCommand = "faultline.showInternalError";

/** Commands that the server announces: those of lenses belong to our own client where it is there. */
export function announcedCommands(isFaultlineClient: boolean): string[] {
  return isFaultlineClient ? [internalErrorCommand] : [internalErrorCommand, runCommand, stopCommand, showTraceCommand, explainCommand];
}

/** What lenses and quick fixes do in a client that knows nothing of us. */
export function serveCommands(host: Host, running: Running, tracing: Tracing): void {
  const { connection } = host;
  const texts = createTexts(host);

  connection.onExecuteCommand(async ({ command, arguments: [argument] = [] }, token) => {
    try {
      await execute(command, argument);
    } catch (error) {
      host.log(`${command}: ${describe(error)}`);
      connection.window.showErrorMessage(`Faultline: ${error instanceof Error ? error.message : String(error)}`);
    }
    return null;

    async function execute(id: string, given: unknown): Promise<void> {
      switch (id) {
        case runCommand:
          await running.run(given ?? {}, token);
          return;
        case stopCommand:
          return running.stop(given ?? {});
        case showTraceCommand:
          return texts.show("faultline-trace.txt", await tracing.text(given as TraceRef, "text"));
        case explainCommand:
          return showLink(host, String(given));
        case internalErrorCommand:
          return texts.show("faultline-internal-error.txt", String(given));
        default:
          throw new Error(`there is no command ${id}`);
      }
    }
  });
}

async function showLink({ connection, client }: Host, code: string): Promise<void> {
  const uri = codeLink(code);
  const isShown = client.capabilities.window?.showDocument?.support
    ? (await connection.window.showDocument({ uri, external: true })).success
    : false;
  if (!isShown) await connection.sendNotification("window/showMessage", { type: MessageType.Info, message: `${code}: ${uri}` });
}

/** Shows text as a document of its own where the client can, else as a message. The files go when the server ends. */
function createTexts({ connection, client }: Host) {
  let folder: string | undefined;
  let shown = 0;
  process.on("exit", () => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  return {
    async show(name: string, text: string): Promise<void> {
      if (client.capabilities.window?.showDocument?.support) {
        folder ??= mkdtempSync(join(tmpdir(), "faultline-text-"));
        shown += 1;
        const own = join(folder, String(shown));
        await mkdir(own);
        await writeFile(join(own, name), text);
        const { success } = await connection.window.showDocument({ uri: URI.file(join(own, name)).toString(), takeFocus: true });
        if (success) return;
        await rm(own, { recursive: true, force: true });
      }
      const message = text.length <= 4000 ? text : `${text.slice(0, 4000)}…`;
      await connection.sendNotification("window/showMessage", { type: MessageType.Info, message });
    },
  };
}
