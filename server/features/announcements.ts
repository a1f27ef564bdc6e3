import { performance } from "node:perf_hooks";
import * as messages from "../../protocol/requests.ts";
import type { FileState } from "../track.ts";
import { statusOf } from "../view/status.ts";
import type { Publisher } from "./diagnostics.ts";
import type { Host } from "./feature.ts";

/** Tells the client what has changed: diagnostics at once, the rest now and then. */
export interface Announcer {
  changed(file: FileState, what: "result" | "work"): void;
  /** The client wants to hear nothing more. */
  dispose(): void;
}

/** Statuses are sent at most ten times a second, lenses asked for anew at most four times; milliseconds. */
const statusMs = 100;
const refreshMs = 250;
const heartbeatMs = 1000;

export function createAnnouncer(host: Host, publisher: Publisher): Announcer {
  const { connection, session, client, log } = host;
  const changed = new Map<string, FileState>();
  let statusTimer: NodeJS.Timeout | undefined;
  let refreshTimer: NodeJS.Timeout | undefined;
  let wasBusy = false;
  let isDisposed = false;

  const quiet = (sending: Promise<unknown>) => void sending.catch((error: unknown) => log(`announcement: ${String(error)}`));

  function sendStatuses(): void {
    statusTimer = undefined;
    const files = [...changed.values()];
    changed.clear();
    const now = performance.now();
    const scenarios = files.flatMap((file) => [...file.tracks.values()].map((track) => statusOf(file, track, now)));
    const message: messages.ScenariosChanged = { scenarios, uris: files.map(({ uri }) => uri) };
    quiet(connection.sendNotification(messages.scenariosChanged, message));
  }

  function refresh(): void {
    refreshTimer = undefined;
    const { codeLens, inlayHint } = client.capabilities.workspace ?? {};
    if (codeLens?.refreshSupport) quiet(connection.sendRequest("workspace/codeLens/refresh"));
    if (inlayHint?.refreshSupport) quiet(connection.sendRequest("workspace/inlayHint/refresh"));
  }

  const heart = setInterval(() => {
    const { running, queued } = session.runs;
    const isBusy = running > 0 || queued > 0;
    if (!isBusy && !wasBusy) return;
    wasBusy = isBusy;
    if (client.isFaultlineClient) {
      const message: messages.Heartbeat = { running, queued, engine: session.engine.state };
      quiet(connection.sendNotification(messages.heartbeat, message));
    }
    // Elapsed times go on.
    refreshTimer ??= setTimeout(refresh, 0);
  }, heartbeatMs);
  heart.unref();

  return {
    changed(file, what) {
      if (isDisposed) return;
      if (what === "result") publisher.publish(file);
      if (client.isFaultlineClient) {
        changed.set(file.uri, file);
        statusTimer ??= setTimeout(sendStatuses, statusMs);
      }
      refreshTimer ??= setTimeout(refresh, refreshMs);
    },
    dispose() {
      isDisposed = true;
      clearInterval(heart);
      clearTimeout(statusTimer);
      clearTimeout(refreshTimer);
    },
  };
}
