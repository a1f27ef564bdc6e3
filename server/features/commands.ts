import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageType } from "vscode-languageserver";
import { URI } from "vscode-uri";
import { applyOfferCommand, explainCommand, runCommand, showTraceCommand, stopCommand } from "../../protocol/commands.ts";
import { comparePositions } from "../../protocol/source.ts";
import type { OfferRef, TraceRef } from "../../protocol/requests.ts";
import { codeLink } from "../code-links.ts";
import { toWorkspaceEdit } from "../lsp.ts";
import { describe, type Host, toUriFrom } from "./feature.ts";
import type { Running } from "./running.ts";
import type { Tracing } from "./tracing.ts";

/** Executed by the server for every client. Argument: the report of a problem. */
export const internalErrorCommand = "faultline.showInternalError";

const alwaysOurs = [internalErrorCommand, applyOfferCommand];

/** Commands that the server announces: those of lenses, offers aside, belong to our own client where it is there. */
export function announcedCommands(isFaultlineClient: boolean): string[] {
  return isFaultlineClient ? alwaysOurs : [...alwaysOurs, runCommand, stopCommand, showTraceCommand, explainCommand];
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
        case applyOfferCommand:
          return applyOffer(host, given as OfferRef);
        case internalErrorCommand:
          return texts.show("faultline-internal-error.txt", String(given));
        default:
          throw new Error(`there is no command ${id}`);
      }
    }
  });
}

/** Of the text as it is now: an offer that is no longer made changes nothing. */
async function applyOffer({ connection, session, client }: Host, { uri, title, start }: OfferRef): Promise<void> {
  const file = session.files.get(uri);
  const offer = file?.discovery.offers?.find((one) => one.title === title && comparePositions(one.range.start, start) === 0);
  if (!file || !offer) throw new Error("the text has changed since: nothing was edited");
  if (!client.capabilities.workspace?.applyEdit) throw new Error(`this editor takes no edits: ask for the refactoring "${title}" instead`);
  const { applied, failureReason } = await connection.workspace.applyEdit({ label: title, edit: toWorkspaceEdit(offer, toUriFrom(file)) });
  if (!applied) throw new Error(failureReason ?? "the editor has not taken the edit");
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
