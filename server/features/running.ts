import { performance } from "node:perf_hooks";
import {
  type CancellationToken,
  CancellationTokenSource,
  type WorkDoneProgressReporter,
  type WorkDoneProgressServerReporter,
} from "vscode-languageserver";
import * as messages from "../../protocol/requests.ts";
import { count, grouped } from "../export/words.ts";
import type { FileState, Track } from "../track.ts";
import { phaseOf } from "../track.ts";
import { statusOf } from "../view/status.ts";
import { guarded, guardedEvent, type Host } from "./feature.ts";

/** Runs for users: with progress that can be cancelled. */
export interface Running {
  run(params: messages.RunParams, token?: CancellationToken): Promise<messages.RunResult>;
  stop(params: messages.StopParams): Promise<void>;
}

const progressMs = 200;

export function serveRunning(host: Host): Running {
  const { connection, session } = host;

  async function run(
    params: messages.RunParams,
    token: CancellationToken = new CancellationTokenSource().token,
  ): Promise<messages.RunResult> {
    const chosen = session.runs.select(params);
    const isWanted = { value: true };
    const stop = () => {
      isWanted.value = false;
      void stopAll(chosen);
    };
    token.onCancellationRequested(stop);
    const progress = await beginProgress(host, chosen.length, stop);
    const clock = setInterval(() => progress?.report(...progressOf(chosen)), progressMs);
    try {
      // Cancelled before it began: nothing is started.
      if (isWanted.value && !token.isCancellationRequested) await session.runs.run(params);
      return { scenarios: statuses(session.runs.select(params)) };
    } finally {
      clearInterval(clock);
      progress?.done();
    }
  }

  async function stopAll(chosen: readonly { file: FileState; track: Track }[]): Promise<void> {
    await Promise.all(chosen.map(({ file, track }) => session.runs.stop({ uri: file.uri, scenario: track.scenario.name })));
  }

  const stop = (params: messages.StopParams) => session.runs.stop(params);
  connection.onRequest(
    messages.run,
    guarded<messages.RunParams, messages.RunResult>(host, "run", { scenarios: [] }, (params, token) => run(params ?? {}, token)),
  );
  connection.onRequest(
    messages.stop,
    guarded<messages.StopParams, null>(host, "stop", null, async (params) => {
      await stop(params ?? {});
      return null;
    }),
  );
  connection.onRequest(
    messages.listScenarios,
    guarded<unknown, messages.ListScenariosResult>(host, "list", { scenarios: [] }, () => ({
      scenarios: statuses(session.runs.select({})),
    })),
  );
  connection.onRequest(
    messages.getResult,
    guarded<messages.ScenarioRef, messages.GetResultResult>(
      host,
      "result",
      null,
      ({ uri, scenario }) => session.files.get(uri)?.tracks.get(scenario)?.last?.result ?? null,
    ),
  );
  connection.onNotification(
    messages.trustGranted,
    guardedEvent(host, "trust", () => session.grantTrust()),
  );
  return { run, stop };
}

function statuses(chosen: readonly { file: FileState; track: Track }[]): readonly messages.ScenarioStatus[] {
  const now = performance.now();
  return chosen.map(({ file, track }) => statusOf(file, track, now));
}

async function beginProgress(
  { connection, client }: Host,
  scenarios: number,
  stop: () => void,
): Promise<WorkDoneProgressReporter | undefined> {
  // Our own client shows the progress of what it asks for itself.
  if (client.isFaultlineClient || !client.capabilities.window?.workDoneProgress || scenarios === 0) return undefined;
  const progress: WorkDoneProgressServerReporter = await connection.window.createWorkDoneProgress();
  progress.begin(`Faultline: ${count(scenarios, "scenario")}`, 0, undefined, true);
  progress.token.onCancellationRequested(stop);
  return progress;
}

/** Ended scenarios in per cent, and what the first that runs has done so far. */
function progressOf(chosen: readonly { track: Track }[]): [number, string] {
  const isBusy = ({ track }: { track: Track }) => track.work.kind === "queued" || track.work.kind === "running";
  const ended = chosen.filter((one) => !isBusy(one)).length;
  const running = chosen.find(({ track }) => phaseOf(track) === "running")?.track;
  const progress = running?.work.kind === "running" ? running.work.progress : undefined;
  const part = progress?.total ? progress.done / progress.total : 0;
  const what = progress
    ? ` · ${grouped(progress.done)}${progress.total === undefined ? "" : ` of ${grouped(progress.total)}`} ${progress.unit}`
    : "";
  return [Math.floor((100 * (ended + part)) / Math.max(1, chosen.length)), `${running ? running.scenario.name : "waiting"}${what}`];
}
