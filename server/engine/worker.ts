import { createRequire } from "node:module";
import { simulators } from "../../simulators/registry.ts";
import type { Job } from "./messages.ts";
import { serveWorker } from "./serve-worker.ts";

serveWorker(simulators, samples);

/** The build puts them beside this file. */
function samples(): readonly Job[] {
  try {
    return createRequire(__filename)("./samples.cjs") as readonly Job[];
  } catch {
    return [];
  }
}
