import { type CancellationToken, type CodeActionContext, CodeActionTriggerKind } from "vscode-languageserver";
import type { Range } from "../../protocol/source.ts";
import type { FileState, Track } from "../track.ts";
import { problemsOf } from "../view/problems.ts";
import { overlap } from "./overlap.ts";
import { signalOf } from "./feature.ts";

/** So long a menu that somebody has opened waits for its fixes, milliseconds: they are tried before they are offered. */
const patienceMs = 2000;

/**
 * Resolves when the fixes of problems in the range are known, or when that takes too long.
 * An editor that asks by itself, for a light bulb, is answered at once: it asks again when the problems change.
 */
export async function fixesKnown(file: FileState, range: Range, context: CodeActionContext, token: CancellationToken): Promise<void> {
  if (context.triggerKind === CodeActionTriggerKind.Automatic) return;
  const end = AbortSignal.any([signalOf(token), AbortSignal.timeout(patienceMs)]);
  const ended = new Promise<void>((resolve) => end.addEventListener("abort", () => resolve(), { once: true }));
  for (let busy = waitingFor(file, range); busy && !end.aborted; busy = waitingFor(file, range)) {
    const { underWay } = busy;
    await Promise.race([underWay, ended]);
    // It may have been followed by the next part of the work.
    if (busy.underWay === underWay && !end.aborted) delete busy.underWay;
  }
}

/** A scenario that has found a problem there by a run, and may yet find out how to mend it. */
function waitingFor(file: FileState, range: Range): Track | undefined {
  for (const { problem, scenario } of problemsOf(file)) {
    if (scenario === undefined || problem.fixes || problem.trace === undefined) continue;
    const track = file.tracks.get(scenario);
    if (track?.underWay && problem.path === file.path && overlap(problem.range, range)) return track;
  }
  return undefined;
}
