import type { ChildProcess } from "node:child_process";
import { rm } from "node:fs/promises";
import type { FromEngine } from "../../protocol/engine.ts";
import type { Forked } from "./fork.ts";

export interface Loss {
  /** For people: what happened. */
  readonly message: string;
  /** It had said something before: it starts, but does not last. */
  readonly hasLived: boolean;
  readonly isOutOfMemory: boolean;
}

export interface Watcher {
  readonly silenceMs: number;
  readonly onMessage: (message: FromEngine) => void;
  /** Once, unless `kill` was called. */
  readonly onLost: (loss: Loss) => void;
  readonly log: ((line: string) => void) | undefined;
}

export interface Watched {
  readonly child: ChildProcess;
  /** Resolves when the process has ended and its folder is gone. */
  kill(): Promise<void>;
}

/** Listens to an engine process, ends it when it falls silent, and tells of its loss. */
export function watchEngine({ child, folder }: Forked, { silenceMs, onMessage, onLost, log }: Watcher): Watched {
  let lastSign = Date.now();
  let lastLook = lastSign;
  let hasLived = false;
  let isSilent = false;
  let isKilled = false;
  let complaint = "";

  const period = Math.min(1000, silenceMs / 2);
  const clock = setInterval(() => {
    const now = Date.now();
    // If this very clock was late, it is we who were asleep: the engine gets another period.
    if (now - lastLook > 2 * period) lastSign = now;
    lastLook = now;
    if (now - lastSign <= silenceMs) return;
    isSilent = true;
    child.kill("SIGKILL");
  }, period);
  clock.unref();

  child.on("message", (message: FromEngine) => {
    lastSign = Date.now();
    hasLived = true;
    onMessage(message);
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-8000);
    log?.(`engine: ${text.trimEnd()}`);
  });
  // Sending to a process that has just died is told by "exit" as well.
  child.on("error", (error) => {
    log?.(`engine: ${error.message}`);
    if (child.pid === undefined) finish(`it cannot be started (${error.message})`);
  });
  child.on("close", (code, signal) =>
    finish(isSilent ? `no sign of life for ${silenceMs / 1000} s` : describeEnd(code, signal, complaint)),
  );

  let onEnd: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    onEnd = resolve;
  });
  let isFinished = false;
  function finish(reason: string): void {
    if (isFinished) return;
    isFinished = true;
    clearInterval(clock);
    // One that was killed could not do so itself.
    rm(folder, { recursive: true, force: true }).then(onEnd, onEnd);
    if (!isKilled) onLost({ message: reason, hasLived, isOutOfMemory: saysOutOfMemory(complaint) });
  }

  return {
    child,
    async kill() {
      isKilled = true;
      if (child.pid !== undefined) child.kill("SIGKILL");
      await ended;
    },
  };
}

/** V8's last words. */
const saysOutOfMemory = (complaint: string): boolean => /out of memory|invalid size error|Allocation failed/i.test(complaint);

function describeEnd(code: number | null, signal: NodeJS.Signals | null, complaint: string): string {
  if (saysOutOfMemory(complaint)) return "it ran out of memory";
  const how = signal ? `it was ended by ${signal}` : `it ended with code ${code}`;
  const firstLine = complaint.split("\n").find((line) => /error/i.test(line));
  return firstLine ? `${how} (${firstLine.trim().slice(0, 200)})` : how;
}
