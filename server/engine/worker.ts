import { simulators } from "../../simulators/registry.ts";
import { serveWorker } from "./serve-worker.ts";

serveWorker(simulators);
