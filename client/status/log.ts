import { type Disposable, type LogOutputChannel, Uri, workspace } from "vscode";
import type { ScenarioStatus } from "../../protocol/requests.ts";
import { describe } from "../scenarios/look.ts";
import type { ServerLink } from "../server/link.ts";

/** Keeps in the output channel what happened when: the server's coming and going, and each new answer. Names and verdicts, no text of the user's. */
export function logEvents(server: ServerLink, output: LogOutputChannel, version: string): Disposable {
  const told = new Map<string, string>();
  const tell = (status: ScenarioStatus) => {
    if (status.phase !== "done" && status.phase !== "crashed") return;
    const line = `${workspace.asRelativePath(Uri.parse(status.uri))} ${status.scenario}: ${describe(status)}`;
    const key = `${status.uri}\0${status.scenario}`;
    if (told.get(key) === line) return;
    told.set(key, line);
    output.info(line);
  };
  const states = server.onState((state) => {
    const trust = workspace.isTrusted ? "" : "; the workspace is not trusted, so none of its code is run";
    if (state === "running") output.info(`Faultline ${version}: the language server runs${trust}`);
    if (state === "stopped") output.info("The language server has ended");
  });
  const unsubscribe = server.store.onChange((uris) => {
    for (const uri of uris) server.store.of(uri).forEach(tell);
  });
  return {
    dispose: () => {
      states.dispose();
      unsubscribe();
    },
  };
}
