import { commands, type Disposable, Uri } from "vscode";
import type { ServerLink } from "./server/link.ts";

/** Keeps what menus and views ask for: is anything running, is there anything to run. */
export function setContexts(server: ServerLink): Disposable {
  const known = new Map<string, string>();
  const set = (key: string, value: boolean | readonly string[]) => {
    const written = JSON.stringify(value);
    if (known.get(key) === written) return;
    known.set(key, written);
    void commands.executeCommand("setContext", key, value);
  };
  const update = () => {
    const statuses = server.store.all();
    set(
      "faultline.running",
      statuses.some(({ phase }) => phase === "running" || phase === "queued"),
    );
    set("faultline.hasScenarios", statuses.length > 0);
    set("faultline.files", pathsOf(server.store.uris()));
    set("faultline.serverState.starting", server.state === "starting");
  };
  const states = server.onState(update);
  const end = server.store.onChange(update);
  update();
  return {
    dispose() {
      states.dispose();
      end();
    },
  };
}

/** As `resourcePath` in a when-clause may write them: the path of the address, or that of the file system. */
function pathsOf(uris: readonly string[]): readonly string[] {
  return [...new Set(uris.map((uri) => Uri.parse(uri)).flatMap(({ path, fsPath }) => [path, fsPath]))];
}
