import { commands, type Disposable } from "vscode";
import type { ServerLink } from "./server/link.ts";

/** Keeps what menus and views ask for: is anything running, is there anything to run. */
export function setContexts(server: ServerLink): Disposable {
  const known = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void commands.executeCommand("setContext", key, value);
  };
  const update = () => {
    const statuses = server.store.all();
    set(
      "faultline.running",
      statuses.some(({ phase }) => phase === "running" || phase === "queued"),
    );
    set("faultline.hasScenarios", statuses.length > 0);
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
