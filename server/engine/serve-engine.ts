import { rmdirSync } from "node:fs";
import type { FromEngine } from "../../protocol/engine.ts";
import type { Request } from "./messages.ts";
import { createPool } from "./pool.ts";

/** A sign of life this often, milliseconds. */
const beatMs = 500;

/**
 * The main thread of the engine process: takes jobs from the parent, hands them to workers, and never computes.
 * It ends with its parent: when the channel closes, and when it finds itself adopted by another process.
 *
 * Arguments: number of workers, memory limit (MiB), folder of the worker's code (may be left out).
 */
export function serveEngine(workerFile: string): void {
  const [workers = "1", memoryLimitMb = "2048", codeFolder] = process.argv.slice(2);
  const parent = process.ppid;
  const folder = process.cwd();

  // A terminal sends Ctrl-C to every process in it; whoever started us is told too, and decides.
  process.on("SIGINT", () => {});
  process.on("disconnect", () => process.exit(0));
  process.on("exit", () => removeFolder(folder));

  const pool = createPool({
    workerFile,
    workerData: codeFolder === undefined ? {} : { codeFolder },
    workers: Number(workers),
    memoryLimitMb: Number(memoryLimitMb),
    send,
  });
  process.on("message", (request: Request) => (request.kind === "cancel" ? pool.cancel(request.id) : pool.submit(request)));

  function beat(): void {
    if (process.ppid !== parent) process.exit(0);
    pool.watchMemory(process.memoryUsage.rss() / 1024 / 1024);
    send({ kind: "beat" });
  }
  beat();
  setInterval(beat, beatMs);
}

function send(message: FromEngine): void {
  // The parent may have gone between two messages; "disconnect" ends us then.
  if (process.connected) process.send?.(message, undefined, {}, () => {});
}

/** The temporary working folder was made for this process alone. */
function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // The parent was faster, or somebody uses it.
  }
}
