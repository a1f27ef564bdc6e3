/** What only the engine's workers need: the machine and all that stands on it. Builds for the rim leave it out (esbuild.mjs). */
export { runScenario } from "./report/outcome.ts";
export { replayTrace } from "./report/replay-trace.ts";
