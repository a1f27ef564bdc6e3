/** Waits for Ctrl-C. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Exit status once stopped: 130 for Ctrl-C, 143 for SIGTERM. */
  status(): number | undefined;
  dispose(): void;
}

/** The first Ctrl-C stops what is under way; a second one ends the process at once. */
export function stopOnSignals(): Stop {
  const controller = new AbortController();
  let stopped: number | undefined;
  const handlers = (["SIGINT", "SIGTERM"] as const).map((name) => {
    const status = name === "SIGINT" ? 130 : 143;
    const handler = () => {
      if (stopped !== undefined) process.exit(stopped);
      stopped = status;
      controller.abort();
    };
    process.on(name, handler);
    return () => process.off(name, handler);
  });
  return { signal: controller.signal, status: () => stopped, dispose: () => handlers.forEach((off) => off()) };
}
