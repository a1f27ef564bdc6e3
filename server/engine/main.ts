import { dirname, join } from "node:path";
import { serveEngine } from "./serve-engine.ts";

/** The worker lies beside this file. */
serveEngine(join(dirname(__filename), "worker.cjs"));
