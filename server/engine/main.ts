import { dirname, join } from "node:path";
import { isMainThread, workerData } from "node:worker_threads";
import { requireWithCode } from "../code-cache.ts";
import { serveEngine } from "./serve-engine.ts";
import type { WorkerData } from "./messages.ts";

// This file is the start of each worker, too: it loads what lies beside it with its code of last time.
if (isMainThread) serveEngine(__filename);
else requireWithCode(join(dirname(__filename), "worker.cjs"), (workerData as WorkerData).codeFolder);
